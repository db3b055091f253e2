import { rowsOf } from '../../src/domain/resultTable';
import type { CellValue } from '../../src/domain/resultTable';
import type { ResultTable } from '../../src/domain/resultTable';
import type { Totals } from './books';

/** What can run a reading statement: a store of either kind. */
export interface Reading {
  readSql(sql: string, limit: number): Promise<ResultTable>;
}

export type Row = Record<string, CellValue>;

export async function rows(store: Reading, sql: string): Promise<Row[]> {
  return rowsOf(await store.readSql(sql, 100_000));
}

const key = `protocol || ' ' || method || COALESCE(' ' || status_code, '')`;

/** Stored requests by `protocol method status`. */
export function storedTotals(store: Reading): Promise<Totals> {
  return totals(store, key);
}

/** Stored requests by `protocol method status endpoint`; `-` is what is not attributed. */
export function storedByEndpoint(store: Reading): Promise<Totals> {
  return totals(store, `${key} || ' ' || COALESCE(endpoint, '-')`);
}

async function totals(store: Reading, name: string): Promise<Totals> {
  const found = await rows(
    store,
    `SELECT ${name} AS name, SUM(request_count) AS requests FROM metrics_aggregates_minute
     WHERE request_count > 0 GROUP BY name ORDER BY name`,
  );
  return Object.fromEntries(
    found.map(({ name: text, requests }) => [String(text), Number(requests)]),
  );
}

/** All that collecting stores, without row ids and times of writing; each table in one order. */
export async function everythingStored(store: Reading): Promise<Record<string, Row[]>> {
  const columns = {
    metrics_aggregates_minute: `timestamp, protocol, method, endpoint, status_code, request_count,
      error_count, ROUND(latency_sum, 6), latency_min, latency_max, latency_p50, latency_p95,
      latency_p99, bytes_sent, bytes_received, active_connections`,
    latency_histograms: `resolution, timestamp, protocol, method, endpoint, source, counts,
      ROUND(sum, 6), count`,
    endpoint_stats: `endpoint, protocol, method, total_requests, total_errors,
      ROUND(avg_latency_ms, 9), min_latency_ms, max_latency_ms, p95_latency_ms, status_codes,
      total_bytes_received, first_seen`,
    client_analytics: `timestamp, client_ip, user_agent, user_agent_family, user_agent_version,
      protocol, request_count, error_count, avg_latency_ms, bytes_received, top_endpoints`,
    client_tallies: 'handler_sum, handler_count, endpoint_counts',
    server_gauges: `timestamp, active_connections, memory_usage_bytes, cpu_usage_percent,
      thread_count, uptime_seconds`,
    error_events: `timestamp, protocol, method, endpoint, status_code, error_type, error_message,
      error_category, client_ip, user_agent, metadata`,
    collection_events: `kind, from_timestamp, to_timestamp, detail`,
  };
  const tables: Record<string, Row[]> = {};
  for (const [table, list] of Object.entries(columns)) {
    const found = await rows(store, `SELECT ${list} FROM ${table}`);
    tables[table] = found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return tables;
}

/** What is stored, without sizes, which are known of what the recorder happened to tell when it was asked for causes. */
export function withoutSizes(stored: Record<string, Row[]>): Record<string, Row[]> {
  return Object.fromEntries(
    Object.entries(stored).map(([table, found]) => [
      table,
      found.map((row) => ({ ...row, bytes_sent: null, total_bytes_sent: null })),
    ]),
  );
}
