import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import type { WholeDatabase } from '../support/wholeDatabase';
import {
  batchOf,
  coverageOf,
  errorOf,
  histogramOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
  queryOf,
} from '../support/batches';
import { newDatabases, rows } from '../support/databases';
import { saying } from '../../../support/saying';

describe('a commit', () => {
  const newDatabase = newDatabases();
  let database: WholeDatabase;
  beforeEach(async () => {
    database = await newDatabase();
  });

  it('is idempotent: a batch that is stored already changes nothing', async () => {
    const batch = batchOf(5, {
      minutes: [minuteOf(monday, { rows: [rowOf({ requestCount: 3 })] })],
      endpoints: [incrementOf({ statusCounts: { '200': 3 } })],
      errors: [errorOf()],
    });
    await database.commit(batch);
    await database.commit(batch);
    await database.commit({ ...batch, id: 4, state: 'older' });
    equal(await database.loadState(), 'state 5');
    deepEqual(await rows(database, 'SELECT total_requests FROM endpoint_stats'), [
      { total_requests: 3 },
    ]);
    equal((await rows(database, 'SELECT id FROM error_events')).length, 1);
  });

  it('takes ids and times beyond 32 bits as the integers they are', async () => {
    const id = 2 ** 41 + 1;
    const minute = 4_200_000_000 - (4_200_000_000 % 60);
    const batch = batchOf(id, {
      committedAt: minute * 1000,
      minutes: [minuteOf(minute, { rows: [rowOf({ requestCount: 5, bytesSent: 2 ** 40 })] })],
      events: [coverageOf(minute, minute + 60)],
    });
    await database.commit(batch);
    await database.commit({ ...batch, state: 'again' });
    equal(await database.loadState(), `state ${id}`);
    deepEqual(await rows(database, "SELECT value FROM collector_state WHERE key = 'batch_id'"), [
      { value: String(id) },
    ]);
    deepEqual(
      await rows(
        database,
        'SELECT typeof(timestamp) AS t, typeof(bytes_sent) AS b, typeof(created_at) AS c FROM metrics_aggregates_minute',
      ),
      [{ t: 'integer', b: 'integer', c: 'integer' }],
    );
    const span = { from: minute - 300, to: minute + 60, excludedEndpoints: [] };
    const { points } = await database.dashboard(queryOf({ ...span, bucketSeconds: 60 }));
    deepEqual(
      points.map((point) => [point.requests, point.coveredSeconds]),
      [...Array.from({ length: 5 }, () => [0, 0]), [5, 60]],
    );
    const buckets = await database.query('requestsLast24Hours', minute + 60);
    deepEqual([...(buckets.columns[0]?.values ?? [])], [minute - (minute % 300)]);
  });

  it('replaces a minute, for its workspace and environment only', async () => {
    const at = (
      workspaceId: string | null,
      environment: string | null,
      requestCount: number,
    ): MinuteContent =>
      minuteOf(monday, {
        workspaceId,
        environment,
        rows: [rowOf({ requestCount })],
        histograms: [minuteHistogramOf(new Array<number>(requestCount).fill(5))],
      });
    const others = [at('w', null, 7), at(null, 'dev', 8), at('w', 'dev', 9)];
    const later = { ...at(null, null, 6), minute: monday + 60 };
    await database.commit(batchOf(1, { minutes: [at(null, null, 5), ...others, later] }));
    const counts = async (): Promise<unknown[]> => [
      (
        await rows(database, 'SELECT request_count AS n FROM metrics_aggregates_minute ORDER BY n')
      ).map((row) => row['n']),
      (await rows(database, 'SELECT count AS n FROM latency_histograms ORDER BY n')).map(
        (row) => row['n'],
      ),
    ];
    deepEqual(await counts(), [
      [5, 6, 7, 8, 9],
      [5, 6, 7, 8, 9],
    ]);
    await database.commit(
      batchOf(2, { minutes: [{ ...at(null, null, 2), histograms: [] }, at('w', 'dev', 10)] }),
    );
    deepEqual(await counts(), [
      [2, 6, 7, 8, 10],
      [6, 7, 8, 10],
    ]);
  });

  it('writes an empty dimension as NULL', async () => {
    const nowhere = { workspaceId: '', environment: '' };
    await database.commit(
      batchOf(1, {
        minutes: [minuteOf(monday, { ...nowhere, rows: [rowOf({ method: '', endpoint: '' })] })],
        endpoints: [incrementOf({ ...nowhere, method: '' }), incrementOf({ method: null })],
      }),
    );
    deepEqual(
      await rows(
        database,
        'SELECT method, endpoint, workspace_id, environment FROM metrics_aggregates_minute',
      ),
      [{ method: null, endpoint: null, workspace_id: null, environment: null }],
    );
    deepEqual(
      await rows(database, 'SELECT method, workspace_id, total_requests FROM endpoint_stats'),
      [{ method: null, workspace_id: null, total_requests: 2 }],
    );
    await database.commit(batchOf(2, { minutes: [minuteOf(monday)] }));
    deepEqual(await rows(database, 'SELECT * FROM metrics_aggregates_minute'), []);
  });

  it('adds up an endpoint, NULL dimensions and all, in one row', async () => {
    const handler = (
      latencies: number[],
    ): { handler: NonNullable<unknown> & ReturnType<typeof handlerOf> } => ({
      handler: handlerOf(latencies),
    });
    await database.commit(
      batchOf(1, {
        committedAt: 1_000_000,
        endpoints: [
          incrementOf({
            ...handler([20, 30]),
            statusCounts: { '200': 2 },
            firstSeen: 500,
            lastSeen: 600,
            bytesSent: 5,
          }),
          incrementOf({ workspaceId: 'w' }),
        ],
      }),
    );
    await database.commit(
      batchOf(2, {
        committedAt: 2_000_000,
        endpoints: [
          incrementOf({
            statusCounts: { '404': 1 },
            errorCount: 1,
            firstSeen: 700,
            lastSeen: 800,
            bytesSent: 6,
          }),
          incrementOf({
            ...handler([7, 400]),
            statusCounts: { '200': 1, '500': 1 },
            errorCount: 1,
            firstSeen: 400,
            lastSeen: 450,
          }),
        ],
      }),
    );
    const [stats, ...others] = await rows(
      database,
      `SELECT total_requests, total_errors, avg_latency_ms, min_latency_ms, max_latency_ms, status_codes,
         total_bytes_sent, first_seen, last_seen, updated_at
       FROM endpoint_stats WHERE workspace_id IS NULL`,
    );
    deepEqual(stats, {
      total_requests: 5,
      total_errors: 2,
      avg_latency_ms: (20 + 30 + 7 + 400) / 4,
      min_latency_ms: 7,
      max_latency_ms: 400,
      status_codes: '{"200":3,"404":1,"500":1}',
      total_bytes_sent: 11,
      first_seen: 400,
      last_seen: 800,
      updated_at: 2000,
    });
    deepEqual(others, []);
    deepEqual(
      await rows(
        database,
        "SELECT counts, sum, count FROM latency_histograms WHERE resolution = 'all'",
      ),
      [{ counts: '2 1 3 1 4 1 7 1', sum: 457, count: 4 }],
    );
    const [p95] = await rows(
      database,
      'SELECT p95_latency_ms AS p FROM endpoint_stats WHERE p95_latency_ms > 0',
    );
    ok(Math.abs(Number(p95?.['p']) - 450) < 1e-9);
  });

  it('reads a p95 over two lists of bounds from the bounds they share', async () => {
    const increment = (latencies: number[], bounds: number[]): ReturnType<typeof incrementOf> =>
      incrementOf({ handler: { histogram: histogramOf(latencies, bounds), min: 1, max: 1 } });
    await database.commit(batchOf(1, { endpoints: [increment([1, 1], [10, 20, 40])] }));
    await database.commit(batchOf(2, { endpoints: [increment([35, 35], [10, 30, 40])] }));
    deepEqual(await rows(database, 'SELECT p95_latency_ms AS p FROM endpoint_stats'), [
      { p: 10 + (30 * 1.8) / 2 },
    ]);
    equal(
      (await rows(database, "SELECT 1 FROM latency_histograms WHERE resolution = 'all'")).length,
      2,
    );
  });

  it('replaces an event of the same kind and beginning', async () => {
    await database.commit(batchOf(1, { events: [coverageOf(monday, monday + 15)] }));
    await database.commit(
      batchOf(2, {
        events: [
          { ...coverageOf(monday, monday + 30), detail: { how: 'scraped' } },
          { kind: 'gap', from: monday, to: monday + 5, detail: {} },
        ],
      }),
    );
    deepEqual(
      await rows(
        database,
        'SELECT kind, to_timestamp, detail FROM collection_events ORDER BY kind',
      ),
      [
        { kind: 'coverage', to_timestamp: monday + 30, detail: '{"how":"scraped"}' },
        { kind: 'gap', to_timestamp: monday + 5, detail: '{}' },
      ],
    );
  });

  it('writes all of a batch or nothing', async () => {
    const twice = minuteHistogramOf([1], { protocol: null as never });
    const batch = batchOf(1, {
      minutes: [minuteOf(monday, { rows: [rowOf()], histograms: [twice] })],
    });
    await rejects(
      database.commit(batch),
      saying(
        'StoreError',
        /^Writing a batch in .*traffic\.sqlite failed: NOT NULL constraint failed/,
      ),
    );
    equal(await database.loadState(), undefined);
    deepEqual(await rows(database, 'SELECT * FROM metrics_aggregates_minute'), []);
    deepEqual(await rows(database, 'SELECT * FROM bucket_bounds'), []);
    await database.commit({
      ...batch,
      minutes: [minuteOf(monday, { rows: [rowOf()], histograms: [minuteHistogramOf([1])] })],
    });
    equal((await rows(database, 'SELECT * FROM bucket_bounds')).length, 1);
  });
});

function handlerOf(latencies: number[]): {
  histogram: ReturnType<typeof histogramOf>;
  min: number;
  max: number;
} {
  return {
    histogram: histogramOf(latencies),
    min: Math.min(...latencies),
    max: Math.max(...latencies),
  };
}
