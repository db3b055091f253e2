import handlerLatenciesSql from '../../../sql/readModels/handlerLatencies.sql';
import requestLatenciesSql from '../../../sql/readModels/requestLatencies.sql';
import { showsProtocol } from '../../domain/condition';
import { commonHistogram } from '../../domain/commonHistogram';
import type { Histogram, Quantile } from '../../domain/histogram';
import { hasLatencies } from '../../domain/filterStanding';
import { histogramQuantile } from '../../domain/histogram';
import { isProtocol } from '../../domain/protocol';
import type { TimeSpan } from '../../protocol/readModels';
import { conditionsIn, ofHandlers } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import type { Segment } from './segments';
import { spanParameters, withConditions } from './span';

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
 * not tell endpoints apart; of endpoints their handler times. None where what is asked for is not timed.
 */
export function readLatencies(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  { from, step }: { readonly from: number; readonly step: number },
): StepLatencies {
  const bounds = new BucketBounds(connection);
  const conditions = conditionsIn(span.filter);
  const shows = (protocol: string): boolean =>
    isProtocol(protocol) && showsProtocol(conditions, protocol);
  const sums = new Map<string, Map<number, HistogramSum>>();
  const isHandler = ofHandlers(span.filter);
  const sql = isHandler ? withConditions(handlerLatenciesSql) : requestLatenciesSql;
  const parameters = { ...spanParameters(span), segments: listParameter(segments), from, step };
  for (const row of hasLatencies(conditions) ? connection.all(sql, parameters) : []) {
    const protocol = row.text('protocol');
    if (!shows(protocol)) continue;
    const steps = sums.get(protocol) ?? new Map<number, HistogramSum>();
    sums.set(protocol, steps);
    const index = row.number('step');
    const sum = steps.get(index) ?? new HistogramSum(bounds);
    steps.set(index, sum);
    sum.add(row);
  }
  const byProtocol = new Map([...sums].map(([protocol, steps]) => [protocol, totals(steps)]));
  // What the server measures of graphql is inside http; without that, it is all there is.
  const isInside = !isHandler && shows('http');
  return new StepLatencies(byProtocol, (protocol) => protocol === 'graphql' && isInside);
}

function totals<Key>(sums: ReadonlyMap<Key, HistogramSum>): Map<Key, Histogram> {
  const histograms = new Map<Key, Histogram>();
  for (const [key, sum] of sums) {
    const total = sum.total();
    if (total) histograms.set(key, total);
  }
  return histograms;
}
