import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { CommitBatch, ScrapedGauges } from '../../../../src/domain/commitBatch';
import { requestProtocols } from '../../../../src/domain/protocol';
import { weekOf } from '../../../../src/domain/time';
import type { WholeDatabase } from '../support/wholeDatabase';
import { batchOf, gaugesOf, minuteHistogramOf, minuteOf, monday, rowOf } from '../support/batches';
import { newDatabases, rows } from '../support/databases';
import { minutesOfTraffic } from '../support/randomTraffic';

const hour = 3600;
const day = 24 * hour;
const week = 7 * day;

const snapshots = `SELECT snapshot_type, timestamp, total_requests, total_errors, avg_latency_ms, active_connections,
    protocol_stats, top_endpoints, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds, workspace_id
  FROM analytics_snapshots ORDER BY snapshot_type, timestamp, workspace_id`;

const gaugesStored = `SELECT snapshot_type AS type, timestamp - ${monday} AS at, active_connections AS open,
    memory_usage_bytes AS memory, uptime_seconds AS uptime
  FROM analytics_snapshots ORDER BY timestamp, type`;

/** Time of a commit at which everything before `seconds` after Monday is closed, unix ms. */
function closedAt(seconds: number): number {
  return (monday + seconds + 180) * 1000;
}

