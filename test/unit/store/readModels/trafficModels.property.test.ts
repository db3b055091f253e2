import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Condition } from '../../../../src/domain/condition';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import type { Protocol } from '../../../../src/domain/protocol';
import { histogramCount } from '../../../../src/domain/histogram';
import { defaultRetention } from '../../../../src/domain/retention';
import type { DashboardData, DashboardQuery } from '../../../../src/protocol/dashboardData';
import type { TrafficFilter } from '../../../../src/protocol/readModels';
import { comparedSpan } from '../../../../src/domain/range';
import { ofHandlers } from '../../../../src/protocol/trafficFilter';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { Connection } from '../../../../src/store/database/connection';
import { readDashboard } from '../../../../src/store/readModels/dashboard';
import { readExplanation } from '../../../../src/store/readModels/explanation';
import { readOverview } from '../../../../src/store/readModels/overview';
import { grains, isOfFailures } from '../../../../src/store/readModels/segments';
import { stepSegments } from '../../../../src/store/readModels/stepCounts';
import { retain } from '../../../../src/store/retention/retain';
import { readWatermarks } from '../../../../src/store/state/watermarks';
import { batchOf, minuteOf, monday, queryOf, rowOf } from '../support/batches';
import { conditionLists, meets } from '../support/conditions';
import { copiesOfNew } from '../support/memory';
import type { PlainRow } from '../support/plainTraffic';
import { groupsOf, PlainTraffic, sum } from '../support/plainTraffic';
import { minutesOfTraffic } from '../support/randomTraffic';

const hour = 3600;
const day = 24 * hour;

const dimensions = fc.constantFrom(
  { workspaceId: null, environment: null },
  { workspaceId: 'a', environment: 'dev' },
  { workspaceId: 'a', environment: 'prod' },
  { workspaceId: 'b', environment: 'dev' },
);

/** Minutes of several workspaces and environments, some of them the same minutes. */
const traffic = fc
  .tuple(
    minutesOfTraffic,
    fc.array(fc.tuple(dimensions, dimensions), { minLength: 25, maxLength: 25 }),
  )
  .map(([minutes, places]) =>
    minutes.flatMap((content, i): MinuteContent[] => {
      const [first, second] = places[i] ?? [];
      const others = minutes[(i + 1) % minutes.length] ?? content;
      const isSame =
        first?.workspaceId === second?.workspaceId && first?.environment === second?.environment;
      return [
        { ...content, ...first },
        ...(isSame ? [] : [{ ...others, minute: content.minute, ...second }]),
      ];
    }),
  );

/** When what came first and what came late was committed, and what retention kept; seconds from Monday, days. */
const history = fc.record({
  lateFrom: fc.nat(25),
  committedAt: fc.integer({ min: 0, max: 3 * day }),
  cleansUp: fc.boolean(),
  minuteAggregatesDays: fc.constantFrom(0.05, 0.5, 1.3),
  hourAggregatesDays: fc.constantFrom(0.5, 1, 9),
});

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

const everything: TrafficFilter = {
  conditions: [],
  workspaceId: null,
  environment: null,
  endpoint: null,
};
const users = { protocol: 'http', method: 'GET', endpoint: '/api/users' } as const;
const filters = fc.record<TrafficFilter>({
  conditions: conditionLists(['protocol', 'status', 'endpoint', 'hour']),
  workspaceId: fc.constantFrom(null, null, 'a'),
  environment: fc.constantFrom(null, null, 'dev'),
  endpoint: fc.constantFrom(null, null, users),
});

/** Spans whose ends lie anywhere, and whose steps begin at multiples of their size. */
const queries = fc
  .record({
    bucketSeconds: fc.constantFrom(300, hour, 4 * hour, day),
    fromMinute: fc.integer({ min: -10, max: 1560 }),
    length: fc.integer({ min: 1, max: 100_000 }),
    excluded: fc.boolean(),
    filter: filters,
  })
  .map(({ bucketSeconds, fromMinute, length, excluded, filter }): DashboardQuery => {
    const at = monday + fromMinute * 60;
    const from = at - (at % bucketSeconds);
    const to = Math.min(at + length, from + 500 * bucketSeconds);
    const excludedEndpoints = excluded ? ['/health/*', '/none'] : [];
    return queryOf({ from, to, bucketSeconds, filter, excludedEndpoints });
  });

const keyOf = (row: {
  readonly protocol: string;
  readonly method: string | null;
  readonly endpoint: string | null;
}): string => JSON.stringify([row.protocol, row.method, row.endpoint]);
const requestCount = (row: PlainRow): number => row.requestCount;
const errorCount = (row: PlainRow): number => row.errorCount;

function isHttp(condition: Condition): boolean {
  return condition.kind === 'protocol' && condition.protocol === 'http';
}

