import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import insertError from '../../../../sql/commit/insertError.sql';
import type { Condition } from '../../../../src/domain/condition';
import { conditionKinds } from '../../../../src/domain/condition';
import type { ClientIncrement, ErrorEvent } from '../../../../src/domain/commitBatch';
import { countsFailures, standOfPanel } from '../../../../src/domain/filterStanding';
import { requestProtocols } from '../../../../src/domain/protocol';
import type { DashboardData, DashboardQuery } from '../../../../src/protocol/dashboardData';
import type { ErrorGroup, StoredError, TrafficFilter } from '../../../../src/protocol/readModels';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { migrations } from '../../../../src/store/database/migrations';
import { migrate } from '../../../../src/store/database/migrator';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { readDashboard } from '../../../../src/store/readModels/dashboard';
import {
  readErrorGroup,
  readErrorGroups,
  readErrorsOfGroup,
} from '../../../../src/store/readModels/errorGroups';
import { batchOf, clientOf, errorOf, monday, queryOf } from '../support/batches';
import { conditionLists, isInHour, meets } from '../support/conditions';
import { wasmPath } from '../support/databases';
import type { Failure } from '../support/plainFailures';
import {
  chosenFailures,
  countOf,
  failures,
  faultOf,
  newestFirst,
  places,
  senders,
  target,
} from '../support/plainFailures';
import { groupsOf, sum } from '../support/plainTraffic';

type GroupWithNewest = ErrorGroup & { readonly newest: readonly StoredError[] };

const hour = 3600;

/** How many of them an earlier version wrote, if any, which did not count them. */
const uncountedFailures = fc.oneof(fc.constant(0), fc.nat(60));

const queries = fc
  .record({
    from: fc.oneof(fc.integer({ min: -60, max: 10 }), fc.integer({ min: -60, max: 2 * hour })),
    length: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 200, max: 4 * hour })),
    bucketSeconds: fc.constantFrom(300, hour),
    isWhole: fc.boolean(),
    excluded: fc.boolean(),
    hasRoutes: fc.boolean(),
    filter: fc.record<TrafficFilter>({
      conditions: conditionLists(conditionKinds),
      workspaceId: fc.constantFrom(null, null, 'a'),
      environment: fc.constantFrom(null, null, 'dev'),
      endpoint: fc.constantFrom(null, null, target),
    }),
  })
  .map(({ from: at, length, bucketSeconds, isWhole, excluded, hasRoutes, filter }) => {
    const from = isWhole ? at - (at % bucketSeconds) : at;
    const span = { from: monday + from, to: monday + at + length, bucketSeconds };
    const routes = hasRoutes ? [{ method: 'GET', endpoint: '/b' }] : null;
    return queryOf({ ...span, filter, routes, excludedEndpoints: excluded ? ['/health*'] : [] });
  });

function plainGroups(events: readonly Failure[]): Failure[][] {
  const groups = groupsOf(events, (event) =>
    JSON.stringify([
      event.protocol,
      faultOf(event) === null ? event.method : null,
      event.endpoint,
      event.errorType,
    ]),
  );
  const greatestId = (group: readonly Failure[]): number => Math.max(...group.map(({ id }) => id));
  return [...groups.values()]
    .map((group) => group.toSorted(newestFirst))
    .sort(
      (a, b) => (b[0]?.timestamp ?? 0) - (a[0]?.timestamp ?? 0) || greatestId(b) - greatestId(a),
    );
}

function told(group: readonly Failure[]): unknown {
  const codes = group.flatMap(({ statusCode, metadata: own }) =>
    typeof own['statuses'] === 'string' ? own['statuses'].split(' ').map(Number) : [statusCode],
  );
  const statusCodes = [...new Set(codes)].filter((code) => code !== null).sort((a, b) => a - b);
  const faults = [...new Set(group.map(faultOf))].filter((fault) => fault !== null).sort();
  const methods = [...new Set(group.map(({ method }) => method))];
  const [newest] = group;
  const since = (newest?.timestamp ?? 0) - 600;
  const withMessage = group.filter(({ errorMessage }) => errorMessage);
  const isNew = (event: Failure): boolean => group.indexOf(event) < 20;
  const message = (
    withMessage.find(
      (event) => countOf(event) === 1 && (isNew(event) || event.timestamp >= since),
    ) ?? withMessage.find(isNew)
  )?.errorMessage;
  return {
    protocol: newest?.protocol,
    method: methods.length === 1 ? methods[0] : null,
    anyMethod: newest !== undefined && (newest.method === null || faultOf(newest) !== null),
    endpoint: newest?.endpoint,
    statusCodes,
    errorType: newest?.errorType,
    errorMessage:
      faults.length > 0 ? `${faults.join(', ')} ${statusCodes.join(', ')}` : (message ?? null),
    count: sum(group, countOf),
    first: group.at(-1)?.timestamp,
    last: newest?.timestamp,
    newest: group.slice(0, 20).map(({ id }) => id),
  };
}

