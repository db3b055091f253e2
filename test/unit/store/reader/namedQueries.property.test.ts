import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type {
  ClientIncrement,
  EndpointIncrement,
  MinuteContent,
} from '../../../../src/domain/commitBatch';
import { rowsOf } from '../../../../src/domain/resultTable';
import type { Quantile } from '../../../../src/domain/histogram';
import { requestProtocols } from '../../../../src/domain/protocol';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import type { QueryName } from '../../../../src/ids';
import { namedQueries } from '../../../../src/store/reader/namedQueries';
import { readWatermarks } from '../../../../src/store/state/watermarks';
import { batchOf, clientOf, coverageOf, incrementOf, monday, queryOf } from '../support/batches';
import { copiesOfNew } from '../support/memory';
import type { PlainRow } from '../support/plainTraffic';
import { groupsOf, PlainTraffic, sum } from '../support/plainTraffic';
import { minutesOfTraffic } from '../support/randomTraffic';

const weekSeconds = 7 * daySeconds;

const place = fc.constantFrom(
  { workspaceId: null, environment: null },
  { workspaceId: 'a', environment: 'dev' },
  { workspaceId: 'b', environment: 'dev' },
);
const protocol = fc.constantFrom('http', 'grpc', 'mqtt');

const minutes = fc
  .tuple(minutesOfTraffic, fc.array(place, { minLength: 25, maxLength: 25 }))
  .map(([all, places]) => all.map((content, i): MinuteContent => ({ ...content, ...places[i] })));

/** Each key once, so that its row is what it says. */
const endpoints = fc.uniqueArray(
  fc
    .record({
      endpoint: fc.nat(14).map((n) => (n === 0 ? '/api/users' : `/api/${n}`)),
      method: fc.constantFrom('GET', 'POST', null),
      protocol,
      statusCounts: fc.record({ '200': fc.nat(20), '500': fc.nat(3) }),
      lastSeen: fc.integer({ min: -48, max: 48 }).map((hours) => monday + hours * hourSeconds),
      place,
    })
    .map(({ place: own, ...increment }) =>
      incrementOf({ ...increment, ...own, errorCount: increment.statusCounts['500'] }),
    ),
  {
    selector: ({ endpoint, method }) => JSON.stringify([endpoint, method]),
    maxLength: 30,
    size: 'max',
  },
);

const clients = fc.uniqueArray(
  fc
    .record({
      hour: fc.integer({ min: -30, max: 30 }).map((hours) => monday + hours * hourSeconds),
      clientIp: fc.nat(25).map((n) => `10.0.0.${n}`),
      family: fc.constantFrom('curl', 'Firefox'),
      protocol,
      requests: fc.integer({ min: 1, max: 9 }),
      errors: fc.nat(3),
      handler: fc.record({ sum: fc.nat(100), count: fc.nat(2) }),
      place,
    })
    .map(({ place: own, ...client }) => clientOf({ ...client, ...own, userAgent: client.family })),
  {
    selector: ({ hour, clientIp, family, protocol: own, workspaceId }) =>
      JSON.stringify([hour, clientIp, family, own, workspaceId]),
    maxLength: 60,
    size: 'max',
  },
);

/** What is in a database, and when it is asked. */
interface World {
  readonly minutes: readonly MinuteContent[];
  readonly endpoints: readonly EndpointIncrement[];
  readonly clients: readonly ClientIncrement[];
  readonly coverage: readonly [from: number, length: number];
  readonly committedAt: number;
  readonly now: number;
}
const worlds: fc.Arbitrary<World> = fc.record({
  minutes,
  endpoints,
  clients,
  coverage: fc.tuple(
    fc.integer({ min: -daySeconds, max: daySeconds }),
    fc.integer({ min: 1, max: 2 * daySeconds }),
  ),
  committedAt: fc.nat(3 * daySeconds).map((seconds) => monday + seconds),
  now: fc
    .oneof(
      fc.nat(2 * daySeconds),
      fc.nat(34 * daySeconds),
      fc.integer({ min: 120, max: 216 }).map((hours) => hours * hourSeconds),
    )
    .map((seconds) => monday + seconds),
});