describe('read models of traffic, wherever their tables meet', function () {
  this.timeout(60_000);

  const newConnection = copiesOfNew();

  /** Gives a database with a history to `look`. */
  function withDatabase(
    minutes: readonly MinuteContent[],
    { lateFrom, committedAt, cleansUp, ...days }: History,
    look: (connection: Connection) => void,
  ): void {
    const connection = newConnection();
    try {
      const now = monday + committedAt;
      const times = { committedAt: now * 1000, finalBefore: now };
      const late = minutes.slice(lateFrom);
      // A minute that its database has given up already would be refused by the collector.
      commitBatch(connection, batchOf(1, { ...times, minutes: minutes.slice(0, lateFrom) }));
      commitBatch(connection, batchOf(2, { ...times, minutes: late }));
      const request = { now, policy: { ...defaultRetention, ...days }, everySeconds: hour };
      if (cleansUp) while (retain(connection, request).nextAt <= now);
      look(connection);
    } finally {
      connection.close();
    }
  }

  function plainly(
    connection: Connection,
    minutes: readonly MinuteContent[],
    query: DashboardQuery,
  ) {
    const all = PlainTraffic.of(minutes, query, readWatermarks(connection));
    const chosen = query.filter;
    const conditions = query.filter?.conditions ?? [];
    const isAlone = !meets(
      conditions.filter(({ kind }) => kind === 'protocol'),
      isHttp,
    );
    const whole = ofHandlers(query.filter)
      ? () => true
      : ({
          source,
          endpoint,
          protocol,
        }: {
          source: string;
          endpoint: string | null;
          protocol: string;
        }) => source === 'metrics' && endpoint === null && (isAlone || protocol !== 'graphql');
    const steps = Array.from(
      { length: Math.ceil((query.to - query.from) / query.bucketSeconds) },
      (_, index) => {
        const at = query.from + index * query.bucketSeconds;
        return all.between(at, Math.min(at + query.bucketSeconds, query.to));
      },
    );
    return { all, chosen, whole, steps, inSpan: all.between(query.from, query.to) };
  }

  it('say what a plain computation says of totals, steps, protocols and statuses', () => {
    fc.assert(
      fc.property(traffic, history, queries, (minutes, past, asked) => {
        withDatabase(minutes, past, (connection) => {
          const { query, summary, points, protocols, statusCodes, hours } = readDashboard(
            connection,
            asked,
          );
          const { chosen, whole, steps, inSpan } = plainly(connection, minutes, query);
          const requests = inSpan.requests(chosen);
          deepEqual(
            [summary.requests, summary.errors, summary.unattributed, summary.bytesSent],
            [
              sum(requests, requestCount),
              sum(requests, errorCount),
              sum(
                requests.filter(({ endpoint }) => endpoint === null),
                requestCount,
              ),
              sum(requests, ({ bytesSent }) => bytesSent) || null,
            ],
          );
          deepEqual(
            [summary.p50, summary.p95, summary.p99],
            [0.5, 0.95, 0.99].map((q) => inSpan.quantile(q, whole)),
          );
          deepEqual(
            points.map((point) => [
              point.requests,
              point.errors,
              point.byClass,
              point.bytesSent,
              point.p95,
            ]),
            steps.map((step) => {
              const rows = step.requests(chosen);
              return [
                sum(rows, requestCount),
                sum(rows, errorCount),
                [0, 1, 2, 3, 4, 5].map((wanted) => inClass(rows, wanted)),
                sum(rows, ({ bytesSent }) => bytesSent),
                step.quantile(0.95, whole),
              ];
            }),
          );
          deepEqual(byProtocol(protocols), plainProtocols(inSpan, steps));
          const coded = groupsOf(
            requests.filter(
              ({ protocol, statusCode }) => protocol !== 'grpc' && statusCode !== null,
            ),
            ({ statusCode }) => String(statusCode),
          );
          deepEqual(
            new Map(statusCodes.map((own) => [String(own.code), own.requests])),
            positive(coded),
          );
          const anyHour = {
            ...query,
            filter: {
              ...everything,
              ...query.filter,
              conditions: (query.filter?.conditions ?? []).filter(({ kind }) => kind !== 'hour'),
            },
          };
          const everyHour = plainly(connection, minutes, anyHour).all;
          for (const { at, requests: counted } of hours) {
            const rows = everyHour.between(at, Math.min(at + hour, query.to)).requests(chosen);
            equal(counted, sum(rows, requestCount));
          }
        });
      }),
      { numRuns: 250 },
    );
  });

  it('add up to the rows of any custom range, and of all data', () => {
    const periods = fc.record({
      from: fc.integer({ min: monday - 3 * 365 * day, max: monday + 3 * day }),
      length: fc.oneof(
        fc.integer({ min: 1, max: 3 * day }),
        fc.integer({ min: 1, max: 9 * 365 * day }),
      ),
    });
    fc.assert(
      fc.property(traffic, history, periods, (minutes, past, { from, length }) => {
        withDatabase(minutes, past, (connection) => {
          const now = monday + past.committedAt;
          const present = { now: now * 1000, stored: null };
          const period = { kind: 'between', from, to: from + length } as const;
          const asked = queryOf(comparedSpan(period, { kind: 'previous' }, present));
          const { query, points, summary } = readDashboard(connection, asked);
          const { inSpan, chosen } = plainly(connection, minutes, query);
          const counted = sum(inSpan.requests(chosen), requestCount);
          equal(
            sum(points, ({ requests }) => requests),
            counted,
          );
          equal(summary.requests, counted);
          ok(query.from <= from && query.to >= Math.min(from + length, now));
          for (const since of [undefined, from]) {
            const overview = readOverview(connection, now, [], since);
            if (!overview) continue;
            const all = plainly(connection, minutes, queryOf(overview));
            equal(
              sum(overview.points, ({ requests }) => requests),
              sum(all.inSpan.requests(undefined), requestCount),
            );
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('say what a plain computation says of every endpoint, also of a window beside its rest', () => {
    fc.assert(
      fc.property(traffic, history, queries, fc.nat(), fc.nat(), (minutes, past, asked, a, b) => {
        withDatabase(minutes, past, (connection) => {
          const { query, endpoints } = readDashboard(connection, asked);
          const { all, chosen, steps, inSpan } = plainly(connection, minutes, query);
          const named = (rows: readonly PlainRow[]): PlainRow[] =>
            rows.filter(({ endpoint }) => endpoint !== null);
          const conditions = query.filter?.conditions ?? [];
          const groups = groupsOf(named(inSpan.requests(chosen)), keyOf);
          deepEqual(new Set(endpoints.rows.map(keyOf)), new Set(positive(groups).keys()));
          // Only those of one endpoint are narrowed to its own; those of all are told apart here.
          const logged = PlainTraffic.of(
            minutes,
            {
              ...query,
              filter: {
                ...everything,
                ...query.filter,
                conditions: conditions.filter(({ kind }) => ['status', 'hour'].includes(kind)),
                endpoint: null,
              },
            },
            readWatermarks(connection),
          ).between(query.from, query.to);
          for (const row of endpoints.rows) {
            const own = groups.get(keyOf(row)) ?? [];
            deepEqual([row.requests, row.errors], [sum(own, requestCount), sum(own, errorCount)]);
            deepEqual(
              row.perStep,
              steps.map((step) =>
                sum(
                  step.rows.filter((one) => keyOf(one) === keyOf(row)),
                  requestCount,
                ),
              ),
            );
            deepEqual(
              new Map(row.statusCodes.map(({ code, requests }) => [String(code), requests])),
              positive(groupsOf(own, ({ statusCode }) => String(statusCode))),
            );
            const handler = logged.merged(
              (one) => one.source === 'log' && keyOf(one) === keyOf(row),
            );
            const timed = handler ? histogramCount(handler) : 0;
            deepEqual(
              [row.timed, row.averageMs, row.p95],
              [
                timed,
                handler && timed > 0 ? handler.sum / timed : null,
                logged.quantile(0.95, (one) => one.source === 'log' && keyOf(one) === keyOf(row)),
              ],
            );
          }
          const [from = 0, to = 0] = [a, b]
            .map((n) => query.from + (n % (query.to - query.from + 1)))
            .sort((x, y) => x - y);
          if (from === to) return;
          const told = readExplanation(connection, { span: asked, from, to });
          const begin = Math.min(asked.from, from);
          const window = all.between(from, to).requests(chosen);
          const rest = [all.between(begin, from), all.between(to, query.to)].flatMap((part) =>
            part.requests(chosen),
          );
          deepEqual(
            [told.window.requests, told.window.errors, told.rest.requests, told.rest.errors],
            [
              sum(window, requestCount),
              sum(window, errorCount),
              sum(rest, requestCount),
              sum(rest, errorCount),
            ],
          );
        });
      }),
      { numRuns: 250 },
    );
  });

  it('have steps no shorter than the rows that retention has left of them, and else those that were asked for', () => {
    fc.assert(
      fc.property(traffic, history, queries, (minutes, past, asked) => {
        withDatabase(minutes, past, (connection) => {
          const { query } = readDashboard(connection, asked);
          const { from, to, bucketSeconds } = query;
          const reach = readWatermarks(connection);
          const isCoarser = bucketSeconds > asked.bucketSeconds;
          const isLeft = asked.from >= reach.minutesFrom && asked.from >= reach.hoursFrom;
          ok(!(isCoarser && isLeft));
          if (!isCoarser) deepEqual({ ...query, to: asked.to }, asked);
          // Where a row of hours or days is the last one, it ends with it.
          const isMinute = asked.to > reach.minutesFrom && asked.to > reach.hoursFrom;
          ok(isMinute ? to === asked.to : asked.to <= to && to < asked.to + day);
          ok(from % bucketSeconds === 0 && from <= asked.from && from + bucketSeconds > asked.from);
          for (const segment of stepSegments(query, reach)) {
            if (isOfFailures(segment)) throw new RangeError('All requests are read.');
            const [resolution] = segment;
            ok(grains[resolution] <= bucketSeconds);
          }
        });
      }),
      { numRuns: 250 },
    );
  });

  it('count a day once whose hours were given up before its minutes', () => {
    const minutes = [1, 10].map((hours) =>
      minuteOf(monday + hours * hour, { rows: [rowOf({ requestCount: hours })] }),
    );
    const keepsMinutes = { minuteAggregatesDays: 1.3, hourAggregatesDays: 0.5 } as const;
    const past = { lateFrom: 2, committedAt: 1.5 * day, cleansUp: true, ...keepsMinutes };
    withDatabase(minutes, past, (connection) => {
      const query = queryOf({ to: monday + 12 * hour, bucketSeconds: hour });
      equal(readDashboard(connection, query).summary.requests, 11);
    });
  });

  it('know the most open connections exactly by the minute, and within what hours can tell', () => {
    fc.assert(
      fc.property(traffic, history, queries, (minutes, past, asked) => {
        withDatabase(minutes, past, (connection) => {
          const { query, points, summary } = readDashboard(connection, asked);
          const conditions = query.filter?.conditions ?? [];
          if (conditions.some(({ kind }) => kind === 'status' || kind === 'endpoint')) {
            ok(points.every(({ connections }) => connections === null));
            return;
          }
          const anywhere = {
            ...query,
            filter: { ...everything, conditions },
            excludedEndpoints: [],
          };
          const { steps } = plainly(connection, minutes, anywhere);
          const marks = readWatermarks(connection);
          for (const [index, { connections }] of points.entries()) {
            const rows = steps[index]?.rows ?? [];
            const times = [...groupsOf(rows, ({ at }) => String(at)).values()];
            equal(connections === null, times.length === 0);
            if (connections === null) continue;
            const exact = Math.max(...times.map(openConnections));
            const isByMinute = marks.rolledUntil <= query.from && marks.minutesFrom <= query.from;
            ok(connections >= exact && connections <= openConnections(rows));
            if (isByMinute) equal(connections, exact);
          }
          equal(summary.activeConnections, null);
        });
      }),
      { numRuns: 60 },
    );
  });
});

/** Those of each protocol at its busiest. */
function openConnections(rows: readonly PlainRow[]): number {
  const most = [...groupsOf(rows, ({ protocol }) => protocol).values()].map((own) =>
    Math.max(...own.map(({ activeConnections }) => activeConnections)),
  );
  return most.reduce((total, count) => total + count, 0);
}

function inClass(rows: readonly PlainRow[], wanted: number): number {
  const own = rows.filter(({ protocol, statusCode, errorCount: errors }) =>
    protocol === 'http'
      ? wanted === (statusCode === null ? 0 : Math.floor(statusCode / 100))
      : wanted === (errors > 0 ? 5 : 2),
  );
  return sum(own, requestCount);
}

function positive(groups: ReadonlyMap<string, readonly PlainRow[]>): Map<string, number> {
  const sums = [...groups].map(([key, rows]) => [key, sum(rows, requestCount)] as const);
  return new Map(sums.filter(([, requests]) => requests > 0));
}

function byProtocol(protocols: DashboardData['protocols']): Map<string, unknown> {
  return new Map(
    protocols.map(({ protocol, requests, errors, sessions, messages, perStep }) => [
      protocol,
      [requests, errors, sessions, messages, perStep],
    ]),
  );
}

function plainProtocols(
  inSpan: PlainTraffic,
  steps: readonly PlainTraffic[],
): Map<string, unknown> {
  const groups = groupsOf(inSpan.rows, ({ protocol }) => protocol);
  const carrying = [...groups].filter(([, rows]) => sum(rows, requestCount) > 0);
  return new Map(
    carrying.map(([protocol, rows]) => {
      const of = (method: string): number =>
        sum(
          rows.filter((row) => row.method === method),
          requestCount,
        );
      const isSocket = (protocol as Protocol) === 'websocket';
      return [
        protocol,
        [
          isSocket ? 0 : sum(rows, requestCount),
          sum(rows, errorCount),
          isSocket ? of('CONNECT') : 0,
          isSocket ? of('MESSAGE') : 0,
          steps.map((step) =>
            sum(
              step.rows.filter((row) => row.protocol === protocol),
              requestCount,
            ),
          ),
        ],
      ];
    }),
  );
}
