import stepCountsSql from '../../../sql/readModels/stepCounts.sql';
import type { Protocol } from '../../domain/protocol';
import type { ChartsQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import { StoreError } from '../storeError';
import type { Reach, Segment } from './segments';
import { coarsestFor, trafficSegments } from './segments';
import { rowsOverTraffic, spanParameters } from './span';
import { countsAsRequests } from './spanCounts';

/**
 * More points than pixels help nobody and cost the webview its frame rate: the dashboard asks for fewer. A report has half
 * a day of minutes, and one more where it begins within a step.
 */
const mostSteps = 721;

/** The part of a query that its steps come from. */
export type SteppedQuery = Pick<
  ChartsQuery,
  'from' | 'to' | 'bucketSeconds' | 'excludedEndpoints' | 'filter'
>;

/** Requests of a step by status class: index 0 is 1xx and unknown, 2 is 2xx, ... 5 is 5xx. */
type ByClass = [number, number, number, number, number, number];

/** The traffic of a step. */
export interface StepSums {
  requests: number;
  errors: number;
  bytesSent: number;
  readonly byClass: ByClass;
}

/**
 * The number of steps of a query, the last of which may be cut short by its end.
 * @throws StoreError when there would be more than a chart can show
 */
export function stepCount({
  from,
  to,
  bucketSeconds,
}: Pick<SteppedQuery, 'from' | 'to' | 'bucketSeconds'>): number {
  const steps = Math.max(0, Math.ceil((to - from) / bucketSeconds));
  if (!(steps <= mostSteps)) {
    throw new StoreError({
      kind: 'too_many_steps',
      seconds: to - from,
      stepSeconds: bucketSeconds,
      most: mostSteps,
    });
  }
  return steps;
}

/** The rows of a query's steps, cut so that each row lies in one of them. */
export function stepSegments(query: SteppedQuery, reach: Reach): readonly Segment[] {
  return trafficSegments(query, reach, query, coarsestFor(query.from, query.bucketSeconds));
}

/** The traffic of each step of a query, read once for all that is shown of it. */
export class StepCounts {
  /** One for each step, over all requests. */
  readonly steps: readonly StepSums[];
  readonly #perProtocol = new Map<string, number[]>();

  constructor(connection: Connection, query: SteppedQuery, segments: readonly Segment[]) {
    const count = stepCount(query);
    this.steps = Array.from({ length: count }, nothing);
    const parameters = { ...spanParameters(query), step: query.bucketSeconds };
    for (const row of rowsOverTraffic(connection, stepCountsSql, segments, parameters)) {
      const step = row.number('step');
      const protocol = row.text('protocol') as Protocol;
      const own = this.#perProtocol.get(protocol) ?? new Array<number>(count).fill(0);
      this.#perProtocol.set(protocol, own);
      own[step] = (own[step] ?? 0) + row.number('requests');
      const sums = this.steps[step];
      if (sums && countsAsRequests(protocol, query.filter)) add(sums, protocol, row);
    }
  }

  /** Requests, or messages, of a protocol in each step. */
  ofProtocol(protocol: string): readonly number[] {
    return this.#perProtocol.get(protocol) ?? [];
  }
}

function nothing(): StepSums {
  return { requests: 0, errors: 0, bytesSent: 0, byClass: [0, 0, 0, 0, 0, 0] };
}

function add(sums: StepSums, protocol: Protocol, row: Row): void {
  sums.requests += row.number('requests');
  sums.errors += row.number('errors');
  sums.bytesSent += row.number('bytes_sent');
  for (const [index, requests] of classesOf(protocol, row).entries()) {
    sums.byClass[index] = (sums.byClass[index] ?? 0) + requests;
  }
}

/** Only HTTP has classes of its own: of the other protocols a failure counts as 5xx and the rest as 2xx. */
function classesOf(protocol: Protocol, row: Row): ByClass {
  const requests = row.number('requests');
  const errors = row.number('errors');
  if (protocol !== 'http') return [0, 0, requests - errors, 0, 0, errors];
  const known = [2, 3, 4, 5].map((digit) => row.number(`class_${digit}`));
  const [second = 0, third = 0, fourth = 0, fifth = 0] = known;
  return [requests - second - third - fourth - fifth, 0, second, third, fourth, fifth];
}
