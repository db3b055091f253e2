import type { TrafficPoint } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { connectionSteps } from './connections';
import type { Coverage } from './coverage';
import { quantileOrNull, readLatencies } from './requestLatencies';
import type { Segment } from './segments';
import type { StepCounts, SteppedQuery } from './stepCounts';

/** One point for each step of the span, including those in which nothing happened or nothing is known. */
export function pointsOf(
  connection: Connection,
  query: SteppedQuery,
  segments: readonly Segment[],
  { counts, coverage }: { readonly counts: StepCounts; readonly coverage: Coverage },
): readonly TrafficPoint[] {
  const { from, to, bucketSeconds: step } = query;
  const connections = connectionSteps(connection, query, segments, { from, step });
  const latencies = readLatencies(connection, query, segments, { from, step });
  return counts.steps.map(({ requests, errors, bytesSent, byClass }, index) => {
    const at = from + index * step;
    const latency = latencies.ofAll(index);
    return {
      at,
      coveredSeconds: coverage.secondsOfStep(at, Math.min(at + step, to)),
      requests,
      errors,
      byClass,
      p50: quantileOrNull(latency, 0.5),
      p95: quantileOrNull(latency, 0.95),
      p99: quantileOrNull(latency, 0.99),
      bytesSent,
      connections: connections.get(index) ?? null,
    };
  });
}
