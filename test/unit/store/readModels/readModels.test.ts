import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import fc from 'fast-check';
import type {
  CollectionEvent,
  ErrorEvent,
  MinuteContent,
  MinuteRow,
} from '../../../../src/domain/commitBatch';
import type { Histogram, Quantile } from '../../../../src/domain/histogram';
import { histogramQuantile, mergeHistograms } from '../../../../src/domain/histogram';
import { requestProtocols } from '../../../../src/domain/protocol';
import type { ErrorGroup, StoredError, TimeSpan } from '../../../../src/protocol/readModels';
import { dense } from '../../../../src/domain/sparseHistogram';
import type { WholeDatabase } from '../support/wholeDatabase';
import {
  batchOf,
  coverageOf,
  errorOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
  queryOf,
} from '../support/batches';
import { newDatabases } from '../support/databases';
import { minutesOfTraffic } from '../support/randomTraffic';
import { saying } from '../../../support/saying';

const hour = 3600;
const day = 24 * hour;
const tuesdayMorning = (monday + day + 4 * hour + 180) * 1000;

/** The design's rules once more, over minutes in memory. */
class Plain {
  readonly #minutes: readonly MinuteContent[];

  constructor(minutes: readonly MinuteContent[]) {
    this.#minutes = minutes;
  }

