import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import type { WholeDatabase } from '../support/wholeDatabase';
import { batchOf, minuteHistogramOf, minuteOf, monday, rowOf } from '../support/batches';
import { newDatabases, rows } from '../support/databases';
import { minutesOfTraffic } from '../support/randomTraffic';

const hour = 3600;
const day = 24 * hour;
/** Tuesday 04:03, when Monday and four hours of Tuesday are closed. */
const tuesdayMorning = (monday + day + 4 * hour + 180) * 1000;

const additive = ['request_count', 'error_count', 'latency_sum', 'bytes_sent', 'bytes_received'];

/** Sums and extremes of a table by key and by spans of `size` seconds, below `until`. */
function sums(table: string, size: number, until: number): string {
  return `SELECT (timestamp / ${size}) * ${size} AS span, protocol, method, endpoint, status_code,
      ${additive.map((column) => `SUM(${column}) AS ${column}`).join(', ')},
      MIN(latency_min) AS latency_min, MAX(latency_max) AS latency_max
    FROM metrics_aggregates_${table} WHERE timestamp < ${until}
    GROUP BY span, protocol, method, endpoint, status_code
    ORDER BY span, protocol, method, endpoint, status_code`;
}

function contents(table: string): string {
  const order =
    table === 'traffic_patterns'
      ? 'date, hour, protocol'
      : 'timestamp, protocol, method, endpoint, status_code';
  return `SELECT * FROM ${table} ORDER BY ${order}`;
}

/** Everything rolled up, without ids. */
async function rolled(database: WholeDatabase): Promise<unknown> {
  const tables = ['metrics_aggregates_hour', 'metrics_aggregates_day', 'traffic_patterns'];
  const all = await Promise.all(tables.map((table) => rows(database, contents(table))));
  const histograms = await rows(
    database,
    `SELECT resolution, timestamp, protocol, method, endpoint, source, counts, sum, count
     FROM latency_histograms WHERE resolution IN ('hour', 'day')
     ORDER BY resolution, timestamp, protocol, method, endpoint, source`,
  );
  return [...all.map((table) => table.map((row) => ({ ...row, id: 0 }))), histograms];
}

