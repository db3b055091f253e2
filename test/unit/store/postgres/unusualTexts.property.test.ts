import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { Connection } from '../../../../src/store/database/connection';
import { becomeTarget } from '../../../../src/store/postgres/teamSchema';
import { makePartitions } from '../../../../src/store/postgres/partitions';
import { describeWithPostgres } from '../../../support/postgresServer';
import { targetConnections } from '../../../support/targetConnections';
import {
  batchOf,
  clientOf,
  errorOf,
  gaugesOf,
  histogramOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { copiesOfNew } from '../support/memory';

/** As long as a name can be, of three bytes a character, which hardly compress. */
const longText = fc
  .noShrink(fc.array(fc.integer({ min: 0x800, max: 0xd7ff }), { minLength: 1000, maxLength: 1000 }))
  .map((units) => String.fromCharCode(...units));

const hostileText = fc.string({
  unit: fc.constantFrom('\\', '"', "'", '{', '}', '$1', ':a', '%', '\\u0000', '\t', 'é', '😀'),
  minLength: 1,
});

/** Names of endpoints, user agents and labels, and how much of each was counted. */
const cases = fc.record({
  endpoint: fc.oneof(longText, hostileText),
  other: longText,
  userAgent: fc.oneof(longText, hostileText),
  environment: fc.oneof(fc.constant(null), longText, hostileText),
  fault: fc.oneof(longText, hostileText),
  connections: fc.double({ min: 0, max: 1e6, noNaN: true }),
});

interface Case {
  readonly endpoint: string;
  readonly other: string;
  readonly userAgent: string;
  readonly environment: string | null;
  readonly fault: string;
  readonly connections: number;
}

function batch(
  id: number,
  { endpoint, other, userAgent, environment, ...rest }: Case,
): CommitBatch {
  const { fault, connections } = rest;
  const dimensions = { environment, workspaceId: environment };
  const now = monday + id * 60;
  const handler = { histogram: histogramOf([7]), min: 7, max: 7 };
  return batchOf(id, {
    committedAt: (now + 7200) * 1000,
    minutes: [
      minuteOf(now, {
        ...dimensions,
        rows: [endpoint, other].map((name) =>
          rowOf({ endpoint: name, activeConnections: connections }),
        ),
        histograms: [endpoint, other].map((name) =>
          minuteHistogramOf([7], { endpoint: name, source: 'log' }),
        ),
      }),
    ],
    endpoints: [endpoint, other].map((name) =>
      incrementOf({ ...dimensions, endpoint: name, handler }),
    ),
    clients: [
      clientOf({
        ...dimensions,
        userAgent,
        family: userAgent,
        endpointCounts: new Map([[`GET ${endpoint}`, 1]]),
      }),
    ],
    errors: [404, 500].map((statusCode) =>
      errorOf({
        ...dimensions,
        ...{ timestamp: now, endpoint, userAgent, statusCode },
        metadata: { logId: `${id} ${statusCode}`, path: endpoint, fault, statuses: other },
      }),
    ),
    moreErrors: [
      {
        ...{ ...dimensions, timestamp: now, protocol: 'http', method: 'GET', endpoint },
        ...{ statusCode: 503, errorType: 'x', errorCategory: 'server_error', count: 5 },
      },
    ],
    events: [{ kind: 'server_restart', from: now, to: now, detail: { name: fault } }],
    lastGauges: gaugesOf({
      ...dimensions,
      ...{ minute: now, activeConnections: connections, threadCount: connections },
      ...{ memoryUsageBytes: connections, uptimeSeconds: connections },
    }),
  });
}

const tables = {
  metrics_aggregates_minute: 'timestamp, endpoint, environment, request_count, active_connections',
  metrics_aggregates_hour:
    'timestamp, endpoint, environment, request_count, active_connections_max',
  metrics_aggregates_day: 'timestamp, endpoint, environment, request_count, active_connections_max',
  endpoint_stats: 'endpoint, workspace_id, environment, total_requests, p95_latency_ms',
  latency_histograms: 'resolution, timestamp, endpoint, environment, counts',
  client_analytics: 'user_agent, user_agent_family, environment, request_count, top_endpoints',
  error_events: 'timestamp, endpoint, user_agent, environment, metadata',
  failure_hours: 'timestamp, endpoint, fault, statuses, sender, environment, failures',
  server_gauges: 'timestamp, active_connections, memory_usage_bytes, thread_count, uptime_seconds',
  analytics_snapshots: 'timestamp, snapshot_type, active_connections, top_endpoints',
  traffic_patterns: 'date, hour, environment, request_count',
  collection_events: 'kind, from_timestamp, detail',
};

function stored(connection: Connection): unknown {
  return Object.entries(tables).map(([table, columns]) => {
    const found = connection.table(`SELECT ${columns} FROM ${table}`, {}, 1000);
    const rows = Array.from({ length: found.rowCount }, (_, row) =>
      JSON.stringify(found.columns.map(({ values }) => values[row])),
    );
    return [table, rows.sort()];
  });
}

describeWithPostgres("texts and numbers as no server of ours has them, in a team's store", () => {
  const connect = targetConnections();
  const newConnection = copiesOfNew();

  it('are stored as in a file, however long', () => {
    const team = connect();
    let targets = 0;
    fc.assert(
      fc.property(cases, (one) => {
        const file = newConnection();
        targets += 1;
        becomeTarget(team, { workspace: 'team', target: `case ${targets}` });
        const batches = [batch(1, one), batch(2, one), batch(1440, one)];
        for (const [index, each] of batches.entries()) {
          makePartitions(team, each);
          for (const engine of [file, team]) commitBatch(engine, { ...each, id: index + 1 });
        }
        deepEqual(stored(team), stored(file));
        deepEqual(checkDatabase(team), checkDatabase(file));
        file.close();
      }),
      { numRuns: 6 },
    );
  }).timeout(120_000);

  it('are counted as far as can be exact where a server counts otherwise than one by one', () => {
    const team = connect();
    const rows = [0.4, 2.6, 1e300].map((requestCount, i) =>
      rowOf({ endpoint: `/${i}`, requestCount }),
    );
    const each = batchOf(1, { minutes: [minuteOf(monday, { rows })] });
    makePartitions(team, each);
    commitBatch(team, each);
    const found = team.all('SELECT request_count AS n FROM metrics_aggregates_minute ORDER BY n');
    deepEqual(
      found.map((row) => row.number('n')),
      [0, 3, Number.MAX_SAFE_INTEGER],
    );
  });

  it('are read where JSON has what is no character', () => {
    const team = connect();
    const parts = ['\0', '\ud800', '\\u0000', '😀'];
    const each = batchOf(1, {
      errors: [errorOf({ metadata: { fault: parts.join('|'), statuses: '500' } })],
    });
    makePartitions(team, each);
    commitBatch(team, each);
    const row = team.first('SELECT fault FROM failure_hours');
    equal(row?.text('fault'), '\ufffd|\ufffd|\\u0000|😀');
  });
});
