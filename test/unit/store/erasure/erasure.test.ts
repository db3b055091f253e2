import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import { daySeconds, hourSeconds } from '../../../../src/domain/time';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { systemStoreClock } from '../../../../src/store/file/storeClock';
import { DatabaseAccess } from '../../../../src/store/session/databaseAccess';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { copyingEngine } from '../support/copyingEngine';
import { temporaryFolders, wasmPath } from '../support/databases';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  gaugesOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';

const days = 10;
const end = monday + days * daySeconds;
const state = (id: number): string => JSON.stringify({ batchId: id });

/** Everything that is collected in one minute of each hour of ten days, an endpoint a day. */
function hourBatch(hour: number): CommitBatch {
  const at = monday + hour * hourSeconds;
  const endpoint = `/day/${Math.floor(hour / 24)}`;
  const id = hour + 1;
  return batchOf(id, {
    committedAt: (at + 10) * 1000,
    finalBefore: at,
    minutes: [
      minuteOf(at, {
        rows: [rowOf({ endpoint, requestCount: 3, errorCount: 1, latencySum: 30 })],
        histograms: [
          minuteHistogramOf([5, 10, 15]),
          minuteHistogramOf([5, 10, 15], { endpoint, source: 'log' }),
        ],
      }),
    ],
    endpoints: [
      incrementOf({
        endpoint,
        statusCounts: { '200': 3 },
        handler: { histogram: minuteHistogramOf([5, 10, 15]).histogram, min: 5, max: 15 },
        firstSeen: at,
        lastSeen: at,
      }),
    ],
    clients: [clientOf({ hour: at })],
    lastGauges: gaugesOf({ minute: at }),
    errors: [errorOf({ timestamp: at, endpoint })],
    events: [
      coverageOf(monday, at + 60),
      ...(hour % 24 === 5
        ? [{ kind: 'session_mark', from: at, to: at, detail: { name: endpoint } } as const]
        : []),
    ],
    state: state(id),
  });
}

const counted = [
  'analytics_snapshots',
  'client_analytics',
  'client_tallies',
  'collection_events',
  'endpoint_stats',
  'error_events',
  'failure_hours',
  'latency_histograms',
  'metrics_aggregates_day',
  'metrics_aggregates_hour',
  'metrics_aggregates_minute',
  'server_gauges',
  'traffic_patterns',
];

function counts(connection: SqlJsConnection): Record<string, number> {
  return Object.fromEntries(
    counted.map((table) => [
      table,
      connection.first(`SELECT COUNT(*) AS rows FROM ${table}`)?.number('rows') ?? NaN,
    ]),
  );
}

function numbers(connection: SqlJsConnection, sql: string): number[] {
  return connection.all(sql).map((row) => row.number('value'));
}

for (const kind of ['of pages', 'saved as a whole'] as const) {
  describe(`An erasure in a database ${kind}`, function () {
    this.timeout(30_000);
    let access: DatabaseAccess;
    let file: string;
    // Before the hook of temporaryFolders: closing writes into the folder.
    afterEach(() => access.close());
    const folder = temporaryFolders();

    beforeEach(async () => {
      file = join(await folder(), 'traffic.sqlite');
      const engine =
        kind === 'of pages'
          ? await loadSqlEngine(wasmPath)
          : copyingEngine(await loadSqlEngine(wasmPath));
      access = await DatabaseAccess.open({ engine, file, clock: systemStoreClock });
      await access.write((connection) => {
        for (let hour = 0; hour < days * 24; hour++) commitBatch(connection, hourBatch(hour));
      });
    });

    it('leaves what came since, which adds up, and what was said of it', async () => {
      const before = monday + 7 * daySeconds;
      const erased = await access.erase({ before, batch: batchOf(500, { state: state(500) }) }, 1);
      equal(erased.outcome, 'compacted');
      await access.read((connection) => {
        deepEqual(checkDatabase(connection), []);
        const times = [
          ...['metrics_aggregates_minute', 'metrics_aggregates_hour', 'metrics_aggregates_day'],
          ...['error_events', 'failure_hours', 'client_analytics', 'server_gauges'],
          ...['analytics_snapshots'],
        ].map((table) => numbers(connection, `SELECT MIN(timestamp) AS value FROM ${table}`)[0]);
        ok(
          times.every((at) => at !== undefined && at >= before),
          String(times),
        );
        deepEqual(numbers(connection, 'SELECT COUNT(*) AS value FROM endpoint_stats'), [3]);
        deepEqual(
          numbers(
            connection,
            "SELECT COUNT(*) AS value FROM latency_histograms WHERE resolution = 'all'",
          ),
          [3],
        );
        deepEqual(
          numbers(connection, 'SELECT SUM(request_count) AS value FROM metrics_aggregates_minute'),
          [3 * 24 * 3],
        );
        deepEqual(
          numbers(
            connection,
            "SELECT from_timestamp AS value FROM collection_events WHERE kind = 'coverage'",
          ),
          [before],
        );
        deepEqual(
          numbers(
            connection,
            "SELECT COUNT(*) AS value FROM collection_events WHERE kind = 'session_mark'",
          ),
          [3],
        );
        deepEqual(
          numbers(
            connection,
            "SELECT CAST(value AS INTEGER) AS value FROM collector_state WHERE key = 'batch_id'",
          ),
          [500],
        );
      });
    });

    it('leaves nothing of all, and collecting goes on', async () => {
      const { bytesBefore, bytesAfter } = await access.erase(
        { before: null, batch: batchOf(500, { state: state(500) }) },
        1,
      );
      ok(bytesAfter < bytesBefore / 2, `${bytesBefore} to ${bytesAfter}`);
      equal(access.savedBatchId, 500);
      await access.read((connection) => {
        deepEqual(new Set(Object.values(counts(connection))), new Set([0]));
        deepEqual(checkDatabase(connection), []);
      });
      await access.flush();
      ok(statSync(file).size <= bytesAfter);
      await access.write((connection) => {
        const next = { ...hourBatch(days * 24), id: 501, state: state(501) };
        ok(commitBatch(connection, { ...next, committedAt: end * 1000 }));
      });
      await access.read((connection) => {
        deepEqual(checkDatabase(connection), []);
        deepEqual(
          numbers(connection, 'SELECT SUM(request_count) AS value FROM metrics_aggregates_minute'),
          [3],
        );
      });
    });
  });
}

describe('An erasure', function () {
  this.timeout(30_000);
  const folder = temporaryFolders();

  it('that is cancelled deletes nothing', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const engine = await loadSqlEngine(wasmPath);
    const access = await DatabaseAccess.open({ engine, file, clock: systemStoreClock });
    await access.write((connection) => {
      for (let hour = 0; hour < 24; hour++) commitBatch(connection, hourBatch(hour));
    });
    const before = await access.read(counts);
    const stopped = AbortSignal.abort();
    equal((await access.erase({ before: null, batch: null }, 1, stopped)).outcome, 'cancelled');
    deepEqual(await access.read(counts), before);
    await access.close();
  });

  it('is refused while another process collects', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const engine = await loadSqlEngine(wasmPath);
    const options = { engine, file, clock: systemStoreClock };
    const writer = await DatabaseAccess.open({ ...options, owner: 'one' });
    await writer.write((connection) => {
      commitBatch(connection, hourBatch(0));
    });
    const other = await DatabaseAccess.open({ ...options, owner: 'another' });
    await rejects(other.erase({ before: null, batch: null }, 1), { name: 'StoreError' });
    deepEqual(await writer.read((connection) => counts(connection)['error_events']), 1);
    await other.close();
    await writer.close();
  });
});
