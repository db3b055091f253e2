import lastConnectionsSql from '../../../sql/readModels/lastConnections.sql';
import mostConnectionsSql from '../../../sql/readModels/mostConnections.sql';
import protocolsSql from '../../../sql/readModels/protocols.sql';
import protocolStepsSql from '../../../sql/readModels/protocolSteps.sql';
import totalsSql from '../../../sql/readModels/totals.sql';
import { floorTo, minuteSeconds } from '../../domain/time';
import type { DashboardData, DashboardQuery, ProtocolTotals } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import type { Coverage } from './coverage';
import { stepCount } from './points';
import type { StepLatencies } from './requestLatencies';
import { quantileOrNull } from './requestLatencies';
import type { Reach, Segment } from './segments';
import { coarsestFor, segmentsOf } from './segments';
import { overTraffic, spanParameters } from './span';

/** The summary of a span; `latencies` has the whole span as its one step. */
export function readTotals(
  connection: Connection,
  query: DashboardQuery,
  segments: readonly Segment[],
  { coverage, latencies }: { readonly coverage: Coverage; readonly latencies: StepLatencies },
): DashboardData['summary'] {
  const totals = connection.first(overTraffic(totalsSql), spanParameters(query, segments));
  const latency = latencies.ofAll(0);
  return {
    requests: totals?.number('requests') ?? 0,
    errors: totals?.number('errors') ?? 0,
    unattributed: totals?.number('unattributed') ?? 0,
    bytesSent: totals?.numberOrNull('bytes_sent') ?? null,
    coveredSeconds: coverage.seconds(query.from, query.to),
    p50: quantileOrNull(latency, 0.5),
    p95: quantileOrNull(latency, 0.95),
    p99: quantileOrNull(latency, 0.99),
    activeConnections: readConnections(connection, query, segments, coverage),
  };
}

/** What each protocol carried; `latencies` as for readTotals. */
export function readProtocols(
  connection: Connection,
  query: DashboardQuery,
  segments: readonly Segment[],
  { reach, latencies }: { readonly reach: Reach; readonly latencies: StepLatencies },
): readonly ProtocolTotals[] {
  const { from, bucketSeconds: step } = query;
  const stepSegments = segmentsOf(query, reach, coarsestFor(from, step));
  const perStep = new Map<string, number[]>();
  const parameters = { ...spanParameters(query, stepSegments), step };
  for (const row of connection.all(overTraffic(protocolStepsSql), parameters)) {
    const protocol = row.text('protocol');
    const counts = perStep.get(protocol) ?? new Array<number>(stepCount(query)).fill(0);
    perStep.set(protocol, counts);
    counts[row.number('step')] = row.number('count');
  }
  return connection.all(overTraffic(protocolsSql), spanParameters(query, segments)).map((row) => ({
    protocol: row.text('protocol'),
    requests: row.number('requests'),
    errors: row.number('errors'),
    sessions: row.number('sessions'),
    messages: row.number('messages'),
    p95: quantileOrNull(latencies.ofProtocol(row.text('protocol'), 0), 0.95),
    perStep: perStep.get(row.text('protocol')) ?? [],
  }));
}

function readConnections(
  connection: Connection,
  query: DashboardQuery,
  segments: readonly Segment[],
  coverage: Coverage,
): DashboardData['summary']['activeConnections'] {
  if (coverage.end === undefined) return null;
  const minute = floorTo(coverage.end - 1, minuteSeconds);
  const parameters = spanParameters(query, segments);
  const last = connection.first(lastConnectionsSql, { ...parameters, minute });
  const most = connection.first(overTraffic(mostConnectionsSql), parameters);
  return {
    last: last?.number('connections') ?? 0,
    max: most?.numberOrNull('connections') ?? 0,
  };
}
