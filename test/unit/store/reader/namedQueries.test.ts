import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import initSqlJs from 'sql.js';
import { requestProtocols } from '../../../../src/domain/protocol';
import { rowsOf } from '../../../../src/domain/resultTable';
import type { QueryName } from '../../../../src/ids';
import { namedQueries } from '../../../../src/store/reader/namedQueries';
import type { WholeDatabase } from '../support/wholeDatabase';
import {
  batchOf,
  coverageOf,
  histogramOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { newDatabases } from '../support/databases';
import { queryText } from '../../../../src/host/queries/queryText';
import { english } from '../../../../src/sentences/localize';

const hour = 3600;
const day = 24 * hour;
const names = Object.keys(namedQueries) as QueryName[];

describe('the named queries', () => {
  const newDatabase = newDatabases();

  /** Three minutes after Monday, Tuesday ... ended, everything before is rolled up. */
  async function databaseOf(...batches: Parameters<typeof batchOf>[1][]): Promise<WholeDatabase> {
    const database = await newDatabase();
    let id = 0;
    for (const parts of batches) {
      id += 1;
      await database.commit(batchOf(id, { committedAt: (monday + 40 * day) * 1000, ...parts }));
    }
    return database;
  }

  it('are the files of sql/queries', () => {
    const files = readdirSync(resolve('sql/queries')).map((file) => file.replace('.sql', ''));
    deepEqual(names.toSorted(), files.toSorted());
    for (const name of names) {
      equal(namedQueries[name], readFileSync(join('sql/queries', `${name}.sql`), 'utf8'));
    }
  });

  for (const name of names) {
    it(`${name}: has a title, names its columns in order, and says why it is empty when it is`, async () => {
      const { title, emptyReason } = queryText(name, english);
      const sql = namedQueries[name];
      ok(title.length > 5);
      match(sql, /^-- [\s\S]*:now unix seconds[\s\S]*-- Columns: /);
      const [, contract = ''] = /-- Columns: ((?:.*\n--)*.*)/.exec(sql) ?? [];
      match(emptyReason, /^[A-Z].*\.\s.*\.$/);
      const database = await newDatabase();
      const table = await database.query(name, monday);
      equal(table.rowCount, 0);
      const places = table.columns.map((column) =>
        contract.search(new RegExp(`\\b${column.name}\\b`)),
      );
      ok(places.length >= 3);
      ok(
        places.every((place, i) => place > (places[i - 1] ?? -1)),
        contract,
      );
    });
  }

  it('call requests what the product calls requests', () => {
    const list = requestProtocols.map((protocol) => `'${protocol}'`).join(', ');
    for (const file of ['totals', 'clients']) {
      ok(
        readFileSync(`sql/readModels/${file}.sql`, 'utf8').includes(`protocol IN (${list})`),
        file,
      );
    }
    for (const name of names.filter((query) => query !== 'p95LatencyTrend')) {
      ok(namedQueries[name].includes(`protocol IN (${list})`), name);
    }
  });

  it('overview: gives the key figures of the last 24 hours in one row', async () => {
    const now = monday + day;
    const database = await databaseOf({
      committedAt: (now + 60) * 1000,
      minutes: [
        minuteOf(monday - 60, { rows: [rowOf({ requestCount: 100 })] }),
        minuteOf(monday, {
          rows: [
            rowOf({ requestCount: 6 }),
            rowOf({ requestCount: 2, statusCode: 500, errorCount: 2 }),
            rowOf({ requestCount: 1, endpoint: null }),
            rowOf({ requestCount: 1, method: 'POST' }),
            rowOf({ requestCount: 9, protocol: 'mqtt', endpoint: null }),
          ],
          histograms: [
            minuteHistogramOf([3, 3, 3, 8]),
            minuteHistogramOf([9000], { protocol: 'graphql', method: 'query' }),
          ],
        }),
      ],
      events: [coverageOf(monday - 60, monday + 60), coverageOf(monday + 90, monday + 100)],
    });
    deepEqual(rowsOf(await database.query('overview', now)), [
      {
        requests: 10,
        errors: 2,
        error_rate_pct: 20,
        unattributed_requests: 1,
        active_endpoints: 2,
        latency_p95_ms: 5 + 5 * 0.8,
        covered_seconds: 70,
        last_minute: monday,
      },
    ]);
  });

  it('requestsLast24Hours: labels a bucket with its own start and takes whole buckets', async () => {
    const now = monday + day + 130;
    const database = await databaseOf({
      minutes: [
        minuteOf(monday - 60, { rows: [rowOf({ requestCount: 50 })] }),
        minuteOf(monday, { rows: [rowOf({ requestCount: 1 })] }),
        minuteOf(monday + 240, { rows: [rowOf({ requestCount: 2 }), rowOf({ protocol: 'amqp' })] }),
        minuteOf(monday + 780, {
          rows: [rowOf({ requestCount: 4, statusCode: 404, errorCount: 4 })],
        }),
      ],
    });
    deepEqual(rowsOf(await database.query('requestsLast24Hours', now)), [
      { bucket: monday, total_requests: 3, total_errors: 0 },
      { bucket: monday + 600, total_requests: 4, total_errors: 4 },
    ]);
  });

  it('topEndpoints: lists ten, most requests first, seen within seven days', async () => {
    const database = await databaseOf({
      endpoints: [
        ...Array.from({ length: 12 }, (_, i) =>
          incrementOf({ endpoint: `/e${i}`, statusCounts: { '200': 10 + i } }),
        ),
        incrementOf({ endpoint: '/failing', statusCounts: { '500': 40 }, errorCount: 10 }),
        incrementOf({ endpoint: '/old', statusCounts: { '200': 99 }, lastSeen: monday - 1 }),
      ],
    });
    const found = rowsOf(await database.query('topEndpoints', monday + 7 * day));
    deepEqual(
      found.map(({ endpoint }) => endpoint),
      ['/failing', '/e11', '/e10', '/e9', '/e8', '/e7', '/e6', '/e5', '/e4', '/e3'],
    );
    deepEqual(found[0], {
      endpoint: '/failing',
      protocol: 'http',
      method: 'GET',
      total_requests: 40,
      total_errors: 10,
      avg_latency_ms: null,
      error_rate: 25,
    });
  });

  it('errorRateByHour: gives a rate only where there are requests', async () => {
    const database = await databaseOf({
      minutes: [
        minuteOf(monday, { rows: [rowOf({ requestCount: 0 })] }),
        minuteOf(monday + hour, {
          rows: [rowOf({ requestCount: 3 }), rowOf({ statusCode: 500, errorCount: 1 })],
        }),
      ],
    });
    deepEqual(rowsOf(await database.query('errorRateByHour', monday + 7 * day + 60)), [
      { timestamp: monday, requests: 0, errors: 0, error_rate_pct: null },
      { timestamp: monday + hour, requests: 4, errors: 1, error_rate_pct: 25 },
    ]);
  });

  it('trafficHeatmap: counts thirty dates and divides by those of a weekday', async () => {
    const at = (days: number): number => monday + days * day;
    const database = await databaseOf({
      minutes: [
        minuteOf(at(0), { rows: [rowOf({ requestCount: 1000 })] }),
        // Tuesdays: the 1st, 8th, 15th and 22nd day after it; one of them without traffic at that hour.
        minuteOf(at(1), { rows: [rowOf({ requestCount: 4 })] }),
        minuteOf(at(8), { rows: [rowOf({ requestCount: 5 })] }),
        minuteOf(at(15) + 2 * hour, { rows: [rowOf({ requestCount: 6 })] }),
      ],
    });
    deepEqual(rowsOf(await database.query('trafficHeatmap', at(30) + 5 * hour)), [
      { day_of_week: 2, hour: 0, total_requests: 9, days_counted: 3, requests_per_day: 3 },
      { day_of_week: 2, hour: 2, total_requests: 6, days_counted: 3, requests_per_day: 2 },
    ]);
  });

  it('topClients: says where clients come from when there are none', async () => {
    const database = await databaseOf({ minutes: [minuteOf(monday, { rows: [rowOf()] })] });
    equal((await database.query('topClients', monday + 60)).rowCount, 0);
    match(queryText('topClients', english).emptyReason, /start MockForge with --admin/);
  });

  it('topClients: weighs averages by requests', async () => {
    const engine = await initSqlJs();
    const plain = new engine.Database();
    for (const file of readdirSync('sql/migrations').sort()) {
      plain.run(readFileSync(join('sql/migrations', file), 'utf8'));
    }
    plain.run(
      `INSERT INTO client_analytics
         (timestamp, client_ip, protocol, request_count, error_count, avg_latency_ms, user_agent)
       VALUES (${monday}, '::1', 'http', 99, 1, 1, 'a'), (${monday + hour}, '::1', 'http', 1, 0, 1001, 'a'),
         (${monday}, '::1', 'grpc', 5, 0, NULL, 'a'), (${monday}, '::2', 'http', 7, 0, NULL, 'b'),
         (${monday - hour}, '::3', 'http', 900, 0, 1, 'c')`,
    );
    deepEqual(plain.exec(namedQueries.topClients, { ':now': monday + day })[0]?.values, [
      ['::1', null, 105, 1, 11],
      ['::2', null, 7, 0, null],
    ]);
    plain.close();
  });

  it('p95LatencyTrend: gives one row a day and endpoint, from merged distributions', async () => {
    const log = (method: string, latencies: number[]): ReturnType<typeof minuteHistogramOf> =>
      minuteHistogramOf(latencies, { endpoint: '/api/users', method, source: 'log' });
    const fast = new Array<number>(95).fill(4);
    const database = await databaseOf({
      minutes: [
        minuteOf(monday, { rows: [rowOf()], histograms: [log('GET', fast), log('POST', [900])] }),
        minuteOf(monday + hour, {
          rows: [rowOf()],
          histograms: [log('GET', [900, 900, 900, 900])],
        }),
        minuteOf(monday + day, { rows: [rowOf()], histograms: [log('GET', [20_000])] }),
      ],
      endpoints: [
        incrementOf({ handler: { histogram: histogramOf([4]), min: 4, max: 4 } }),
        incrementOf({ method: 'POST' }),
      ],
    });
    deepEqual(rowsOf(await database.query('p95LatencyTrend', monday + 2 * day)), [
      { date: '2025-01-06', endpoint: '/api/users', latency_p95: 5 },
      { date: '2025-01-07', endpoint: '/api/users', latency_p95: '> 10000' },
    ]);
  });
});
