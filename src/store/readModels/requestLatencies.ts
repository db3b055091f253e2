import handlerLatenciesSql from '../../../sql/readModels/handlerLatencies.sql';
import requestLatenciesSql from '../../../sql/readModels/requestLatencies.sql';
import { commonHistogram } from '../../domain/commonHistogram';
import type { Histogram, Quantile } from '../../domain/histogram';
import { histogramQuantile } from '../../domain/histogram';
import type { TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import type { Segment } from './segments';
import { spanParameters } from './span';

/** A quantile; null for an empty or missing distribution. */
export function quantileOrNull(histogram: Histogram | undefined, q: number): Quantile | null {
  return (histogram && histogramQuantile(histogram, q)) ?? null;
}

/** The distributions of steps, by the protocol that they were measured for. */
export class StepLatencies {
  readonly #byProtocol: ReadonlyMap<string, ReadonlyMap<number, Histogram>>;
  readonly #isInsideAnother: (protocol: string) => boolean;

  constructor(
    byProtocol: ReadonlyMap<string, ReadonlyMap<number, Histogram>>,
    isInsideAnother: (protocol: string) => boolean,
  ) {
    this.#byProtocol = byProtocol;
    this.#isInsideAnother = isInsideAnother;
  }

  /** The distribution of a protocol's requests in a step; undefined without any. */
  ofProtocol(protocol: string, step: number): Histogram | undefined {
    return this.#byProtocol.get(protocol)?.get(step);
  }

  /** That of all requests in a step, each once. */
  ofAll(step: number): Histogram | undefined {
    const counted = [...this.#byProtocol].filter(([protocol]) => !this.#isInsideAnother(protocol));
    const histograms = counted.map(([, steps]) => steps.get(step));
    return commonHistogram(histograms.filter((histogram) => histogram !== undefined));
  }
}

/**
 * The distributions of a span's steps of `step` seconds from `from` on: of whole requests, of which the server does
 * not tell endpoints apart; of one endpoint its handler times.
 */
export function readLatencies(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  { from, step }: { readonly from: number; readonly step: number },
): StepLatencies {
  const bounds = new BucketBounds(connection);
  const chosen = span.filter?.protocol ?? null;
  const sums = new Map<string, Map<number, HistogramSum>>();
  const sql = span.filter?.endpoint ? handlerLatenciesSql : requestLatenciesSql;
  const parameters = { ...spanParameters(span), segments: listParameter(segments), from, step };
  for (const row of connection.all(sql, parameters)) {
    const protocol = row.text('protocol');
    if (chosen !== null && protocol !== chosen) continue;
    const steps = sums.get(protocol) ?? new Map<number, HistogramSum>();
    sums.set(protocol, steps);
    const index = row.number('step');
    const sum = steps.get(index) ?? new HistogramSum(bounds);
    steps.set(index, sum);
    sum.add(row);
  }
  const byProtocol = new Map([...sums].map(([protocol, steps]) => [protocol, totals(steps)]));
  // What the server measures of graphql is inside http; alone, it is all there is.
  const isAlone = chosen !== null || Boolean(span.filter?.endpoint);
  return new StepLatencies(byProtocol, (protocol) => protocol === 'graphql' && !isAlone);
}

function totals<Key>(sums: ReadonlyMap<Key, HistogramSum>): Map<Key, Histogram> {
  const histograms = new Map<Key, Histogram>();
  for (const [key, sum] of sums) {
    const total = sum.total();
    if (total) histograms.set(key, total);
  }
  return histograms;
}
