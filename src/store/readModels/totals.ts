import type { DashboardData, ChartsQuery, ProtocolTotals } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readConnections } from './connections';
import type { Coverage } from './coverage';
import type { StepLatencies } from './requestLatencies';
import { quantileOrNull } from './requestLatencies';
import type { Segment } from './segments';
import type { SpanCounts } from './spanCounts';
import type { StepCounts } from './stepCounts';

/** The summary of a span; `latencies` has the whole span as its one step. */
export function readTotals(
  connection: Connection,
  query: ChartsQuery,
  segments: readonly Segment[],
  {
    counts,
    coverage,
    latencies,
  }: {
    readonly counts: SpanCounts;
    readonly coverage: Coverage;
    readonly latencies: StepLatencies;
  },
): DashboardData['summary'] {
  const { requests, errors, unattributed, bytesSent } = counts.totals;
  const latency = latencies.ofAll(0);
  return {
    requests,
    errors,
    unattributed,
    bytesSent: bytesSent || null,
    coveredSeconds: coverage.seconds(query.from, query.to),
    askedSeconds: coverage.asked(query.from, query.to),
    p50: quantileOrNull(latency, 0.5),
    p95: quantileOrNull(latency, 0.95),
    p99: quantileOrNull(latency, 0.99),
    activeConnections: readConnections(connection, query, segments, coverage),
  };
}

/** What each protocol carried; `latencies` as for readTotals, null where they are of handlers. */
export function protocolTotals(
  counts: SpanCounts,
  steps: StepCounts,
  latencies: StepLatencies | null,
): readonly ProtocolTotals[] {
  return counts.protocols.map((totals) => ({
    ...totals,
    p95: quantileOrNull(latencies?.ofProtocol(totals.protocol, 0), 0.95),
    perStep: steps.ofProtocol(totals.protocol),
  }));
}