describe('rolling up', () => {
  const newDatabase = newDatabases();

  async function committed(
    minutes: readonly MinuteContent[],
    at = tuesdayMorning,
  ): Promise<WholeDatabase> {
    const database = await newDatabase();
    await database.commit(batchOf(1, { minutes, committedAt: at }));
    return database;
  }

  it('keeps every sum: minutes = hours = days', async () => {
    await fc.assert(
      fc.asyncProperty(minutesOfTraffic, async (minutes) => {
        const database = await committed(minutes);
        const hoursUntil = monday + day + 4 * hour;
        deepEqual(
          await rows(database, sums('hour', hour, hoursUntil)),
          await rows(database, sums('minute', hour, hoursUntil)),
        );
        deepEqual(
          await rows(database, sums('day', day, monday + day)),
          await rows(database, sums('minute', day, monday + day)),
        );
        equal(
          (await rows(database, `SELECT 1 FROM metrics_aggregates_day WHERE timestamp > ${monday}`))
            .length,
          0,
        );
        deepEqual(
          await rows(
            database,
            'SELECT SUM(request_count) AS n, SUM(error_count) AS e FROM traffic_patterns',
          ),
          await rows(
            database,
            'SELECT SUM(request_count) AS n, SUM(error_count) AS e FROM metrics_aggregates_hour',
          ),
        );
        const observations = (resolution: string, until: number): string =>
          `SELECT source, protocol, SUM(count) AS n, SUM(sum) AS s FROM latency_histograms
           WHERE resolution = '${resolution}' AND timestamp < ${until} GROUP BY source, protocol ORDER BY source, protocol`;
        deepEqual(
          await rows(database, observations('hour', hoursUntil)),
          await rows(database, observations('minute', hoursUntil)),
        );
        deepEqual(
          await rows(database, observations('day', monday + day)),
          await rows(database, observations('minute', monday + day)),
        );
      }),
      { numRuns: 30 },
    );
  }).timeout(30_000);

  it('gives the same whether minutes come at once, one by one, late, or twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        minutesOfTraffic.chain((minutes) =>
          fc.tuple(
            fc.constant(minutes),
            fc.shuffledSubarray(minutes, { minLength: minutes.length }),
          ),
        ),
        async ([minutes, shuffled]) => {
          const atOnce = await committed(minutes);
          const oneByOne = await newDatabase();
          let id = 0;
          for (const content of shuffled) {
            id += 1;
            // First something else, so that replacing is seen as well.
            const wrong = {
              ...content,
              rows: [rowOf({ requestCount: 99, endpoint: '/wrong' })],
              histograms: [minuteHistogramOf([7], { endpoint: '/wrong', source: 'log' })],
            };
            await oneByOne.commit(batchOf(id, { minutes: [wrong], committedAt: tuesdayMorning }));
          }
          for (const content of shuffled) {
            id += 1;
            await oneByOne.commit(batchOf(id, { minutes: [content], committedAt: tuesdayMorning }));
          }
          deepEqual(await rolled(oneByOne), await rolled(atOnce));
        },
      ),
      { numRuns: 15 },
    );
  }).timeout(30_000);

  it('waits three minutes after the end of an hour', async () => {
    const database = await newDatabase();
    const hours = 'SELECT timestamp, request_count AS n FROM metrics_aggregates_hour';
    const at = (seconds: number): number => (monday + seconds) * 1000;
    await database.commit(
      batchOf(1, { minutes: [minuteOf(monday, { rows: [rowOf()] })], committedAt: at(hour + 179) }),
    );
    deepEqual(await rows(database, hours), []);
    await database.commit(batchOf(2, { committedAt: at(hour + 180) }));
    deepEqual(await rows(database, hours), [{ timestamp: monday, n: 1 }]);
    const late = minuteOf(monday + 60, { rows: [rowOf({ requestCount: 4 })] });
    await database.commit(batchOf(3, { minutes: [late], committedAt: at(hour + 200) }));
    deepEqual(await rows(database, hours), [{ timestamp: monday, n: 5 }]);
    // The clock steps back: what is rolled stays rolled.
    await database.commit(batchOf(4, { committedAt: at(-day) }));
    deepEqual(
      await rows(database, "SELECT value FROM collector_state WHERE key = 'rolled_until'"),
      [{ value: String(monday + hour) }],
    );
  });

  it('reads percentiles from the merged distributions, not from percentiles', async () => {
    const database = await committed([
      minuteOf(monday, {
        rows: [rowOf(), rowOf({ endpoint: null }), rowOf({ endpoint: '/other' })],
        histograms: [
          minuteHistogramOf(new Array<number>(99).fill(3)),
          minuteHistogramOf([20], { endpoint: '/api/users', source: 'log' }),
        ],
      }),
      minuteOf(monday + 60, {
        rows: [rowOf()],
        histograms: [
          minuteHistogramOf([9000]),
          minuteHistogramOf([20_000], { endpoint: '/api/users', source: 'log' }),
        ],
      }),
    ]);
    for (const table of ['hour', 'day']) {
      deepEqual(
        await rows(
          database,
          `SELECT endpoint, latency_p50 AS p50, latency_p99 AS p99 FROM metrics_aggregates_${table} ORDER BY endpoint`,
        ),
        [
          { endpoint: null, p50: 1 + (4 * 50) / 99, p99: 5 },
          // Two observations, the second above every bound: its p99 is a limit, not a number.
          { endpoint: '/api/users', p50: 25, p99: null },
          { endpoint: '/other', p50: null, p99: null },
        ],
      );
    }
  });

  it("writes a protocol's open connections, clients and peak hour onto each of its rows", async () => {
    const websocket = { protocol: 'websocket', endpoint: null, statusCode: null } as const;
    const database = await committed([
      minuteOf(monday, {
        rows: [
          rowOf({ ...websocket, method: 'CONNECT', activeConnections: 4 }),
          rowOf({ ...websocket, method: 'MESSAGE', activeConnections: 4 }),
        ],
      }),
      minuteOf(monday + 60, {
        rows: [rowOf({ ...websocket, method: null, requestCount: 0, activeConnections: 1 })],
      }),
      minuteOf(monday + 5 * hour, {
        rows: [rowOf({ ...websocket, method: 'MESSAGE', requestCount: 6, activeConnections: 2 })],
      }),
    ]);
    deepEqual(
      await rows(
        database,
        `SELECT DISTINCT timestamp, active_connections_avg AS average, active_connections_max AS most
         FROM metrics_aggregates_hour ORDER BY timestamp`,
      ),
      [
        { timestamp: monday, average: 2.5, most: 4 },
        { timestamp: monday + 5 * hour, average: 2, most: 2 },
      ],
    );
    deepEqual(
      await rows(
        database,
        `SELECT DISTINCT date, active_connections_avg AS average, active_connections_max AS most,
           peak_hour, unique_clients FROM metrics_aggregates_day`,
      ),
      [{ date: '2025-01-06', average: 2.25, most: 4, peak_hour: 5, unique_clients: null }],
    );
    deepEqual(
      await rows(
        database,
        'SELECT date, hour, day_of_week, request_count, avg_latency_ms, unique_clients FROM traffic_patterns ORDER BY hour',
      ),
      [
        {
          date: '2025-01-06',
          hour: 0,
          day_of_week: 1,
          request_count: 2,
          avg_latency_ms: null,
          unique_clients: null,
        },
        {
          date: '2025-01-06',
          hour: 5,
          day_of_week: 1,
          request_count: 6,
          avg_latency_ms: null,
          unique_clients: null,
        },
      ],
    );
  });
});
