import pointsSql from '../../../sql/readModels/points.sql';
import type { DashboardQuery, TrafficPoint } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { StoreError } from '../storeError';
import type { Coverage } from './coverage';
import { quantileOrNull, requestLatencies } from './requestLatencies';
import type { Reach } from './segments';
import { coarsestFor, segmentsOf } from './segments';
import { overTraffic, spanParameters } from './span';

/** More points than pixels help nobody and cost the webview its frame rate. */
const mostSteps = 500;

/**
 * The number of steps of a query, the last of which may be cut short by its end.
 * @throws StoreError when there would be more than a chart can show
 */
export function stepCount({ from, to, bucketSeconds }: DashboardQuery): number {
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
  query: DashboardQuery,
  reach: Reach,
  coverage: Coverage,
): readonly TrafficPoint[] {
  const { from, to, bucketSeconds: step } = query;
  const segments = segmentsOf(query, reach, coarsestFor(from, step));
  const parameters = { ...spanParameters(query, segments), step };
  const rows = new Map(
    connection.all(overTraffic(pointsSql), parameters).map((row) => [row.number('step'), row]),
  );
  const latencies = requestLatencies(connection, segments, { from, step });
  return Array.from({ length: stepCount(query) }, (_, index) => {
    const at = from + index * step;
    const row = rows.get(index);
    const latency = latencies.get(index);
    const inClass = (name: string): number => row?.number(name) ?? 0;
    return {
      at,
      coveredSeconds: coverage.seconds(at, Math.min(at + step, to)),
      requests: row?.number('requests') ?? 0,
      errors: row?.number('errors') ?? 0,
      byClass: [
        inClass('class_0'),
        0,
        inClass('class_2'),
        inClass('class_3'),
        inClass('class_4'),
        inClass('class_5'),
      ],
      p50: quantileOrNull(latency, 0.5),
      p95: quantileOrNull(latency, 0.95),
      p99: quantileOrNull(latency, 0.99),
    };
  });
}
