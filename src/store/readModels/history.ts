import dailySnapshotsSql from '../../../sql/readModels/dailySnapshots.sql';
import dimensionsSql from '../../../sql/readModels/dimensions.sql';
import eventsSql from '../../../sql/readModels/events.sql';
import marksSql from '../../../sql/readModels/marks.sql';
import systemGaugesSql from '../../../sql/readModels/systemGauges.sql';
import { withoutKind } from '../../domain/condition';
import type { CollectionEvent, CollectionEventKind } from '../../domain/commitBatch';
import { standOfPanel } from '../../domain/filterStanding';
import { daySeconds, floorTo, hourSeconds } from '../../domain/time';
import type {
  DashboardData,
  ChartsQuery,
  DayTotals,
  Mark,
  SystemHour,
  TrafficHour,
} from '../../protocol/dashboardData';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { Coverage } from './coverage';
import { requestSteps } from './requestSteps';
import { spanParameters } from './span';
import type { Reach } from './segments';

/** Seven days in the reader's time zone lie in eight of UTC. */
const heatmapSeconds = 8 * daySeconds;
const dayCount = 14;
const markLimit = 20;

/** The last days hour by hour, for the heatmap. */
export function readHours(
  connection: Connection,
  query: ChartsQuery,
  reach: Reach,
): readonly TrafficHour[] {
  const from = floorTo(query.to, hourSeconds) - heatmapSeconds;
  const { filter } = query;
  const span = {
    ...query,
    from,
    bucketSeconds: hourSeconds,
    // Hours are chosen from all of them.
    ...(filter && {
      filter: { ...filter, conditions: withoutKind(filter.conditions, 'hour') },
    }),
  };
  const coverage = new Coverage(connection, span);
  return requestSteps(connection, span, reach).map(({ requests }, index) => {
    const at = from + index * hourSeconds;
    const coveredSeconds = coverage.seconds(at, Math.min(at + hourSeconds, span.to));
    return { at, requests, coveredSeconds };
  });
}

/** The server's gauges by hour, over the span but at least a day. */
export function readSystem(connection: Connection, query: ChartsQuery): readonly SystemHour[] {
  const from = Math.min(query.from, query.to - daySeconds);
  const parameters = { ...spanParameters(query), from: floorTo(from, hourSeconds) };
  return connection.all(systemGaugesSql, parameters).map((row) => ({
    at: row.number('timestamp'),
    memoryBytes: row.numberOrNull('memory_usage_bytes'),
    cpuPercent: row.numberOrNull('cpu_usage_percent'),
    threads: row.numberOrNull('thread_count'),
    uptimeSeconds: row.numberOrNull('uptime_seconds'),
  }));
}

/** The last daily snapshots, latest first. */
export function readDays(connection: Connection, query: ChartsQuery): readonly DayTotals[] {
  const { standing } = standOfPanel('days', conditionsIn(query.filter));
  if (standing === 'none') return [];
  const parameters = { ...spanParameters(query), from: query.to - dayCount * daySeconds };
  return connection.all(dailySnapshotsSql, parameters).map((row) => ({
    at: row.number('timestamp'),
    requests: row.number('requests'),
    errors: row.number('errors'),
    averageMs: row.numberOrNull('average_ms'),
  }));
}

/** The last restarts and session marks, latest first. */
export function readMarks(
  connection: Connection,
  { to }: Pick<ChartsQuery, 'to'>,
): readonly Mark[] {
  return connection.all(marksSql, { to, limit: markLimit }).map((row) => ({
    kind: row.text('kind') as Mark['kind'],
    at: row.number('at'),
    name: row.textOrNull('name'),
  }));
}

/** What touched collecting in the span. */
export function readEvents(
  connection: Connection,
  { from, to }: Pick<ChartsQuery, 'from' | 'to'>,
): readonly CollectionEvent[] {
  return connection.all(eventsSql, { from, to }).map((row) => ({
    kind: row.text('kind') as CollectionEventKind,
    from: row.number('from_timestamp'),
    to: row.number('to_timestamp'),
    detail: JSON.parse(row.text('detail')) as CollectionEvent['detail'],
  }));
}

/** The workspaces and environments that were ever collected. */
export function readDimensions(
  connection: Connection,
): Pick<DashboardData, 'workspaces' | 'environments'> {
  const rows = connection.all(dimensionsSql);
  const distinct = (column: string): string[] =>
    [...new Set(rows.map((row) => row.textOrNull(column)))].filter((name) => name !== null).sort();
  return { workspaces: distinct('workspace_id'), environments: distinct('environment') };
}
