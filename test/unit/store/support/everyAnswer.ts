import fc from 'fast-check';
import { errorMessage } from '../../../../src/domain/errorMessage';
import { conditionKinds } from '../../../../src/domain/condition';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import type { QueryName } from '../../../../src/ids';
import type { DashboardQuery } from '../../../../src/protocol/dashboardData';
import type { TrafficFilter } from '../../../../src/protocol/readModels';
import type { Connection } from '../../../../src/store/database/connection';
import { exportTables } from '../../../../src/store/export/exportTables';
import { namedQueries } from '../../../../src/store/reader/namedQueries';
import type { Reads } from '../../../../src/store/reader/reads';
import { readErrorGroups } from '../../../../src/store/readModels/errorGroups';
import { monday, queryOf } from './batches';
import { conditionLists } from './conditions';

/** Questions of a dashboard about the time of randomHistory.ts. */
export const queries = fc
  .record({
    bucketSeconds: fc.constantFrom(300, hourSeconds, 4 * hourSeconds, daySeconds),
    fromMinute: fc.integer({ min: -10, max: 1560 }),
    length: fc.integer({ min: 1, max: 100_000 }),
    excludedEndpoints: fc.constantFrom([], ['/health/*', '/none'], ['*/users*', '/a']),
    hasRoutes: fc.boolean(),
    filter: fc.record<TrafficFilter>({
      conditions: conditionLists(conditionKinds),
      workspaceId: fc.constantFrom(null, null, 'a'),
      environment: fc.constantFrom(null, null, 'dev'),
      endpoint: fc.constantFrom(
        null,
        null,
        { protocol: 'http', method: 'GET', endpoint: '/api/users' },
        { protocol: 'http', method: 'GET', endpoint: '/a' },
      ),
    }),
    compares: fc.boolean(),
  })
  .map(({ bucketSeconds, fromMinute, length, hasRoutes, compares, ...asked }): DashboardQuery => {
    const from = floorTo(monday + fromMinute * 60, bucketSeconds);
    const to = Math.min(from + length, from + 500 * bucketSeconds);
    const compareFrom = compares ? from - daySeconds : null;
    const routes = hasRoutes ? [{ method: 'GET', endpoint: '/b' }] : null;
    return queryOf({ ...asked, from, to, bucketSeconds, compareFrom, routes });
  });

/** Everything that is read for a dashboard's question, and for others that its span leads to. */
export function answers(
  reads: Reads,
  connection: Connection,
  query: DashboardQuery,
  now: number,
): Readonly<Record<string, unknown>> {
  const { from, to } = query;
  const middle = floorTo((from + to) / 2, 60);
  const minutes = { ...query, from: floorTo(from, 60), to: floorTo(from, 60) + 3600 };
  const [group] = readErrorGroups(connection, query, 5);
  const every: { readonly [Name in keyof Reads]: () => unknown } = {
    summary: () => reads.summary(connection, query),
    minutes: () => reads.minutes(connection, minutes),
    topEndpoints: () => reads.topEndpoints(connection, query, 5),
    endpointNumbers: () =>
      reads.endpointNumbers(connection, { from, to, excludedEndpoints: query.excludedEndpoints }),
    selectionTraffic: () =>
      reads.selectionTraffic(connection, {
        ...query,
        selections: [{ method: null, path: '/api/users', isBeginning: true }],
        tellsFaults: true,
      }),
    answers: () => reads.answers(connection, query),
    calledEndpoints: () => reads.calledEndpoints(connection),
    errorGroups: () => reads.errorGroups(connection, query, 5),
    errorsOfGroup: () => group && reads.errorsOfGroup(connection, query, group),
    errorGroup: () => group && reads.errorGroup(connection, { span: query, group }),
    errorsSince: () => reads.errorsSince(connection, query, 5),
    marks: () => reads.marks(connection, query),
    sessions: () => reads.sessions(connection),
    erasable: () => ({ ...reads.erasable(connection, middle), bytes: 0 }),
    restarts: () => reads.restarts(connection, query),
    charts: () => reads.charts(connection, query).charts,
    tables: () => reads.tables(connection, query, '').tables,
    dashboard: () => reads.dashboard(connection, query),
    explain: () => reads.explain(connection, { span: query, from: middle, to }),
    compareSpans: () =>
      reads.compareSpans(connection, {
        before: { ...query, to: middle },
        after: { ...query, from: middle },
      }),
    storedSpan: () => reads.storedSpan(connection),
    overview: () => reads.overview(connection, now, query.excludedEndpoints),
    query: () =>
      Object.keys(namedQueries).map((name) => [
        name,
        reads.query(connection, name as QueryName, now),
      ]),
  };
  return Object.fromEntries(
    Object.entries(every).map(([name, read]) => [name, outcomeOf(read)] as const),
  );
}

function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return `threw ${errorMessage(error)}`;
  }
}

/** The same with each number that is another one's but for rounding as that one: fractions are added up in any order. */
export function alike(actual: unknown, expected: unknown): unknown {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) ? expected : actual;
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((value, i) => alike(value, expected[i]));
  }
  if (actual instanceof Float64Array && expected instanceof Float64Array) {
    return actual.map((value, i) => alike(value, expected[i]) as number);
  }
  if (actual?.constructor !== Object || expected?.constructor !== Object) return actual;
  const other = expected as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(actual).map(([name, value]) => [name, alike(value, other[name])]),
  );
}

/** What is exported of each table. */
export function exported(connection: Connection): unknown {
  return Object.entries(exportTables).map(([name, { sql, resolution = null }]) => {
    const internal = '["/health*", "/api/users"]';
    const parameters = {
      resolution,
      internal,
      from: monday - daySeconds,
      to: monday + 9 * daySeconds,
    };
    return [name, sql === null ? null : connection.table(sql, parameters, 100_000)];
  });
}