function stepsOf(
  own: readonly Failure[],
  { from, to, bucketSeconds }: Pick<DashboardQuery, 'from' | 'to' | 'bucketSeconds'>,
): number[] {
  return Array.from({ length: Math.ceil((to - from) / bucketSeconds) }, (_, step) =>
    sum(
      own.filter(({ timestamp: at }) => Math.floor((at - from) / bucketSeconds) === step),
      countOf,
    ),
  );
}

function clientsOf(own: readonly Failure[]): unknown[] {
  const sent = own.filter(({ clientIp, userAgent }) => clientIp !== null || userAgent !== null);
  return [...groupsOf(sent, ({ userAgent }) => String(userAgent)).values()]
    .map((group) => ({
      userAgent: group[0]?.userAgent ?? null,
      errors: sum(group, countOf),
      last: Math.max(...group.map(({ timestamp: at }) => at)),
    }))
    .sort((a, b) => byErrors({ ...a, weight: a.errors }, { ...b, weight: b.errors }))
    .slice(0, 10);
}

/** Whether it is of some of the requests to a path, whose paths are not read. */
function isOfSome({ filter }: DashboardQuery): boolean {
  const kinds = filter?.conditions.map(({ kind }) => kind) ?? [];
  return kinds.some((kind) => ['client', 'errorGroup', 'hour'].includes(kind));
}

function plainNotFound(events: readonly Failure[], query: DashboardQuery): unknown[] {
  const missing = events.filter(
    (event) => event.statusCode === 404 && event.endpoint !== null && faultOf(event) === null,
  );
  return [
    ...groupsOf(missing, ({ method, endpoint }) =>
      JSON.stringify([endpoint, method ?? '']),
    ).values(),
  ]
    .map((own) => ({
      method: own[0]?.method ?? null,
      endpoint: own[0]?.endpoint ?? '',
      count: sum(own, countOf),
      paths: isOfSome(query)
        ? null
        : new Set(own.map((event) => event.metadata['path']).filter((path) => path !== undefined))
            .size,
    }))
    .filter(
      ({ method, endpoint }) => query.routes === null || method !== 'GET' || endpoint !== '/b',
    )
    .sort(
      (a, b) =>
        b.count - a.count ||
        a.endpoint.localeCompare(b.endpoint) ||
        (a.method ?? '').localeCompare(b.method ?? ''),
    );
}

/** Whether only failed requests tell whose they were. */
function isOfFailed({ filter }: DashboardQuery): boolean {
  return standOfPanel('clients', filter?.conditions ?? []).standing === 'failed';
}

function hasClient(client: ClientIncrement, condition: Condition): boolean {
  switch (condition.kind) {
    case 'protocol':
      return condition.protocol === client.protocol;
    case 'client':
      return condition.userAgent === client.userAgent;
    case 'hour':
      return isInHour(client.hour, condition);
    default:
      throw new RangeError('Clients are not told by it.');
  }
}

/** Where requests are not kept by what is asked for, everything that counts them counts the failed ones. */
function countsFailed(data: DashboardData, own: readonly Failure[], query: DashboardQuery): void {
  const isFailed = countsFailures(query.filter?.conditions ?? []);
  equal(data.counted, isFailed ? 'failed' : 'all');
  if (!isFailed) return;
  const total = sum(own, countOf);
  const { summary, points, statusCodes, endpoints, protocols, hours } = data;
  deepEqual([summary.requests, summary.errors, summary.p95], [total, total, null]);
  deepEqual(
    points.map(({ requests }) => requests),
    stepsOf(own, data.query),
  );
  const groups = (key: (failure: Failure) => string | null): unknown =>
    new Map(
      [...groupsOf(own, (failure) => key(failure) ?? '')]
        .filter(([name]) => name !== '')
        .map(([name, failures]) => [name, sum(failures, countOf)]),
    );
  deepEqual(
    new Map(statusCodes.map(({ code, requests }) => [String(code), requests])),
    groups(({ protocol, statusCode }) =>
      protocol === 'grpc' || statusCode === null ? null : String(statusCode),
    ),
  );
  deepEqual(
    new Map(protocols.map(({ protocol, requests }) => [protocol, requests])),
    groups(({ protocol }) => protocol),
  );
  deepEqual(
    new Map(
      endpoints.rows.map((row) => [
        JSON.stringify([row.protocol, row.method, row.endpoint]),
        row.requests,
      ]),
    ),
    groups(({ protocol, method, endpoint }) =>
      endpoint === null ? null : JSON.stringify([protocol, method, endpoint]),
    ),
  );
  const conditions = (query.filter?.conditions ?? []).filter(({ kind }) => kind === 'hour');
  if (conditions.length === 0 && query.from <= monday && query.to > monday + 3 * hour) {
    equal(
      sum(hours, ({ requests }) => requests),
      total,
    );
  }
}

