import injectedDelaysSql from '../../../sql/readModels/injectedDelays.sql';
import methodStepsSql from '../../../sql/readModels/methodSteps.sql';
import { hasLatencies } from '../../domain/filterStanding';
import type { ChartsQuery, InjectedDelay } from '../../protocol/dashboardData';
import type { TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { keyText } from './endpointKey';
import type { Segment } from './segments';
import { rowsOverStored, spanParameters } from './span';
import { stepCount } from './stepCounts';

/** The delays of the endpoint that a query looks at, in its steps; null without one, or without delays. */
export function readInjectedDelay(
  connection: Connection,
  query: ChartsQuery,
  segments: readonly Segment[],
): InjectedDelay | null {
  if (!hasLatencies(conditionsIn(query.filter))) return null;
  const { from, bucketSeconds: step } = query;
  const delays = new InjectedDelays(connection, query, segments, { from, step });
  const { distribution, average } = delays;
  if (!distribution || average === null) return null;
  return {
    distribution,
    average,
    perStep: Array.from({ length: stepCount(query) }, (_, i) => delays.averageIn(i)),
    isShared: delays.isShared,
  };
}

/**
 * Delays that were injected into requests to one endpoint. The server tells them by path alone, so they are those of
 * all its methods, and are divided by the requests of all of them.
 */
export class InjectedDelays {
  readonly #all: HistogramSum;
  readonly #sums = new Map<number, number>();
  readonly #requests = new Map<number, number>();
  readonly #methods = new Set<string>();

  /** @param steps of `step` seconds from `from` on; none are read where the span is not of one endpoint */
  constructor(
    connection: Connection,
    span: TimeSpan,
    segments: readonly Segment[],
    steps: { readonly from: number; readonly step: number },
  ) {
    this.#all = new HistogramSum(new BucketBounds(connection));
    if (!span.filter?.endpoint) return;
    const parameters = { ...spanParameters(span), ...steps };
    const ofDelays = { ...parameters, segments: listParameter(segments) };
    for (const row of connection.all(injectedDelaysSql, ofDelays)) {
      this.#all.add(row);
      increase(this.#sums, row.number('step'), row.number('sum'));
    }
    if (this.#sums.size === 0) return;
    for (const row of rowsOverStored(connection, methodStepsSql, segments, parameters)) {
      this.#methods.add(keyText(row.text('protocol'), row.textOrNull('method'), null));
      increase(this.#requests, row.number('step'), row.number('requests'));
    }
  }

  /** Requests by how long they were held up, those that were; undefined when there are none. */
  get distribution(): ReturnType<HistogramSum['total']> {
    return this.#all.total();
  }

  /** Milliseconds of a request, those without a delay too; null without delays or requests. */
  get average(): number | null {
    const requests = sum(this.#requests);
    return this.#sums.size === 0 || requests === 0 ? null : sum(this.#sums) / requests;
  }

  /** The same of one step, counted from 0; null without requests in it. */
  averageIn(step: number): number | null {
    const requests = this.#requests.get(step) ?? 0;
    return requests === 0 ? null : (this.#sums.get(step) ?? 0) / requests;
  }

  /** Whether several methods were called: any of them may have had the delays. */
  get isShared(): boolean {
    return this.#methods.size > 1;
  }
}

function increase(amounts: Map<number, number>, step: number, by: number): void {
  amounts.set(step, (amounts.get(step) ?? 0) + by);
}

function sum(amounts: ReadonlyMap<number, number>): number {
  return [...amounts.values()].reduce((total, amount) => total + amount, 0);
}
