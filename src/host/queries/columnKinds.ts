import { cellOf } from '../../domain/resultTable';
import type { ColumnKind, ResultColumn, ResultTable } from '../../domain/resultTable';
import type { QueryName } from '../../ids';

/** What the columns of the queries that ship with the product hold, as the heads of sql/queries say. */
export const queryColumns: Readonly<Record<QueryName, Readonly<Record<string, ColumnKind>>>> = {
  overview: {
    requests: 'count',
    errors: 'count',
    error_rate_pct: 'percent',
    unattributed_requests: 'count',
    active_endpoints: 'count',
    latency_p95_ms: 'milliseconds',
    covered_seconds: 'count',
    last_minute: 'time',
  },
  requestsLast24Hours: { bucket: 'time', total_requests: 'count', total_errors: 'count' },
  topEndpoints: {
    total_requests: 'count',
    total_errors: 'count',
    avg_latency_ms: 'handlerAverage',
    error_rate: 'percent',
  },
  errorRateByHour: {
    timestamp: 'time',
    requests: 'count',
    errors: 'count',
    error_rate_pct: 'percent',
  },
  trafficHeatmap: { total_requests: 'count', days_counted: 'count', requests_per_day: 'average' },
  topClients: { total_requests: 'count', total_errors: 'count', avg_latency: 'handlerAverage' },
  p95LatencyTrend: { latency_p95: 'handlerQuantile' },
};

/** The columns of our tables that hold unix seconds. */
export const timeColumns: readonly string[] = [
  'timestamp',
  'from_timestamp',
  'to_timestamp',
  'first_seen',
  'last_seen',
  'created_at',
  'applied_at',
  'updated_at',
];

/** `MAX(timestamp)` is the name of a column, too, and holds what timestamp holds. */
const extreme = /^\s*(?:min|max)\s*\(\s*(?:\w+\.)?(\w+)\s*\)\s*$/i;

/** Unix seconds from 2001 to 2128. */
const timeRange = [1e9, 5e9] as const;

/** The kinds of a query's columns; null where a number means no more than it says. */
export function columnKinds(
  { columns }: ResultTable,
  known: Readonly<Record<string, ColumnKind>> | null,
): (ColumnKind | null)[] {
  return columns.map((column) =>
    known ? (known[column.name] ?? null) : isOurTime(column) ? 'time' : null,
  );
}

/** A column of anybody's statement holds times if it is called as ours are and has nothing else in it. */
function isOurTime(column: ResultColumn): boolean {
  const name = column.name.replace(extreme, '$1').toLowerCase();
  if (!timeColumns.includes(name)) return false;
  const [from, to] = timeRange;
  return Array.from({ length: column.values.length }, (_, row) => cellOf(column, row)).every(
    (value) =>
      value === null ||
      (typeof value === 'number' && Number.isInteger(value) && value >= from && value < to),
  );
}