/** Most first, then by name; without a name first. */
function byErrors(
  a: { readonly userAgent: string | null; readonly weight: number },
  b: { readonly userAgent: string | null; readonly weight: number },
): number {
  return b.weight - a.weight || (a.userAgent ?? '').localeCompare(b.userAgent ?? '');
}

describe('read models of failures and clients', function () {
  this.timeout(60_000);

  let engine: SqlEngine;
  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });

  function dashboardOf(
    errors: readonly ErrorEvent[],
    clients: readonly ClientIncrement[],
    query: DashboardQuery,
    before: readonly ErrorEvent[] = [],
  ): DashboardData & { readonly groups: readonly GroupWithNewest[] } {
    const connection = databaseWith(before);
    try {
      const half = errors.length >> 1;
      commitBatch(connection, batchOf(1, { errors: errors.slice(0, half), clients }));
      commitBatch(connection, batchOf(2, { errors: errors.slice(half) }));
      const groups = readErrorGroups(connection, query, 50).map((group) => ({
        ...group,
        newest: readErrorsOfGroup(connection, query, group),
      }));
      return { ...readDashboard(connection, query), groups };
    } finally {
      connection.close();
    }
  }

  /** One that an earlier version wrote failed requests to, which did not count them. */
  function databaseWith(errors: readonly ErrorEvent[]): SqlJsConnection {
    const connection = new SqlJsConnection(engine);
    const counted = migrations.findIndex(({ name }) => name === '0005_failure_hours');
    migrate(connection, migrations.slice(0, counted), monday);
    for (const error of errors) {
      const metadata = JSON.stringify(error.metadata);
      connection.run(insertError, { ...error, metadata, createdAt: monday });
    }
    migrate(connection, migrations, monday);
    return connection;
  }

  it('say what a plain computation says of every group, list and path', () => {
    fc.assert(
      fc.property(failures, queries, uncountedFailures, (events, query, uncounted) => {
        const data = dashboardOf(events.slice(uncounted), [], query, events.slice(0, uncounted));
        const own = chosenFailures(events, query);
        const groups = plainGroups(own);
        deepEqual(data.errorTotals, { count: sum(own, countOf), groups: groups.length });
        deepEqual(
          data.groups.map((group) => ({ ...group, newest: group.newest.map(({ id }) => id) })),
          groups.slice(0, 50).map(told),
        );
        deepEqual(
          data.errorGroups.map((group, i) => ({ ...group, newest: data.groups[i]?.newest })),
          data.groups,
        );
        deepEqual(
          data.newestErrors.map(({ id }) => id),
          own
            .filter((event) => faultOf(event) === null)
            .sort(newestFirst)
            .slice(0, 50)
            .map(({ id }) => id),
        );
        deepEqual(data.notFound, plainNotFound(own, query));
        countsFailed(data, own, query);
        if (!query.filter?.endpoint && !isOfFailed(query)) return;
        const sent = own.filter(
          ({ clientIp, userAgent }) => clientIp !== null || userAgent !== null,
        );
        deepEqual(
          data.clients.rows,
          [...groupsOf(sent, ({ userAgent }) => String(userAgent)).values()]
            .map((group) => ({
              userAgent: group[0]?.userAgent ?? null,
              requests: null,
              errors: sum(group, countOf),
              addresses: null,
            }))
            .sort((a, b) => byErrors({ ...a, weight: a.errors }, { ...b, weight: b.errors })),
        );
      }),
      { numRuns: 250 },
    );
  });

  it('say of one group what a plain computation says of its steps, clients and newest requests', () => {
    const steps = fc.constantFrom(60, 300, hour, 4 * hour);
    fc.assert(
      fc.property(
        failures,
        queries,
        steps,
        uncountedFailures,
        (events, query, bucketSeconds, uncounted) => {
          const from = query.from - (query.from % bucketSeconds);
          const span = { ...query, from, bucketSeconds };
          const connection = databaseWith(events.slice(0, uncounted));
          try {
            commitBatch(connection, batchOf(1, { errors: events.slice(uncounted) }));
            const groups = readErrorGroups(connection, span, 50);
            deepEqual(
              groups.map((group) => readErrorGroup(connection, { span, group })),
              plainGroups(chosenFailures(events, span))
                .slice(0, 50)
                .map((own, i) => ({
                  group: groups[i],
                  span: { from, to: span.to, bucketSeconds },
                  perStep: stepsOf(own, span),
                  clients: clientsOf(own),
                  newest: readErrorsOfGroup(connection, span, groups[i]!),
                })),
            );
            const none = { ...groups[0]!, protocol: 'http', endpoint: '/none' } as const;
            equal(readErrorGroup(connection, { span, group: none }), null);
          } finally {
            connection.close();
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('tell of a client also what was counted before it was counted by who sent it', () => {
    const connection = databaseWith([]);
    try {
      const errors = [1, 2, hour + 1].map((second) =>
        errorOf({ timestamp: monday + second, userAgent: 'curl/8.5.0' }),
      );
      commitBatch(connection, batchOf(1, { errors }));
      connection.execute(
        `UPDATE failure_hours SET sender = NULL WHERE timestamp = ${monday};
         INSERT INTO collector_state VALUES ('senders_from', '${monday + hour}')`,
      );
      const condition = { kind: 'client', isExcluded: false, userAgent: 'curl/8.5.0' } as const;
      const place = { workspaceId: null, environment: null, endpoint: null };
      const filter = { ...place, conditions: [condition] };
      const span = { to: monday + 2 * hour, bucketSeconds: hour };
      const { points, errorTotals } = readDashboard(connection, queryOf({ ...span, filter }));
      deepEqual([points.map(({ requests }) => requests), errorTotals.count], [[2, 1], 3]);
      const conditions = [{ kind: 'status', isExcluded: false, code: 500 } as const];
      const ofStatus = queryOf({ ...span, filter: { ...filter, conditions } });
      deepEqual(
        readDashboard(connection, ofStatus).clients.rows.map(({ errors: failed }) => failed),
        [3],
      );
    } finally {
      connection.close();
    }
  });

  it('add clients up by whole hours', () => {
    const increments = fc.array(
      fc
        .record({
          hour: fc.integer({ min: -1, max: 4 }).map((hours) => monday + hours * hour),
          sender: senders,
          protocol: fc.constantFrom('http', 'grpc', 'mqtt'),
          requests: fc.integer({ min: 1, max: 9 }),
          errors: fc.integer({ min: 0, max: 9 }),
          place: places,
        })
        .map(({ sender, place, ...client }) =>
          clientOf({ ...client, ...place, ...sender, clientIp: sender.clientIp ?? '(unknown)' }),
        ),
      { maxLength: 30, size: 'max' },
    );
    fc.assert(
      fc.property(increments, queries, (clients, query) => {
        if (query.filter?.endpoint || isOfFailed(query)) return;
        const { filter, from, to } = query;
        const conditions = filter?.conditions ?? [];
        const named = conditions.filter(
          ({ kind, isExcluded }) => kind === 'protocol' && !isExcluded,
        );
        const own = clients
          .filter((client) => client.hour + hour > from && client.hour < to)
          .filter(({ workspaceId }) => [null, workspaceId].includes(filter?.workspaceId ?? null))
          .filter(({ environment }) => [null, environment].includes(filter?.environment ?? null))
          .filter((client) => meets(conditions, (one) => hasClient(client, one)))
          .filter(({ protocol }) => named.length > 0 || requestProtocols.includes(protocol));
        deepEqual(
          dashboardOf([], clients, query).clients.rows,
          [...groupsOf(own, ({ userAgent }) => String(userAgent)).values()]
            .map((group) => ({
              userAgent: group[0]?.userAgent ?? null,
              requests: sum(group, ({ requests }) => requests),
              errors: sum(group, ({ errors }) => errors),
              addresses: new Set(group.map(({ clientIp }) => clientIp)).size,
            }))
            .sort((a, b) => byErrors({ ...a, weight: a.requests }, { ...b, weight: b.requests })),
        );
      }),
      { numRuns: 100 },
    );
  });
});
