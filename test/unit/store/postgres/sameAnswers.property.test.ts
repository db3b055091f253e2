import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { defaultRetention } from '../../../../src/domain/retention';
import { hourSeconds } from '../../../../src/domain/time';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { Connection } from '../../../../src/store/database/connection';
import { dropPartitions, makePartitions } from '../../../../src/store/postgres/partitions';
import { OtherDatabase } from '../../../../src/store/reader/otherDatabase';
import { readsBeside } from '../../../../src/store/reader/reads';
import { becomeTarget } from '../../../../src/store/postgres/teamSchema';
import { retain } from '../../../../src/store/retention/retain';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { describeWithPostgres } from '../../../support/postgresServer';
import { targetConnections } from '../../../support/targetConnections';
import { wasmPath } from '../support/databases';
import { alike, answers, exported, queries } from '../support/everyAnswer';
import { copiesOfNew } from '../support/memory';
import type { History } from '../support/randomHistory';
import { histories } from '../support/randomHistory';

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
