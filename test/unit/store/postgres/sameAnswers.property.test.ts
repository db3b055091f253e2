import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { errorMessage } from '../../../../src/domain/errorMessage';
import { conditionKinds } from '../../../../src/domain/condition';
import { defaultRetention } from '../../../../src/domain/retention';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import type { QueryName } from '../../../../src/ids';
import type { DashboardQuery } from '../../../../src/protocol/dashboardData';
import type { TrafficFilter } from '../../../../src/protocol/readModels';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { Connection } from '../../../../src/store/database/connection';
import { exportTables } from '../../../../src/store/export/exportTables';
import { dropPartitions, makePartitions } from '../../../../src/store/postgres/partitions';
import { namedQueries } from '../../../../src/store/reader/namedQueries';
import { OtherDatabase } from '../../../../src/store/reader/otherDatabase';
import type { Reads } from '../../../../src/store/reader/reads';
import { readsBeside } from '../../../../src/store/reader/reads';
import { readErrorGroups } from '../../../../src/store/readModels/errorGroups';
import { becomeTarget } from '../../../../src/store/postgres/teamSchema';
import { retain } from '../../../../src/store/retention/retain';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { describeWithPostgres } from '../../../support/postgresServer';
import { targetConnections } from '../../../support/targetConnections';
import { monday, queryOf } from '../support/batches';
import { conditionLists } from '../support/conditions';
import { wasmPath } from '../support/databases';
import { copiesOfNew } from '../support/memory';
import type { History } from '../support/randomHistory';
import { histories } from '../support/randomHistory';

const queries = fc
  .record({
    bucketSeconds: fc.constantFrom(300, hourSeconds, 4 * hourSeconds, daySeconds),
    fromMinute: fc.integer({ min: -10, max: 1560 }),
    length: fc.integer({ min: 1, max: 100_000 }),
    excludedEndpoints: fc.constantFrom([], ['/health/*', '/none'], ['*/users*', '/a']),
    hasRoutes: fc.boolean(),
    filter: fc.record<TrafficFilter>({
      conditions: conditionLists(conditionKinds),
      workspaceId: fc.constantFrom(null, null, 'a'),
      environment: fc.constantFrom(null, null, 'dev'),
      endpoint: fc.constantFrom(
        null,
        null,
        { protocol: 'http', method: 'GET', endpoint: '/api/users' },
        { protocol: 'http', method: 'GET', endpoint: '/a' },
      ),
    }),
    compares: fc.boolean(),
  })
  .map(({ bucketSeconds, fromMinute, length, hasRoutes, compares, ...asked }): DashboardQuery => {
    const from = floorTo(monday + fromMinute * 60, bucketSeconds);
    const to = Math.min(from + length, from + 500 * bucketSeconds);
    const compareFrom = compares ? from - daySeconds : null;
    const routes = hasRoutes ? [{ method: 'GET', endpoint: '/b' }] : null;
    return queryOf({ ...asked, from, to, bucketSeconds, compareFrom, routes });
  });

/** Everything that is read for a dashboard's question, and for others that its span leads to. */
function answers(
  reads: Reads,
  connection: Connection,
  query: DashboardQuery,
  now: number,
): unknown {
  const { from, to } = query;
  const middle = floorTo((from + to) / 2, 60);
  const minutes = { ...query, from: floorTo(from, 60), to: floorTo(from, 60) + 3600 };
  const [group] = readErrorGroups(connection, query, 5);
  const every: { readonly [Name in keyof Reads]: () => unknown } = {
    summary: () => reads.summary(connection, query),
    minutes: () => reads.minutes(connection, minutes),
    topEndpoints: () => reads.topEndpoints(connection, query, 5),
    endpointNumbers: () =>
      reads.endpointNumbers(connection, { from, to, excludedEndpoints: query.excludedEndpoints }),
    selectionTraffic: () =>
      reads.selectionTraffic(connection, {
        ...query,
        selections: [{ method: null, path: '/api/users', isBeginning: true }],
        tellsFaults: true,
      }),
    answers: () => reads.answers(connection, query),
    calledEndpoints: () => reads.calledEndpoints(connection),
    errorGroups: () => reads.errorGroups(connection, query, 5),
    errorsOfGroup: () => group && reads.errorsOfGroup(connection, query, group),
    errorGroup: () => group && reads.errorGroup(connection, { span: query, group }),
    errorsSince: () => reads.errorsSince(connection, query, 5),
    marks: () => reads.marks(connection, query),
    sessions: () => reads.sessions(connection),
    erasable: () => ({ ...reads.erasable(connection, middle), bytes: 0 }),
    restarts: () => reads.restarts(connection, query),
    charts: () => reads.charts(connection, query).charts,
    tables: () => reads.tables(connection, query, '').tables,
    dashboard: () => reads.dashboard(connection, query),
    explain: () => reads.explain(connection, { span: query, from: middle, to }),
    compareSpans: () =>
      reads.compareSpans(connection, {
        before: { ...query, to: middle },
        after: { ...query, from: middle },
      }),
    storedSpan: () => reads.storedSpan(connection),
    overview: () => reads.overview(connection, now, query.excludedEndpoints),
    query: () =>
      Object.keys(namedQueries).map((name) => [
        name,
        reads.query(connection, name as QueryName, now),
      ]),
  };
  return Object.fromEntries(
    Object.entries(every).map(([name, read]) => [name, outcomeOf(read)] as const),
  );
}

function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return `threw ${errorMessage(error)}`;
  }
}