/** What the database holds, plainly. */
interface Plain extends World {
  readonly traffic: PlainTraffic;
  /** Rows that are called requests. */
  readonly rows: readonly PlainRow[];
  readonly rolledUntil: number;
}

const isRequest = (row: { readonly protocol: string }): boolean =>
  (requestProtocols as readonly string[]).includes(row.protocol);
const requestCount = (row: PlainRow): number => row.requestCount;
const errorCount = (row: PlainRow): number => row.errorCount;
const date = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10);
const byText = (a: string | null, b: string | null): number =>
  (a ?? '') < (b ?? '') ? -1 : Number((a ?? '') > (b ?? ''));

function shown(quantile: Quantile | null): number | string | null {
  return quantile?.above ? `> ${quantile.value}` : (quantile?.value ?? null);
}

function inSteps(rows: readonly PlainRow[], size: number): (readonly [number, PlainRow[]])[] {
  return [...groupsOf(rows, ({ at }) => String(floorTo(at, size)))]
    .map(([at, own]) => [Number(at), own] as const)
    .sort(([a], [b]) => a - b);
}

/** What each query has to answer. */
const answers: Readonly<Record<QueryName, (plain: Plain) => readonly (readonly unknown[])[]>> = {
  overview: ({ rows, traffic, now, coverage: [start, length] }) => {
    const since = floorTo(now - daySeconds, 60);
    const own = rows.filter(({ at }) => at >= since);
    if (own.length === 0) return [];
    const requests = sum(own, requestCount);
    const errors = sum(own, errorCount);
    const named = own.filter(({ endpoint }) => endpoint !== null);
    const covered = [
      Math.max(monday + start, now - daySeconds),
      Math.min(monday + start + length, now),
    ] as const;
    const p95 = traffic
      .between(since, Infinity)
      .quantile(
        0.95,
        (h) => h.source === 'metrics' && h.endpoint === null && h.protocol !== 'graphql',
      );
    return [
      [
        requests,
        errors,
        requests === 0 ? null : (errors * 100) / requests,
        sum(
          own.filter(({ endpoint }) => endpoint === null),
          requestCount,
        ),
        groupsOf(named, (row) => JSON.stringify([row.protocol, row.method, row.endpoint])).size,
        shown(p95),
        Math.max(0, covered[1] - covered[0]),
        Math.max(...own.map(({ at }) => at)),
      ],
    ];
  },
  requestsLast24Hours: ({ rows, now }) => {
    const own = rows.filter(({ at }) => at >= floorTo(now - daySeconds, 300));
    return inSteps(own, 300).map(([at, step]) => [
      at,
      sum(step, requestCount),
      sum(step, errorCount),
    ]);
  },
  errorRateByHour: ({ rows, now, rolledUntil }) => {
    const since = floorTo(now - weekSeconds, hourSeconds);
    const own = rows.filter(({ at }) => at < rolledUntil && floorTo(at, hourSeconds) >= since);
    return inSteps(own, hourSeconds).map(([at, hour]) => {
      const [requests, errors] = [sum(hour, requestCount), sum(hour, errorCount)];
      return [at, requests, errors, requests === 0 ? null : (errors * 100) / requests];
    });
  },
  topEndpoints: ({ endpoints: all, now }) =>
    all
      .filter((row) => isRequest(row) && row.lastSeen >= now - weekSeconds)
      .map((row) => ({ ...row, total: sum(Object.values(row.statusCounts), (count) => count) }))
      .sort(
        (a, b) => b.total - a.total || byText(a.endpoint, b.endpoint) || byText(a.method, b.method),
      )
      .slice(0, 10)
      .map(({ endpoint, protocol: own, method, total, errorCount: errors }) => [
        ...[endpoint, own, method, total, errors, null],
        total === 0 ? null : (errors * 100) / total,
      ]),
  trafficHeatmap: ({ rows, now, rolledUntil }) => {
    const own = rows.filter(
      ({ at }) =>
        at < rolledUntil && date(at) > date(now - 30 * daySeconds) && date(at) <= date(now),
    );
    const weekday = ({ at }: PlainRow): number => new Date(at * 1000).getUTCDay();
    const hour = ({ at }: PlainRow): number => new Date(at * 1000).getUTCHours();
    const cells = groupsOf(own, (row) => `${weekday(row)}${String(hour(row)).padStart(2, '0')}`);
    return [...cells.entries()]
      .sort(([a], [b]) => byText(a, b))
      .map(([key, cell]) => {
        const same = own.filter((row) => weekday(row) === Number(key[0]));
        const days = new Set(same.map(({ at }) => date(at))).size;
        const requests = sum(cell, requestCount);
        return [Number(key[0]), Number(key.slice(1)), requests, days, requests / days];
      });
  },
  topClients: ({ clients: all, now }) => {
    const since = floorTo(now - daySeconds, hourSeconds);
    const own = all.filter((client) => isRequest(client) && client.hour >= since);
    return [...groupsOf(own, ({ clientIp, family }) => JSON.stringify([clientIp, family])).values()]
      .map((group) => {
        const timed = group.filter(({ handler }) => handler.count > 0);
        const weight = sum(timed, ({ requests }) => requests);
        const total = sum(
          timed,
          ({ handler, requests }) => (handler.sum / handler.count) * requests,
        );
        return {
          clientIp: group[0]?.clientIp ?? '',
          family: group[0]?.family ?? '',
          requests: sum(group, ({ requests }) => requests),
          errors: sum(group, ({ errors }) => errors),
          average: weight === 0 ? null : total / weight,
        };
      })
      .sort(
        (a, b) =>
          b.requests - a.requests || byText(a.clientIp, b.clientIp) || byText(a.family, b.family),
      )
      .slice(0, 20)
      .map(({ clientIp, family, requests, errors, average }) => [
        ...[clientIp, family, requests, errors, average],
      ]);
  },
  p95LatencyTrend: ({ traffic, endpoints: all, now, rolledUntil }) => {
    const since = floorTo(now - weekSeconds, daySeconds);
    const top = [...groupsOf(all.filter(isRequest), ({ endpoint }) => endpoint)]
      .map(([endpoint, own]) => ({
        endpoint,
        total: sum(
          own.flatMap(({ statusCounts }) => Object.values(statusCounts)),
          (n) => n,
        ),
      }))
      .sort((a, b) => b.total - a.total || byText(a.endpoint, b.endpoint))
      .slice(0, 10);
    if (!top.some(({ endpoint }) => endpoint === '/api/users')) return [];
    const until = floorTo(rolledUntil, daySeconds);
    const own = traffic.histograms.filter(({ source, at }) => source === 'log' && at < until);
    const days = new Set(own.map(({ at }) => floorTo(at, daySeconds)));
    const p95 = (day: number): Quantile | null =>
      traffic.between(day, day + daySeconds).quantile(0.95, ({ source }) => source === 'log');
    return [...days]
      .filter((day) => day >= since && p95(day) !== null)
      .sort((a, b) => a - b)
      .map((day) => [date(day), '/api/users', shown(p95(day))]);
  },
};

