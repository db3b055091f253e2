import connectionStepsSql from '../../../sql/readModels/connectionSteps.sql';
import pointsSql from '../../../sql/readModels/points.sql';
import type { DashboardQuery, TrafficPoint } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import { StoreError } from '../storeError';
import type { Coverage } from './coverage';
import { quantileOrNull, readLatencies } from './requestLatencies';
import type { Reach } from './segments';
import { coarsestFor, segmentsOf } from './segments';
import { overTraffic, spanParameters } from './span';

/** More points than pixels help nobody and cost the webview its frame rate. */
const mostSteps = 500;

/** The part of a query that its steps come from. */
export type SteppedQuery = Pick<
  DashboardQuery,
  'from' | 'to' | 'bucketSeconds' | 'excludedEndpoints' | 'filter'
>;

/**
 * The number of steps of a query, the last of which may be cut short by its end.
 * @throws StoreError when there would be more than a chart can show
 */
export function stepCount({ from, to, bucketSeconds }: SteppedQuery): number {
  const steps = Math.max(0, Math.ceil((to - from) / bucketSeconds));
  if (!(steps <= mostSteps)) {
    throw new StoreError(
      `A span of ${to - from} s in steps of ${bucketSeconds} s has more than ${mostSteps} points. ` +
        'Choose a shorter range or longer steps.',
    );
  }
  return steps;
}

/** One point for each step of the span, also where nothing happened or nothing is known. */
export function pointsOf(
  connection: Connection,
  query: SteppedQuery,
  reach: Reach,
  coverage: Coverage,
): readonly TrafficPoint[] {
  const { from, to, bucketSeconds: step } = query;
  const segments = segmentsOf(query, reach, coarsestFor(from, step));
  const parameters = { ...spanParameters(query, segments), step };
  const byStep = (sql: string): Map<number, Row> =>
    new Map(
      connection.all(overTraffic(sql), parameters).map((row) => [row.number('step'), row] as const),
    );
  const rows = byStep(pointsSql);
  const connections = byStep(connectionStepsSql);
  const latencies = readLatencies(connection, query, segments, { from, step });
  return Array.from({ length: stepCount(query) }, (_, index) => {
    const at = from + index * step;
    const row = rows.get(index);
    const latency = latencies.ofAll(index);
    const counted = (name: string): number => row?.number(name) ?? 0;
    return {
      at,
      coveredSeconds: coverage.seconds(at, Math.min(at + step, to)),
      requests: counted('requests'),
      errors: counted('errors'),
      byClass: [
        counted('class_0'),
        0,
        counted('class_2'),
        counted('class_3'),
        counted('class_4'),
        counted('class_5'),
      ],
      p50: quantileOrNull(latency, 0.5),
      p95: quantileOrNull(latency, 0.95),
      p99: quantileOrNull(latency, 0.99),
      bytesSent: counted('bytes_sent'),
      connections: connections.get(index)?.numberOrNull('connections') ?? null,
    };
  });
}
