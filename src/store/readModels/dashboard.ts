import eventsSql from '../../../sql/readModels/events.sql';
import lastConnectionsSql from '../../../sql/readModels/lastConnections.sql';
import mostConnectionsSql from '../../../sql/readModels/mostConnections.sql';
import protocolsSql from '../../../sql/readModels/protocols.sql';
import statusCodesSql from '../../../sql/readModels/statusCodes.sql';
import totalsSql from '../../../sql/readModels/totals.sql';
import type { CollectionEvent, CollectionEventKind } from '../../domain/commitBatch';
import { floorTo, minuteSeconds } from '../../domain/time';
import type { DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../watermarks';
import { Coverage } from './coverage';
import { readEndpointRows } from './endpointRows';
import { readErrorGroups } from './errorGroups';
import { pointsOf, stepCount } from './points';
import { quantileOrNull, requestLatencies } from './requestLatencies';
import type { Segment } from './segments';
import { segmentsOf } from './segments';
import { overTraffic, spanParameters } from './span';
import { readNewestErrors } from './storedErrors';

const errorGroupLimit = 50;
const newestErrorLimit = 50;

/** Everything the dashboard draws, from one consistent read. */
export function readDashboard(connection: Connection, query: DashboardQuery): DashboardData {
  stepCount(query);
  const reach = readWatermarks(connection);
  const segments = segmentsOf(query, reach);
  const coverage = new Coverage(connection, query);
  const parameters = spanParameters(query, segments);
  return {
    query,
    summary: readTotals(connection, query, segments, coverage),
    points: pointsOf(connection, query, reach, coverage),
    protocols: connection.all(overTraffic(protocolsSql), parameters).map((row) => ({
      protocol: row.text('protocol'),
      requests: row.number('requests'),
      errors: row.number('errors'),
      sessions: row.number('sessions'),
      messages: row.number('messages'),
    })),
    statusCodes: connection
      .all(overTraffic(statusCodesSql), parameters)
      .map((row) => ({ code: row.number('code'), requests: row.number('requests') })),
    endpoints: readEndpointRows(connection, query, segments, reach),
    errorGroups: readErrorGroups(connection, query, errorGroupLimit),
    newestErrors: readNewestErrors(connection, query, newestErrorLimit),
    events: readEvents(connection, query),
  };
}

function readTotals(
  connection: Connection,
  query: DashboardQuery,
  segments: readonly Segment[],
  coverage: Coverage,
): DashboardData['summary'] {
  const { from, to } = query;
  const totals = connection.first(overTraffic(totalsSql), spanParameters(query, segments));
  const latency = requestLatencies(connection, segments, { from, step: to - from }).get(0);
  return {
    requests: totals?.number('requests') ?? 0,
    errors: totals?.number('errors') ?? 0,
    unattributed: totals?.number('unattributed') ?? 0,
    bytesSent: totals?.numberOrNull('bytes_sent') ?? null,
    coveredSeconds: coverage.seconds(from, to),
    p50: quantileOrNull(latency, 0.5),
    p95: quantileOrNull(latency, 0.95),
    p99: quantileOrNull(latency, 0.99),
    activeConnections: readConnections(connection, query, segments, coverage),
  };
}

function readConnections(
  connection: Connection,
  query: DashboardQuery,
  segments: readonly Segment[],
  coverage: Coverage,
): DashboardData['summary']['activeConnections'] {
  if (coverage.end === undefined) return null;
  const minute = floorTo(coverage.end - 1, minuteSeconds);
  const last = connection.first(lastConnectionsSql, { minute });
  const most = connection.first(overTraffic(mostConnectionsSql), spanParameters(query, segments));
  return {
    last: last?.number('connections') ?? 0,
    max: most?.numberOrNull('connections') ?? 0,
  };
}

function readEvents(
  connection: Connection,
  { from, to }: DashboardQuery,
): readonly CollectionEvent[] {
  return connection.all(eventsSql, { from, to }).map((row) => ({
    kind: row.text('kind') as CollectionEventKind,
    from: row.number('from_timestamp'),
    to: row.number('to_timestamp'),
    detail: JSON.parse(row.text('detail')) as CollectionEvent['detail'],
  }));
}