/** The same with each number that is another one's but for rounding as that one: fractions are added up in any order. */
function alike(actual: unknown, expected: unknown): unknown {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) ? expected : actual;
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((value, i) => alike(value, expected[i]));
  }
  if (actual instanceof Float64Array && expected instanceof Float64Array) {
    return actual.map((value, i) => alike(value, expected[i]) as number);
  }
  if (actual?.constructor !== Object || expected?.constructor !== Object) return actual;
  const other = expected as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(actual).map(([name, value]) => [name, alike(value, other[name])]),
  );
}

/** What is exported of each table. */
function exported(connection: Connection): unknown {
  return Object.entries(exportTables).map(([name, { sql, resolution = null }]) => {
    const internal = '["/health*", "/api/users"]';
    const parameters = {
      resolution,
      internal,
      from: monday - daySeconds,
      to: monday + 9 * daySeconds,
    };
    return [name, sql === null ? null : connection.table(sql, parameters, 100_000)];
  });
}

/** What the tables hold that writing makes from what they held before. */
function stored(connection: Connection): unknown {
  const place = 'COALESCE(workspace_id, 1), COALESCE(environment, 1)'.replaceAll('1', "''");
  const tables = {
    metrics_aggregates_minute: `timestamp, protocol, method, endpoint, status_code, request_count, error_count,
      latency_sum, latency_min, latency_max, latency_p50, latency_p95, latency_p99, bytes_sent, active_connections`,
    metrics_aggregates_hour: `timestamp, protocol, method, endpoint, status_code, request_count, latency_sum, latency_p50,
      latency_p95, bytes_received, active_connections_avg, active_connections_max`,
    metrics_aggregates_day: `date, timestamp, protocol, method, endpoint, status_code, request_count, error_count,
      latency_p99, active_connections_avg, active_connections_max, unique_clients, peak_hour`,
    endpoint_stats: `endpoint, protocol, method, total_requests, total_errors, avg_latency_ms, p95_latency_ms,
      status_codes, first_seen, last_seen`,
    error_events: `id, timestamp, protocol, method, endpoint, error_message, metadata, request_id, created_at`,
    client_analytics: `timestamp, client_ip, user_agent, user_agent_family, protocol, request_count, error_count,
      avg_latency_ms, top_endpoints`,
    traffic_patterns: `date, hour, day_of_week, protocol, request_count, error_count, avg_latency_ms, unique_clients`,
    analytics_snapshots: `timestamp, snapshot_type, total_requests, total_errors, avg_latency_ms, active_connections,
      protocol_stats, top_endpoints, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds`,
    latency_histograms: `resolution, timestamp, protocol, method, endpoint, source, counts, sum, count`,
    failure_hours: `timestamp, protocol, method, endpoint, error_type, status_code, fault, statuses, sender, failures,
      first, last, newest_id`,
    server_gauges: `timestamp, active_connections, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds`,
  };
  const rows = Object.entries(tables).map(([table, columns]) => {
    const sql = `SELECT ${columns}, ${place} FROM ${table}`;
    const found = connection.table(sql, {}, 100_000);
    const texts = Array.from({ length: found.rowCount }, (_, row) =>
      JSON.stringify(found.columns.map(({ values }) => values[row])),
    );
    return [table, texts.sort()];
  });
  const tallies = connection.table(
    'SELECT handler_sum, handler_count, endpoint_counts FROM client_tallies ORDER BY 1, 2, 3',
    {},
    100_000,
  );
  const state = connection.table('SELECT key, value FROM collector_state ORDER BY key', {}, 100);
  return [rows, tallies, state, checkDatabase(connection)];
}

describeWithPostgres('what both engines say of the same commits', () => {
  const newConnection = copiesOfNew();
  const connect = targetConnections();
  let target: Connection;
  let cases = 0;
  beforeEach(() => {
    target = connect();
  });

  /** Gives the history to both, each new, and then the file to `look`. */
  function withBoth(history: History, look: (file: Connection) => void): void {
    const file = newConnection();
    cases += 1;
    becomeTarget(target, { workspace: 'team', target: `case ${cases}` });
    try {
      // Ids of failed requests are told; those of all targets are from one sequence.
      target.execute('ALTER TABLE mockforge_analytics.error_events ALTER COLUMN id RESTART WITH 1');
      const { batches, now, cleansUp, ...days } = history;
      for (const batch of batches) {
        makePartitions(target, batch);
        for (const engine of [file, target]) commitBatch(engine, batch);
      }
      const policy = { ...defaultRetention, ...days };
      const request = { now, policy, everySeconds: hourSeconds };
      if (cleansUp) {
        while (retain(file, request).nextAt <= now);
        while (retain(target, request, dropPartitions).nextAt <= now);
      }
      look(file);
    } finally {
      file.close();
    }
  }

  it('is the same of everything that is read of a store', async () => {
    const engine = await loadSqlEngine(wasmPath);
    fc.assert(
      fc.property(
        histories,
        fc.array(queries, { minLength: 1, maxLength: 2 }),
        (history, asked) => {
          withBoth(history, (file) => {
            const [ofFile, ofTarget] = [file, target].map(() =>
              readsBeside(new OtherDatabase(engine)),
            );
            if (!ofFile || !ofTarget) return;
            for (const query of asked) {
              const expected = answers(ofFile, file, query, history.now);
              deepEqual(alike(answers(ofTarget, target, query, history.now), expected), expected);
            }
          });
        },
      ),
      { numRuns: 8 },
    );
  }).timeout(300_000);

  it('is the same of what is stored, exported and checked', () => {
    fc.assert(
      fc.property(histories, (history) => {
        withBoth(history, (file) => {
          deepEqual(stored(target), stored(file));
          const expected = exported(file);
          deepEqual(alike(exported(target), expected), expected);
        });
      }),
      { numRuns: 8 },
    );
  }).timeout(300_000);
});