describe('snapshots', () => {
  const newDatabase = newDatabases();
  let database: WholeDatabase;
  let id: number;
  beforeEach(async () => {
    database = await newDatabase();
    id = 0;
  });

  function commit(seconds: number, parts: Partial<CommitBatch> = {}): Promise<void> {
    id += 1;
    return database.commit(batchOf(id, { committedAt: closedAt(seconds), ...parts }));
  }

  function scrape(seconds: number, parts: Partial<ScrapedGauges> = {}): Promise<void> {
    const minute = monday + seconds;
    const lastGauges = gaugesOf({ minute, uptimeSeconds: seconds + 0.7, ...parts });
    return commit(seconds - 180, { lastGauges });
  }

  it('are made of an hour, a day and a week (from Monday) when these close', async () => {
    const types = 'SELECT snapshot_type AS type, COUNT(*) AS n FROM analytics_snapshots GROUP BY 1';
    await commit(60, { minutes: [minuteOf(monday, { rows: [rowOf()] })] });
    await commit(hour - 1);
    deepEqual(await rows(database, types), []);
    await commit(hour);
    deepEqual(await rows(database, types), [{ type: 'hourly', n: 1 }]);
    await commit(day - 1);
    equal((await rows(database, types)).length, 1);
    await commit(day);
    deepEqual(await rows(database, types), [
      { type: 'daily', n: 1 },
      { type: 'hourly', n: 1 },
    ]);
    await commit(week - 1);
    equal((await rows(database, types)).length, 2);
    await commit(week);
    deepEqual(await rows(database, 'SELECT DISTINCT timestamp FROM analytics_snapshots'), [
      { timestamp: monday },
    ]);
    equal((await rows(database, types)).length, 3);
  });

  it("hold the period's sums of requests, by protocol of everything, and its top endpoints", async () => {
    const websocket = { protocol: 'websocket', method: 'MESSAGE', endpoint: null } as const;
    await commit(week, {
      minutes: [
        minuteOf(monday, {
          rows: [
            rowOf({ requestCount: 3, latencySum: 30 }),
            rowOf({ statusCode: 500, requestCount: 1, errorCount: 1, latencySum: 50 }),
            rowOf({ protocol: 'graphql', method: 'query', endpoint: '/graphql', requestCount: 4 }),
            rowOf({ ...websocket, statusCode: null, requestCount: 9 }),
            rowOf({ endpoint: null, requestCount: 2 }),
          ],
        }),
        minuteOf(monday + 2 * day, { rows: [rowOf({ endpoint: '/other', requestCount: 90 })] }),
        minuteOf(monday, { workspaceId: 'w', rows: [rowOf({ ...websocket, requestCount: 1 })] }),
      ],
    });
    const found = await rows(database, snapshots);
    deepEqual(
      found.map((row) => [
        row['snapshot_type'],
        (Number(row['timestamp']) - monday) / day,
        row['workspace_id'],
        row['total_requests'],
        row['total_errors'],
        row['avg_latency_ms'],
      ]),
      [
        ['daily', 0, null, 10, 1, 8],
        ['daily', 0, 'w', 0, 0, null],
        ['daily', 2, null, 90, 0, null],
        ['hourly', 0, null, 10, 1, 8],
        ['hourly', 0, 'w', 0, 0, null],
        ['hourly', 2, null, 90, 0, null],
        ['weekly', 0, null, 100, 1, 0.8],
        ['weekly', 0, 'w', 0, 0, null],
      ],
    );
    const [weekly] = found.filter((row) => row['snapshot_type'] === 'weekly');
    deepEqual(JSON.parse(String(weekly?.['protocol_stats'])), {
      graphql: { requests: 4, errors: 0 },
      http: { requests: 96, errors: 1 },
      websocket: { requests: 9, errors: 0 },
    });
    deepEqual(JSON.parse(String(weekly?.['top_endpoints'])), [
      { endpoint: '/other', requests: 90 },
      { endpoint: '/api/users', requests: 4 },
      { endpoint: '/graphql', requests: 4 },
    ]);
    // No scrape told of these periods: their gauges are unknown, not 0.
    deepEqual([weekly?.['active_connections'], weekly?.['uptime_seconds']], [null, null]);
  });

  it('name at most ten endpoints', async () => {
    const endpoints = Array.from({ length: 12 }, (_, i) =>
      rowOf({ endpoint: `/${i}`, requestCount: i + 1 }),
    );
    await commit(hour, { minutes: [minuteOf(monday, { rows: endpoints })] });
    const [snapshot] = await rows(database, snapshots);
    const top = JSON.parse(String(snapshot?.['top_endpoints'])) as { endpoint: string }[];
    deepEqual(
      top.map(({ endpoint }) => endpoint),
      ['/11', '/10', '/9', '/8', '/7', '/6', '/5', '/4', '/3', '/2'],
    );
  });

  it("hold the gauges of the period's last scrape, and of an idle hour too", async () => {
    await scrape(60, { memoryUsageBytes: 1 });
    await scrape(hour - 60, { memoryUsageBytes: 2, activeConnections: 7 });
    await scrape(3 * hour, { memoryUsageBytes: 3 });
    await scrape(day + hour, { memoryUsageBytes: null });
    await commit(week);
    deepEqual(await rows(database, gaugesStored), [
      { type: 'daily', at: 0, open: 3, memory: 3, uptime: 3 * hour },
      { type: 'hourly', at: 0, open: 7, memory: 2, uptime: hour - 60 },
      { type: 'weekly', at: 0, open: 3, memory: null, uptime: day + hour },
      { type: 'hourly', at: 3 * hour, open: 3, memory: 3, uptime: 3 * hour },
      { type: 'daily', at: day, open: 3, memory: null, uptime: day + hour },
      { type: 'hourly', at: day + hour, open: 3, memory: null, uptime: day + hour },
    ]);
  });

  it('are made again when a late row comes, and keep their gauges', async () => {
    await scrape(hour);
    const first = minuteOf(monday + hour, { rows: [rowOf()] });
    await commit(week, { minutes: [first] });
    const before = await rows(database, gaugesStored);
    equal(before.length, 3);
    deepEqual(await rows(database, 'SELECT * FROM server_gauges'), []);
    const late = minuteOf(monday + hour + 60, { rows: [rowOf({ requestCount: 5 })] });
    await commit(week + 60, { minutes: [late] });
    deepEqual(await rows(database, gaugesStored), before);
    deepEqual(
      await rows(database, 'SELECT DISTINCT total_requests AS n FROM analytics_snapshots'),
      [{ n: 6 }],
    );
  });

  it('agree with the minutes, and with themselves when made at once, step by step, or again', async () => {
    const end = week;
    await fc.assert(
      fc.asyncProperty(minutesOfTraffic, async (minutes) => {
        const gauges = minutes.map(({ minute }) => gaugesOf({ minute, uptimeSeconds: minute }));
        const scrapes = [...gauges].sort((a, b) => a.minute - b.minute);
        const made = async (steps: readonly number[]): Promise<WholeDatabase> => {
          database = await newDatabase();
          id = 0;
          for (const lastGauges of scrapes) await commit(-week, { lastGauges });
          await commit(-week, { minutes });
          for (const seconds of steps) await commit(seconds);
          return database;
        };
        const atOnce = await rows(await made([end]), snapshots);
        const steps = [hour, 2 * hour + 5, day, day + hour, 3 * day, end, end];
        const stepByStep = await made(steps);
        deepEqual(await rows(stepByStep, snapshots), atOnce);
        await commit(end, { minutes });
        deepEqual(await rows(stepByStep, snapshots), atOnce);

        const sumOf = (type: string): unknown[] =>
          ['total_requests', 'total_errors'].map((column) =>
            atOnce
              .filter((row) => row['snapshot_type'] === type)
              .reduce((sum, row) => sum + Number(row[column]), 0),
          );
        const counted = minutes
          .flatMap((minute) => minute.rows)
          .filter(({ protocol }) => requestProtocols.includes(protocol));
        const expected = [
          counted.reduce((sum, { requestCount }) => sum + requestCount, 0),
          counted.reduce((sum, { errorCount }) => sum + errorCount, 0),
        ];
        for (const type of ['hourly', 'daily', 'weekly']) deepEqual(sumOf(type), expected, type);
        for (const row of atOnce.filter((one) => one['snapshot_type'] === 'hourly')) {
          const inHour = scrapes.filter(
            ({ minute }) => Math.floor(minute / hour) * hour === row['timestamp'],
          );
          equal(row['uptime_seconds'], inHour.at(-1)?.minute);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('are caught up after an absence: every hour, day and week that closed meanwhile', async () => {
    const at = [0, 5 * hour, day, 6 * day, week, week + day, 2 * week];
    const minutes = at.map((seconds) =>
      minuteOf(monday + seconds, { rows: [rowOf()], histograms: [minuteHistogramOf([5])] }),
    );
    await commit(-day, { minutes });
    await commit(3 * week);
    deepEqual(
      await rows(
        database,
        `SELECT snapshot_type AS type, COUNT(*) AS n, SUM(total_requests) AS requests
         FROM analytics_snapshots GROUP BY 1 ORDER BY 1`,
      ),
      [
        { type: 'daily', n: 6, requests: 7 },
        { type: 'hourly', n: 7, requests: 7 },
        { type: 'weekly', n: 3, requests: 7 },
      ],
    );
  });
});

describe('weekOf', () => {
  it('is the Monday at or before a time, midnight UTC', () => {
    fc.assert(
      fc.property(fc.integer({ min: -week, max: 4_000_000_000 }), (seconds) => {
        const start = weekOf(seconds);
        equal(new Date(start * 1000).getUTCDay(), 1);
        equal(((start % day) + day) % day, 0);
        equal(start <= seconds && seconds < start + week, true);
      }),
    );
  });
});