describe('the named queries: any traffic', function () {
  this.timeout(60_000);

  const newConnection = copiesOfNew();

  function databaseOf(world: World): SqlJsConnection {
    const connection = newConnection();
    const [start, length] = world.coverage;
    const events = [coverageOf(monday + start, monday + start + length)];
    const { minutes: content, endpoints: counted, clients: seen } = world;
    commitBatch(
      connection,
      batchOf(1, {
        minutes: content,
        endpoints: counted,
        clients: seen,
        events,
        committedAt: world.committedAt * 1000,
      }),
    );
    return connection;
  }

  for (const name of Object.keys(namedQueries) as QueryName[]) {
    it(`${name} says what a plain computation says`, () => {
      fc.assert(
        fc.property(worlds, (world) => {
          const connection = databaseOf(world);
          try {
            const marks = readWatermarks(connection);
            const traffic = PlainTraffic.of(world.minutes, queryOf(), marks);
            const rows = traffic.requests(undefined);
            const plain = { ...world, traffic, rows, rolledUntil: marks.rolledUntil };
            const table = connection.table(namedQueries[name], { now: world.now }, 10_000);
            deepEqual(
              rowsOf(table).map((row) => Object.values(row).map(rounded)),
              answers[name](plain).map((row) => row.map(rounded)),
            );
          } finally {
            connection.close();
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});

/** Sums of fractions depend on their order. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(12)) : value;
}
