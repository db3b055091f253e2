import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type {
  CommitBatch,
  MinuteContent,
  MinuteHistogram,
  MinuteRow,
} from '../../../../src/domain/commitBatch';
import { histogramQuantile, mergeHistograms } from '../../../../src/domain/histogram';
import type { Quantile } from '../../../../src/domain/histogram';
import { requestProtocols } from '../../../../src/domain/protocol';
import { dense } from '../../../../src/domain/sparseHistogram';
import type { DashboardData } from '../../../../src/protocol/dashboardData';
import type { TrafficFilter } from '../../../../src/protocol/readModels';
import type { WholeDatabase } from '../support/wholeDatabase';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  gaugesOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  queryOf,
  rowOf,
} from '../support/batches';
import { newDatabases } from '../support/databases';
import { minutesOfTraffic } from '../support/randomTraffic';

const hour = 3600;
const day = 24 * hour;
const tuesdayMorning = (monday + day + 4 * hour + 180) * 1000;
const everything: TrafficFilter = {
  conditions: [],
  workspaceId: null,
  environment: null,
  endpoint: null,
};

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function between(minutes: readonly MinuteContent[], from: number, to: number): MinuteContent[] {
  return minutes.filter(({ minute }) => minute >= from && minute < to);
}

function requestRows(minutes: readonly MinuteContent[]): MinuteRow[] {
  return minutes
    .flatMap(({ rows }) => rows)
    .filter(({ protocol }) => requestProtocols.includes(protocol));
}

function p95(
  minutes: readonly MinuteContent[],
  of: (h: MinuteContent['histograms'][number]) => boolean,
): Quantile | null {
  const histograms = minutes
    .flatMap(({ histograms: own }) => own)
    .filter(of)
    .map(({ histogram }) => dense(histogram));
  const [first, ...others] = histograms;
  return (first && histogramQuantile(others.reduce(mergeHistograms, first), 0.95)) ?? null;
}

const requestCount = ({ requestCount: count }: MinuteRow): number => count;

const ofWholeRequests = ({ source, endpoint, protocol }: MinuteHistogram): boolean =>
  source === 'metrics' && endpoint === null && protocol !== 'graphql';