  between(from: number, to: number): Plain {
    return new Plain(this.#minutes.filter(({ minute }) => minute >= from && minute < to));
  }

  rows(excluded: boolean): MinuteRow[] {
    return this.#minutes
      .flatMap(({ rows }) => rows)
      .filter(({ endpoint }) => !(excluded && endpoint?.startsWith('/health/')));
  }

  requests(excluded: boolean): MinuteRow[] {
    return this.rows(excluded).filter(({ protocol }) => requestProtocols.includes(protocol));
  }

  quantile(q: number, of: (h: MinuteContent['histograms'][number]) => boolean): Quantile | null {
    const histograms: Histogram[] = this.#minutes
      .flatMap((minute) => minute.histograms)
      .filter(of)
      .map(({ histogram }) => dense(histogram));
    if (histograms.length === 0) return null;
    return (
      histogramQuantile(
        histograms.reduce((a, b) => mergeHistograms(a, b)),
        q,
      ) ?? null
    );
  }

  server(q: number): Quantile | null {
    return this.quantile(
      q,
      ({ source, protocol, endpoint }) =>
        source === 'metrics' && endpoint === null && protocol !== 'graphql',
    );
  }
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

const requestCount = ({ requestCount: count }: MinuteRow): number => count;
const errorCount = ({ errorCount: count }: MinuteRow): number => count;

function inClass(rows: readonly MinuteRow[], wanted: number): number {
  return sum(
    rows.filter(({ protocol, statusCode, errorCount: errors }) => {
      if (protocol !== 'http') return wanted === (errors > 0 ? 5 : 2);
      return wanted === (statusCode === null ? 0 : Math.floor(statusCode / 100));
    }),
    requestCount,
  );
}

/** Spans whose ends lie anywhere, and whose steps begin at multiples of their size. */
const queries = fc
  .record({
    bucketSeconds: fc.constantFrom(300, hour, 4 * hour, day),
    fromMinute: fc.integer({ min: -10, max: 1500 }),
    length: fc.integer({ min: 1, max: 1600 }),
    excluded: fc.boolean(),
  })
  .map(({ bucketSeconds, fromMinute, length, excluded }) => {
    const at = monday + fromMinute * 60;
    const from = at - (at % bucketSeconds);
    return {
      from,
      to: Math.min(at + length * 60, from + 500 * bucketSeconds),
      bucketSeconds,
      excludedEndpoints: excluded ? ['/health/*', '/none'] : [],
    };
  });

/** The groups of failed requests with their newest ones. */
async function groupsOf(
  database: WholeDatabase,
  span: TimeSpan,
): Promise<(ErrorGroup & { readonly newest: readonly StoredError[] })[]> {
  const groups = await database.errorGroups(span, 10);
  return Promise.all(
    groups.map(async (group) => ({ ...group, newest: await database.errorsOfGroup(span, group) })),
  );
}

describe('read models', () => {
  const newDatabase = newDatabases();

  async function databaseOf(minutes: readonly MinuteContent[]): Promise<WholeDatabase> {
    const database = await newDatabase();
    await database.commit(batchOf(1, { minutes, committedAt: tuesdayMorning }));
    return database;
  }

  it('say of random traffic what a plain computation says', async () => {
    await fc.assert(
      fc.asyncProperty(minutesOfTraffic, queries, async (minutes, query) => {
        const database = await databaseOf(minutes);
        const excluded = query.excludedEndpoints.length > 0;
        const all = new Plain(minutes);
        const inSpan = all.between(query.from, query.to);
        const requests = inSpan.requests(excluded);
        const dashboard = await database.dashboard(queryOf(query));

        const { summary } = dashboard;
        deepEqual(
          [
            summary.requests,
            summary.errors,
            summary.unattributed,
            summary.p50,
            summary.p95,
            summary.p99,
          ],
          [
            sum(requests, requestCount),
            sum(requests, errorCount),
            sum(
              requests.filter(({ endpoint }) => endpoint === null),
              requestCount,
            ),
            inSpan.server(0.5),
            inSpan.server(0.95),
            inSpan.server(0.99),
          ],
        );
        equal(summary.bytesSent, sum(requests, (row) => row.bytesSent) || null);
        deepEqual(await database.summary(query), {
          requests: summary.requests,
          errors: summary.errors,
          coveredSeconds: 0,
          p95: summary.p95,
        });

        equal(dashboard.points.length, Math.ceil((query.to - query.from) / query.bucketSeconds));
        for (const [index, point] of dashboard.points.entries()) {
          const at = query.from + index * query.bucketSeconds;
          const step = inSpan.between(at, at + query.bucketSeconds);
          const rows = step.requests(excluded);
          deepEqual(
            [point.at, point.requests, point.errors, point.byClass, point.p95],
            [
              at,
              sum(rows, requestCount),
              sum(rows, errorCount),
              [0, 1, 2, 3, 4, 5].map((wanted) => inClass(rows, wanted)),
              step.server(0.95),
            ],
          );
        }

        equal(
          sum(dashboard.protocols, (p) => p.requests),
          summary.requests,
        );
        const socket = inSpan.rows(excluded).filter(({ protocol }) => protocol === 'websocket');
        const ofMethod = (method: string): number =>
          sum(
            socket.filter((row) => row.method === method),
            requestCount,
          );
        const found = dashboard.protocols.find(({ protocol }) => protocol === 'websocket');
        deepEqual(
          [found?.sessions ?? 0, found?.messages ?? 0],
          [ofMethod('CONNECT'), ofMethod('MESSAGE')],
        );
        const codes = requests.filter(
          ({ protocol, statusCode }) => protocol !== 'grpc' && statusCode !== null,
        );
        equal(
          sum(dashboard.statusCodes, (code) => code.requests),
          sum(codes, requestCount),
        );

        equal(
          sum(dashboard.endpoints.rows, (e) => e.requests),
          summary.requests - summary.unattributed,
        );
        for (const endpoint of dashboard.endpoints.rows) {
          const own = requests.filter(
            (row) =>
              row.endpoint === endpoint.endpoint &&
              row.method === endpoint.method &&
              row.protocol === endpoint.protocol,
          );
          equal(endpoint.requests, sum(own, requestCount));
          equal(endpoint.errors, sum(own, errorCount));
          equal(
            sum(endpoint.perStep, (n) => n),
            endpoint.requests,
          );
          equal(
            sum(endpoint.statusCodes, (code) => code.requests),
            endpoint.requests,
          );
          const handler = inSpan.quantile(
            0.95,
            (h) =>
              h.source === 'log' &&
              h.endpoint === endpoint.endpoint &&
              h.method === endpoint.method &&
              h.protocol === endpoint.protocol,
          );
          deepEqual(endpoint.p95, handler);
        }
        const counts = dashboard.endpoints.rows.map((endpoint) => endpoint.requests);
        deepEqual(
          counts,
          counts.toSorted((a, b) => b - a),
        );
      }),
      { numRuns: 60 },
    );
  }).timeout(30_000);

  it('name what is not attributed among the top endpoints, most requests first', async () => {
    const database = await databaseOf([
      minuteOf(monday, {
        rows: [
          rowOf({ requestCount: 2 }),
          rowOf({ requestCount: 3, statusCode: 404, errorCount: 3 }),
          rowOf({ requestCount: 9, endpoint: null }),
          rowOf({ requestCount: 1, endpoint: '/least' }),
          rowOf({ requestCount: 70, protocol: 'mqtt', method: 'PUBLISH', endpoint: null }),
        ],
        histograms: [minuteHistogramOf([4, 8], { endpoint: '/api/users', source: 'log' })],
      }),
    ]);
    const span = { from: monday, to: monday + 60, excludedEndpoints: [] };
    const top = await database.topEndpoints(span, 2);
    deepEqual(
      top.map(({ endpoint, requests, errors, averageMs, statusCodes }) => ({
        endpoint,
        requests,
        errors,
        averageMs,
        statusCodes,
      })),
      [
        {
          endpoint: null,
          requests: 9,
          errors: 0,
          averageMs: null,
          statusCodes: [{ code: 200, requests: 9 }],
        },
        {
          endpoint: '/api/users',
          requests: 5,
          errors: 3,
          averageMs: 6,
          statusCodes: [
            { code: 404, requests: 3 },
            { code: 200, requests: 2 },
          ],
        },
      ],
    );
  });

  it('tell what is unknown from what is nothing', async () => {
    const database = await newDatabase();
    await database.commit(
      batchOf(1, {
        minutes: [minuteOf(monday + 60, { rows: [rowOf({ activeConnections: 3 })] })],
        events: [
          coverageOf(monday + 30, monday + 100),
          coverageOf(monday + 90, monday + 150),
          coverageOf(monday + 200, monday + 210),
          { kind: 'gap', from: monday + 150, to: monday + 200, detail: { requests: 3 } },
          { kind: 'server_restart', from: monday + 300, to: monday + 300, detail: {} },
        ],
      }),
    );
    const span = { from: monday, to: monday + 300, excludedEndpoints: [] };
    const dashboard = await database.dashboard(queryOf({ ...span, bucketSeconds: 60 }));
    deepEqual(
      dashboard.points.map(({ coveredSeconds, requests, p95 }) => [coveredSeconds, requests, p95]),
      [
        [30, 0, null],
        [60, 1, null],
        [30, 0, null],
        [10, 0, null],
        [0, 0, null],
      ],
    );
    equal(dashboard.summary.coveredSeconds, 130);
    deepEqual(dashboard.summary.activeConnections, { last: 0, max: 3 });
    equal(dashboard.summary.bytesSent, null);
    deepEqual(dashboard.events, [
      { kind: 'gap', from: monday + 150, to: monday + 200, detail: { requests: 3 } },
    ]);
    const before = await database.dashboard(
      queryOf({
        ...span,
        from: monday - 600,
        to: monday,
        bucketSeconds: 60,
      }),
    );
    equal(before.summary.activeConnections, null);
    const untilRestart = await database.dashboard(
      queryOf({ ...span, to: monday + 301, bucketSeconds: 60 }),
    );
    equal(untilRestart.events.length, 2);
    const fromRestart = await database.dashboard(
      queryOf({
        ...span,
        from: monday + 300,
        to: monday + 360,
        bucketSeconds: 60,
      }),
    );
    deepEqual(
      fromRestart.events.map(({ kind }) => kind),
      ['server_restart'],
    );
  });

  it('group errors, most recent group first, with the newest events of each', async () => {
    const database = await newDatabase();
    await database.commit(
      batchOf(1, {
        errors: [
          ...Array.from({ length: 25 }, (_, i) =>
            errorOf({
              timestamp: monday + i,
              errorMessage: `no ${i}`,
              metadata: { path: `/api/users?${i}`, timestampMs: i },
            }),
          ),
          errorOf({
            timestamp: monday + 40,
            statusCode: 404,
            errorType: 'not_found',
            endpoint: null,
          }),
          errorOf({ timestamp: monday + 5, errorType: 'timeout', metadata: { count: 12 } }),
          errorOf({ timestamp: monday + 41, endpoint: '/health/x' }),
          errorOf({ timestamp: monday + 100 }),
        ],
      }),
    );
    const span = { from: monday, to: monday + 100, excludedEndpoints: ['/health/*'] };
    const groups = await groupsOf(database, span);
    deepEqual(
      groups.map(({ errorType, endpoint, count, first, last, newest, errorMessage }) => [
        errorType,
        endpoint,
        count,
        first - monday,
        last - monday,
        newest.length,
        errorMessage,
      ]),
      [
        ['not_found', null, 1, 40, 40, 1, null],
        ['internal_error', '/api/users', 25, 0, 24, 20, 'no 24'],
        ['timeout', '/api/users', 12, 5, 5, 1, null],
      ],
    );
    const [newest] = groups[1]?.newest ?? [];
    deepEqual(
      [newest?.path, newest?.timestampMs, newest?.timestamp, newest?.requestId],
      ['/api/users?24', 24, monday + 24, null],
    );
    equal((await database.errorGroups(span, 1)).length, 1);
    const { newestErrors, errorGroups } = await database.dashboard(
      queryOf({ ...span, bucketSeconds: 60 }),
    );
    deepEqual(
      newestErrors.slice(0, 2).map(({ timestamp }) => timestamp - monday),
      [40, 24],
    );
    deepEqual(
      errorGroups.map((group, i) => ({ ...group, newest: groups[i]?.newest })),
      groups,
    );
    const [none] = await database.errorsOfGroup({ ...span, to: monday + 5 }, groups[2]!);
    equal(none, undefined);
  });

  it('tell of a group what was told last, while the causes of its newest failures are awaited', async () => {
    const database = await newDatabase();
    const awaited = Array.from({ length: 40 }, (_, i) => errorOf({ timestamp: monday + 600 + i }));
    await database.commit(
      batchOf(1, {
        errors: [
          errorOf({ timestamp: monday + 30, errorMessage: 'too old' }),
          errorOf({ timestamp: monday + 590, errorMessage: 'total is missing' }),
          errorOf({ timestamp: monday + 595, errorMessage: '3 more', metadata: { count: 3 } }),
          errorOf({ timestamp: monday + 598, errorMessage: 'of others', endpoint: '/api/orders' }),
          ...awaited,
        ],
      }),
    );
    const span = { from: monday, to: monday + 700, excludedEndpoints: [] };
    const messageAt = async (parts: Partial<TimeSpan>): Promise<string | null | undefined> =>
      (await database.errorGroups({ ...span, ...parts }, 1))[0]?.errorMessage;
    equal(await messageAt({}), 'total is missing');
    equal(await messageAt({ from: monday + 591 }), null);
    equal(await messageAt({ to: monday + 100 }), 'too old');
    const { errorGroups } = await database.dashboard(queryOf({ ...span, bucketSeconds: 60 }));
    equal(errorGroups[0]?.errorMessage, 'total is missing');
  });

  it('make one group of the injected faults of an endpoint, with all their statuses', async () => {
    const database = await newDatabase();
    const fault = (at: number, statuses: string, parts: Partial<ErrorEvent> = {}): ErrorEvent =>
      errorOf({
        timestamp: monday + at,
        errorType: 'injected_fault',
        statusCode: statuses.includes(' ') ? null : Number(statuses),
        errorMessage: `http_error ${statuses}`,
        metadata: { count: 2, fault: 'http_error', statuses },
        ...parts,
      });
    await database.commit(
      batchOf(1, {
        errors: [
          fault(0, '500 503'),
          fault(60, '503'),
          fault(120, '500'),
          fault(20, '500', { endpoint: '/api/orders' }),
          fault(80, '500', { endpoint: '/api/orders', method: null }),
          errorOf({ timestamp: monday + 10, method: 'POST' }),
          errorOf({ timestamp: monday + 11 }),
          errorOf({ timestamp: monday + 130, method: 'PUT', statusCode: null }),
        ],
      }),
    );
    const span = { from: monday, to: monday + 200, excludedEndpoints: [] };
    const groups = await groupsOf(database, span);
    deepEqual(
      groups.map(({ method, statusCodes, errorMessage, count, newest }) => [
        method,
        statusCodes,
        errorMessage,
        count,
        newest.length,
      ]),
      [
        ['PUT', [], null, 1, 1],
        ['GET', [500, 503], 'http_error 500, 503', 6, 3],
        [null, [500], 'http_error 500', 4, 2],
        ['GET', [500], null, 1, 1],
        ['POST', [500], null, 1, 1],
      ],
    );
  });

  it('count the restarts of a span, and know the last one before', async () => {
    const database = await newDatabase();
    const span = { from: monday, to: monday + day, excludedEndpoints: [] };
    deepEqual(await database.restarts(span), { count: 0, last: null });
    const restart = (at: number): CollectionEvent => ({
      kind: 'server_restart',
      from: monday + at,
      to: monday + at,
      detail: {},
    });
    await database.commit(
      batchOf(1, {
        events: [restart(-5), coverageOf(monday, monday + hour), restart(0), restart(90)],
      }),
    );
    deepEqual(await database.restarts(span), { count: 2, last: monday + 90 });
    const later = { ...span, from: monday + 91, to: monday + 2 * day };
    deepEqual(await database.restarts(later), { count: 0, last: monday + 90 });
    deepEqual(await database.restarts({ ...span, to: monday }), { count: 0, last: monday - 5 });
  });

  it('refuse more points than a chart can show', async () => {
    const database = await newDatabase();
    const query = { from: 0, to: 722 * 60, bucketSeconds: 60, excludedEndpoints: [] };
    await rejects(
      database.dashboard(queryOf(query)),
      saying('StoreError', /more than 721 points\. Choose a shorter range/),
    );
    equal((await database.dashboard(queryOf({ ...query, to: 721 * 60 }))).points.length, 721);
    ok(await database.summary(query));
  });
});