describe('read models of the dashboard', () => {
  const newDatabase = newDatabases();

  async function databaseOf(parts: Partial<CommitBatch>): Promise<WholeDatabase> {
    const database = await newDatabase();
    await database.commit(batchOf(1, { committedAt: tuesdayMorning, ...parts }));
    return database;
  }

  /** Runs of covered minutes: the gaps between them are where a comparison must not look. */
  const coveredRuns = fc.uniqueArray(
    fc.record({
      from: fc.integer({ min: -5, max: 130 }),
      length: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 6 })),
    }),
    // An event of the same kind and start would replace the other.
    { maxLength: 16, selector: ({ from }) => from },
  );

  it('compare only the minutes that both periods have', async () => {
    await fc.assert(
      fc.asyncProperty(
        minutesOfTraffic,
        coveredRuns,
        fc.integer({ min: 30, max: 130 }),
        fc.integer({ min: 1, max: 60 }),
        async (minutes, runs, from, shift) => {
          const events = runs.map((run) =>
            coverageOf(monday + run.from * 60 + 7, monday + (run.from + run.length) * 60),
          );
          const database = await databaseOf({ minutes, events });
          const start = monday + from * 60;
          const query = queryOf({ from: start, to: start + 1800, compareFrom: start - shift * 60 });
          const { comparison } = await database.dashboard(query);
          ok(comparison);

          const coveredIn = (minute: number): number =>
            Array.from({ length: 60 }, (_, i) => minute + i).filter((second) =>
              events.some((event) => second >= event.from && second < event.to),
            ).length;
          const shared = Array.from({ length: 30 }, (_, i) => start + i * 60).filter(
            (minute) => coveredIn(minute) > 0 && coveredIn(minute - shift * 60) > 0,
          );
          const totals = (moved: number) => {
            const own = minutes.filter(({ minute }) => shared.includes(minute + moved));
            const rows = requestRows(own);
            return {
              coveredSeconds: sum(shared, (minute) => coveredIn(minute - moved)),
              requests: sum(rows, requestCount),
              errors: sum(rows, ({ errorCount }) => errorCount),
              bytesSent: sum(rows, ({ bytesSent }) => bytesSent),
              p95: p95(own, ofWholeRequests),
            };
          };
          const told = (own: typeof comparison.now) => ({
            coveredSeconds: own.coveredSeconds,
            requests: own.requests,
            errors: own.errors,
            bytesSent: own.bytesSent,
            p95: own.p95,
          });
          deepEqual(told(comparison.now), totals(0));
          deepEqual(told(comparison.then), totals(shift * 60));
          deepEqual(
            comparison.points.map((point) => [point.at, point.requests, point.errors, point.p95]),
            Array.from({ length: 30 }, (_, i) => {
              const at = start + i * 60;
              const moved = between(minutes, at - shift * 60, at - shift * 60 + 60);
              const rows = requestRows(moved);
              const errors = sum(rows, ({ errorCount }) => errorCount);
              return [at, sum(rows, requestCount), errors, p95(moved, ofWholeRequests)];
            }),
          );
        },
      ),
      { numRuns: 40 },
    );
  }).timeout(30_000);

  it('count a minute with a restart of 12 s by its other 48, so that the restart changes no rate', async () => {
    const database = await databaseOf({
      minutes: Array.from({ length: 10 }, (_, i) =>
        minuteOf(monday + i * 60, { rows: [rowOf({ requestCount: i === 7 ? 48 : 60 })] }),
      ),
      events: [coverageOf(monday, monday + 420), coverageOf(monday + 432, monday + 600)],
    });
    const query = queryOf({ from: monday + 300, to: monday + 600, compareFrom: monday });
    const { comparison, endpoints } = await database.dashboard(query);
    deepEqual(
      [comparison?.now, comparison?.then].map((totals) => [
        totals?.requests,
        totals?.coveredSeconds,
      ]),
      [
        [288, 288],
        [300, 300],
      ],
    );
    equal(endpoints.rows[0]?.change, 0);
  });

  it('compare with a shorter period up to its end', async () => {
    const database = await databaseOf({
      minutes: Array.from({ length: 10 }, (_, i) =>
        minuteOf(monday + i * 60, { rows: [rowOf({ requestCount: i })] }),
      ),
      events: [coverageOf(monday, monday + 600)],
    });
    const query = { from: monday + 300, to: monday + 600, bucketSeconds: 60, compareFrom: monday };
    const { comparison } = await database.dashboard(queryOf({ ...query, compareTo: monday + 120 }));
    deepEqual([comparison?.from, comparison?.to], [monday, monday + 120]);
    deepEqual(
      [comparison?.now, comparison?.then].map((side) => [side?.requests, side?.coveredSeconds]),
      [
        [5 + 6, 120],
        [0 + 1, 120],
      ],
    );
    deepEqual(
      comparison?.points.map(({ coveredSeconds }) => coveredSeconds),
      [60, 60, 0, 0, 0],
    );
  });

  it('narrow everything down to a protocol, or to an endpoint', async () => {
    await fc.assert(
      fc.asyncProperty(minutesOfTraffic, async (minutes) => {
        const database = await databaseOf({ minutes });
        const span = { from: monday, to: monday + 2 * day, bucketSeconds: hour };
        const inSpan = between(minutes, span.from, span.to);
        const all = inSpan.flatMap(({ rows }) => rows);

        const socket = await database.dashboard(
          queryOf({
            ...span,
            filter: {
              ...everything,
              conditions: [{ kind: 'protocol', isExcluded: false, protocol: 'websocket' }],
            },
          }),
        );
        const messages = all.filter(({ protocol }) => protocol === 'websocket');
        equal(socket.summary.requests, sum(messages, requestCount));
        equal(
          sum(socket.points, ({ requests }) => requests),
          socket.summary.requests,
        );

        const endpoint = { protocol: 'http', method: 'GET', endpoint: '/api/users' } as const;
        const users = await database.dashboard(
          queryOf({ ...span, filter: { ...everything, endpoint } }),
        );
        const isUsers = (row: {
          protocol: string;
          method: string | null;
          endpoint: string | null;
        }): boolean =>
          row.protocol === 'http' && row.method === 'GET' && row.endpoint === '/api/users';
        equal(users.summary.requests, sum(all.filter(isUsers), requestCount));
        const handler = p95(inSpan, (h) => h.source === 'log' && isUsers(h));
        deepEqual(users.summary.p95, handler);
        equal(users.distribution === null, handler === null);
        equal(users.endpoints.total, users.summary.requests > 0 ? 1 : 0);
      }),
      { numRuns: 30 },
    );
  }).timeout(30_000);

  it('tell of each protocol its latency and its steps', async () => {
    await fc.assert(
      fc.asyncProperty(minutesOfTraffic, async (minutes) => {
        const database = await databaseOf({ minutes });
        const query = queryOf({ to: monday + 2 * day, bucketSeconds: hour });
        const { protocols } = await database.dashboard(query);
        for (const row of protocols) {
          const own = minutes.filter(({ minute }) => minute < query.to);
          const rows = own.flatMap((minute) => minute.rows);
          equal(
            sum(row.perStep, (count) => count),
            sum(
              rows.filter(({ protocol }) => protocol === row.protocol),
              requestCount,
            ),
          );
          deepEqual(
            row.p95,
            p95(
              own,
              (h) => h.protocol === row.protocol && h.source === 'metrics' && h.endpoint === null,
            ),
          );
        }
      }),
      { numRuns: 20 },
    );
  }).timeout(30_000);

  it('sort, search and page the endpoints, with bars over all of them', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `/api/thing${i}`);
    const database = await databaseOf({
      minutes: [
        minuteOf(monday, {
          rows: names.map((endpoint, i) => rowOf({ endpoint, requestCount: i + 1 })),
          histograms: [
            minuteHistogramOf([40, 40], { endpoint: '/api/thing3', source: 'log' }),
            minuteHistogramOf([10], { endpoint: '/api/thing24', source: 'log' }),
          ],
        }),
      ],
    });
    const page = {
      search: '',
      column: 'requests',
      descending: true,
      offset: 10,
      limit: 10,
    } as const;
    const second = (await database.dashboard(queryOf({ endpointPage: page }))).endpoints;
    deepEqual([second.total, second.found, second.mostRequests], [25, 25, 25]);
    deepEqual(
      second.rows.map(({ requests }) => requests),
      [15, 14, 13, 12, 11, 10, 9, 8, 7, 6],
    );
    equal(
      sum(second.rows[0]?.perStep ?? [], (count) => count),
      15,
    );
    // 25 requests of 10 ms on average weigh more than 4 of 40 ms.
    equal(second.greatestImpact, 250);
    const slow = { ...page, search: 'get /api/thing', column: 'average', offset: 0 } as const;
    const slowest = (await database.dashboard(queryOf({ endpointPage: slow }))).endpoints;
    deepEqual(
      slowest.rows.slice(0, 2).map(({ endpoint }) => endpoint),
      ['/api/thing3', '/api/thing24'],
    );
    const searched = { ...page, search: 'thing2', offset: 0 } as const;
    equal((await database.dashboard(queryOf({ endpointPage: searched }))).endpoints.found, 6);
  });

  it('say how an endpoint changed against the compared period', async () => {
    const row = (minute: number, requestCount: number): MinuteContent =>
      minuteOf(monday + minute * 60, { rows: [rowOf({ requestCount })] });
    const database = await databaseOf({
      minutes: [row(0, 10), row(1, 99), row(10, 15)],
      events: [coverageOf(monday, monday + 60), coverageOf(monday + 600, monday + 720)],
    });
    const query = queryOf({ from: monday + 600, to: monday + 720, compareFrom: monday });
    const { endpoints } = await database.dashboard(query);
    equal(endpoints.rows[0]?.change, 0.5);
  });

  it('count injected faults to the method they tell, or to an only row', async () => {
    const fault = { fault: 'http_error', count: 3 };
    const database = await databaseOf({
      minutes: [
        minuteOf(monday, {
          rows: [
            rowOf({ endpoint: '/only' }),
            rowOf({ endpoint: '/two', method: 'GET' }),
            rowOf({ endpoint: '/two', method: 'PUT' }),
            rowOf({ endpoint: '/known', method: 'GET' }),
            rowOf({ endpoint: '/known', method: 'PUT' }),
          ],
        }),
      ],
      errors: [
        errorOf({ endpoint: '/only', method: null, metadata: fault }),
        errorOf({ endpoint: '/two', method: null, metadata: fault }),
        errorOf({ endpoint: '/known', method: 'PUT', metadata: fault }),
      ],
    });
    const { endpoints } = await database.dashboard(queryOf());
    deepEqual(
      new Map(endpoints.rows.map((row) => [`${row.method} ${row.endpoint}`, row.faults])),
      new Map([
        ['GET /only', 3],
        ['GET /two', null],
        ['PUT /two', null],
        ['GET /known', 0],
        ['PUT /known', 3],
      ]),
    );
  });

  it('tell no client of an hour that goes on behind the end of the span', async () => {
    const database = await databaseOf({
      clients: [clientOf({ hour: monday }), clientOf({ hour: monday + hour, userAgent: 'later' })],
      events: [coverageOf(monday, monday + 2 * hour)],
    });
    const read = async (to: number): Promise<DashboardData['clients']> =>
      (await database.dashboard(queryOf({ from: monday, to }))).clients;
    const cut = await read(monday + hour + 600);
    deepEqual([cut.to, cut.total], [monday + hour, 1]);
    equal((await read(monday + 2 * hour)).total, 2);
    equal((await read(monday + 600)).total, 0);
  });

  it('tell who sent the failed requests that a filter chooses, as far as that is known', async () => {
    const curl = errorOf({ statusCode: 500, userAgent: 'curl/8.5.0' });
    const other = { ...curl, statusCode: 404 };
    const nobody = errorOf({ statusCode: 500, clientIp: '10.0.0.1' });
    const unknown = errorOf({ statusCode: 500, metadata: { count: 20_001 } });
    const database = await databaseOf({ errors: [curl, curl, other, nobody, unknown] });
    const conditions = [{ kind: 'status', isExcluded: false, code: 500 } as const];
    const filter = { ...everything, conditions };
    const { clients } = await database.dashboard(queryOf({ filter }));
    deepEqual(clients.rows, [
      { userAgent: 'curl/8.5.0', requests: null, errors: 2, addresses: null },
      { userAgent: null, requests: null, errors: 1, addresses: null },
    ]);
  });

  it('tell clients by whole hours, and those of an endpoint by its failures', async () => {
    const database = await databaseOf({
      clients: [
        clientOf({ requests: 5, errors: 1 }),
        clientOf({ requests: 2, clientIp: '10.0.0.2' }),
        clientOf({ requests: 1, userAgent: null, family: null, version: null }),
        clientOf({ requests: 9, hour: monday + hour }),
      ],
      errors: [
        errorOf({ userAgent: 'curl/8.5.0', clientIp: '10.0.0.1', timestamp: monday + 30 }),
        errorOf({ userAgent: 'other', clientIp: '10.0.0.1', endpoint: '/other' }),
      ],
    });
    const { clients } = await database.dashboard(queryOf({ from: monday + 60, to: monday + 120 }));
    deepEqual([clients.from, clients.to, clients.total], [monday, monday + 120, 2]);
    deepEqual(clients.rows, [
      { userAgent: 'curl/8.5.0', requests: 7, errors: 1, addresses: 2 },
      { userAgent: null, requests: 1, errors: 0, addresses: 1 },
    ]);
    const endpoint = { protocol: 'http', method: 'GET', endpoint: '/api/users' } as const;
    const ofUsers = await database.dashboard(queryOf({ filter: { ...everything, endpoint } }));
    deepEqual(ofUsers.clients.rows, [
      { userAgent: 'curl/8.5.0', requests: null, errors: 1, addresses: null },
    ]);
  });

  it('tell routes without traffic, and 404s without a route', async () => {
    const missing = { statusCode: 404, errorType: 'not_found' };
    const database = await databaseOf({
      minutes: [minuteOf(monday, { rows: [rowOf()] })],
      errors: [
        errorOf({ ...missing, endpoint: '/nope/:id', metadata: { path: '/nope/1' } }),
        errorOf({ ...missing, endpoint: '/nope/:id', metadata: { path: '/nope/2' } }),
        errorOf({ ...missing, endpoint: '/nope/:id', metadata: { path: '/nope/2' } }),
        errorOf({ ...missing, endpoint: '/api/users', metadata: { path: '/api/users' } }),
        errorOf({ ...missing, endpoint: '/injected', metadata: { fault: 'http_error' } }),
      ],
    });
    const routes = ['/api/users', '/api/orders', '/health/live'].map((endpoint) => ({
      method: 'GET',
      endpoint,
    }));
    const query = queryOf({ routes, excludedEndpoints: ['/health*'] });
    const { neverCalled, notFound } = await database.dashboard(query);
    deepEqual(neverCalled, {
      routeCount: 2,
      routes: [{ method: 'GET', endpoint: '/api/orders', documents: [] }],
    });
    deepEqual(notFound, [{ method: 'GET', endpoint: '/nope/:id', count: 3, paths: 2 }]);
    equal((await database.dashboard(queryOf())).neverCalled, null);
  });

  it('count every group of errors, also those that are not listed', async () => {
    const errors = Array.from({ length: 70 }, (_, i) =>
      errorOf({ endpoint: `/e${i}`, metadata: i === 0 ? { count: 5 } : {} }),
    );
    const database = await databaseOf({ errors });
    const { errorTotals, errorGroups } = await database.dashboard(queryOf());
    deepEqual(errorTotals, { count: 74, groups: 70 });
    equal(errorGroups.length, 50);
  });

  it('keep the hours of eight days, whatever the span', async () => {
    const to = monday + 8 * day + 1800;
    const database = await databaseOf({
      minutes: [minuteOf(monday + day, { rows: [rowOf({ requestCount: 4 })] })],
      events: [coverageOf(monday + day, monday + day + 600)],
      committedAt: to * 1000,
    });
    const { hours } = await database.dashboard(queryOf({ from: to - 900, to }));
    equal(hours.length, 8 * 24 + 1);
    deepEqual(
      hours.filter(({ coveredSeconds }) => coveredSeconds > 0),
      [{ at: monday + day, requests: 4, coveredSeconds: 600 }],
    );
  });

  it('tell what the server said of itself, by the hour', async () => {
    const database = await newDatabase();
    await database.commit(
      batchOf(1, { committedAt: monday * 1000, lastGauges: gaugesOf({ memoryUsageBytes: 5 }) }),
    );
    await database.commit(
      batchOf(2, {
        committedAt: (monday + 2 * hour) * 1000,
        minutes: [minuteOf(monday, { rows: [rowOf()] })],
        lastGauges: gaugesOf({ minute: monday + 2 * hour, memoryUsageBytes: 7 }),
      }),
    );
    const to = monday + 2 * hour + 60;
    const { system } = await database.dashboard(queryOf({ from: to - 900, to }));
    deepEqual(
      system.map(({ at, memoryBytes }) => [at, memoryBytes]),
      [
        [monday, 5],
        [monday + 2 * hour, 7],
      ],
    );
  });

  it('remember sessions and restarts, the latest first', async () => {
    const database = await databaseOf({
      events: [{ kind: 'server_restart', from: monday + 10, to: monday + 10, detail: {} }],
    });
    const at = monday + 20;
    await database.startSession('new cache', at);
    const { marks, events, sessions } = await database.dashboard(queryOf());
    deepEqual(sessions, [{ name: 'new cache', from: at, to: null }]);
    deepEqual(marks, [
      { kind: 'session_mark', at, name: 'new cache' },
      { kind: 'server_restart', at: monday + 10, name: null },
    ]);
    equal(events.at(-1)?.detail['name'], 'new cache');
  });

  it('explain a window by the endpoints that make it different', async () => {
    const quiet = Array.from({ length: 10 }, (_, i) =>
      minuteOf(monday + i * 60, {
        rows: [
          rowOf({ requestCount: 10 }),
          rowOf({
            endpoint: '/slow',
            requestCount: i === 4 ? 30 : 10,
            errorCount: i === 4 ? 6 : 0,
          }),
        ],
        histograms: [
          minuteHistogramOf(i === 4 ? [90, 90] : [4, 4], { endpoint: '/slow', source: 'log' }),
        ],
      }),
    );
    const database = await databaseOf({
      minutes: quiet,
      events: [coverageOf(monday, monday + 600)],
    });
    const span = queryOf({ to: monday + 600 });
    const explanation = await database.explain({ span, from: monday + 240, to: monday + 300 });
    deepEqual(
      [explanation.window.requests, explanation.window.coveredSeconds, explanation.rest.requests],
      [40, 60, 180],
    );
    for (const parts of [explanation.requests, explanation.errors, explanation.latency]) {
      deepEqual(
        parts.map(({ item, share }) => [item.endpoint, share]),
        [['/slow', 1]],
      );
    }
    equal(explanation.latency[0]?.window.handlerMs, 180);
  });

  it('do not look at each path of very many requests, nor at the steps of very many endpoints', async () => {
    const endpoints = Array.from({ length: 201 }, (_, i) => `/api/${i}`);
    const database = await databaseOf({
      minutes: [
        minuteOf(monday, { rows: endpoints.map((endpoint) => rowOf({ endpoint })) }),
        minuteOf(monday + 60, { rows: [rowOf({ endpoint: '/api/1' })] }),
      ],
      errors: Array.from({ length: 5003 }, (_, i) =>
        errorOf({
          endpoint: i < 5001 ? '/nope/:id' : '/no',
          statusCode: 404,
          metadata: { path: `/nope/${i}` },
        }),
      ),
    });
    const read = async (limit: number): ReturnType<WholeDatabase['dashboard']> => {
      const page = { search: '', column: 'requests', descending: true, offset: 0, limit } as const;
      return database.dashboard(queryOf({ routes: [], endpointPage: page }));
    };
    const { notFound, endpoints: all } = await read(Infinity);
    deepEqual(
      notFound.map(({ endpoint, count, paths }) => [endpoint, count, paths]),
      [
        ['/nope/:id', 5001, null],
        ['/no', 2, 2],
      ],
    );
    deepEqual([all.rows.length, sum(all.rows, ({ perStep }) => perStep.length)], [201, 0]);
    deepEqual(
      (await read(1)).endpoints.rows.map(({ perStep }) => perStep.slice(0, 3)),
      [[1, 1, 0]],
    );
  });
});
