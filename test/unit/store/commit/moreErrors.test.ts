import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { ErrorEvent, ErrorIncrement } from '../../../../src/domain/commitBatch';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { migrations } from '../../../../src/store/database/migrations';
import { migrate } from '../../../../src/store/database/migrator';
import type { SqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { readErrorGroups, readErrorsOfGroup } from '../../../../src/store/readModels/errorGroups';
import { batchOf, errorOf, monday } from '../support/batches';
import { wasmPath } from '../support/databases';
import { groupsOf, sum } from '../support/plainTraffic';

type Failing = Pick<ErrorEvent, 'timestamp' | 'method' | 'endpoint' | 'statusCode' | 'workspaceId'>;

const kinds = {
  method: fc.constantFrom('GET', 'POST'),
  endpoint: fc.constantFrom('/a', '/b/"count"', '__proto__'),
  statusCode: fc.constantFrom(400, 500),
  workspaceId: fc.constantFrom(null, '', 'shop'),
};
/** Four minutes, at the turn of an hour. */
const timestamp = fc.integer({ min: 3480, max: 3719 }).map((second) => monday + second);
const singles = fc.array(fc.record({ timestamp, ...kinds }), { maxLength: 8 });
const increments = fc.array(
  fc.record({ timestamp, count: fc.integer({ min: 1, max: 900 }), ...kinds }),
  {
    maxLength: 8,
  },
);
const commits = fc.array(fc.record({ singles, increments }), { maxLength: 12 });

const typeOf = ({ statusCode }: Failing): string => `type_${statusCode}`;
const minuteOf = ({ timestamp: at }: Failing): number => at - (at % 60);
const placeOf = ({ workspaceId }: Failing): string => workspaceId ?? '';
const kindOf = (failing: Failing): string =>
  JSON.stringify([failing.method, failing.endpoint, typeOf(failing)]);
const rowOf = (failing: Failing): string =>
  `${minuteOf(failing)} ${kindOf(failing)} ${placeOf(failing)}`;

/** What a batch adds for each kind and minute, once, as collecting makes it. */
function withoutDoubles(list: readonly (Failing & { count: number })[]): ErrorIncrement[] {
  return [...groupsOf(list, rowOf).values()].map(([first, ...others]) => ({
    workspaceId: first!.workspaceId,
    environment: null,
    timestamp: first!.timestamp,
    protocol: 'http',
    method: first!.method,
    endpoint: first!.endpoint,
    statusCode: first!.statusCode,
    errorType: typeOf(first!),
    errorCategory: 'server_error',
    count: first!.count + sum(others, ({ count }) => count),
  }));
}

describe('failed requests that are too many to be stored one by one', function () {
  this.timeout(60_000);
  let engine: SqlEngine;
  let connection: SqlJsConnection;

  before(async () => {
    engine = await loadSqlEngine(wasmPath);
  });

  beforeEach(() => {
    connection = newDatabase();
  });

  afterEach(() => {
    connection.close();
  });

  function newDatabase(): SqlJsConnection {
    const database = new SqlJsConnection(engine);
    migrate(database, migrations, monday);
    return database;
  }

  const stored = (): unknown[] =>
    connection
      .all('SELECT timestamp, error_message, metadata FROM error_events ORDER BY id')
      .map((row) => [
        row.number('timestamp') - monday,
        row.textOrNull('error_message'),
        row.text('metadata'),
      ]);

  it('have one row a kind and minute, to which each commit adds', () => {
    const more = (second: number, count: number): ErrorIncrement[] =>
      withoutDoubles([{ ...errorOf({ timestamp: monday + second }), count }]);
    commitBatch(connection, batchOf(1, { moreErrors: more(7, 1) }));
    deepEqual(stored(), [[7, 'One more in this minute was counted, not stored.', '{"count":1}']]);
    commitBatch(connection, batchOf(2, { moreErrors: more(59, 2199) }));
    commitBatch(connection, batchOf(2, { moreErrors: more(59, 2199) }));
    commitBatch(connection, batchOf(3, { moreErrors: more(60, 5) }));
    deepEqual(stored(), [
      [7, '2200 more in this minute were counted, not stored one by one.', '{"count":2200}'],
      [60, '5 more in this minute were counted, not stored one by one.', '{"count":5}'],
    ]);
  });

  it('do not hide why the others failed', () => {
    const errors = [errorOf({ errorMessage: 'total is missing', timestamp: monday })];
    const moreErrors = withoutDoubles([{ ...errorOf({ timestamp: monday + 9 }), count: 40 }]).map(
      (increment) => ({ ...increment, errorType: 'internal_error' }),
    );
    commitBatch(connection, batchOf(1, { errors, moreErrors }));
    const span = { from: monday, to: monday + 60, excludedEndpoints: [] };
    const [group] = readErrorGroups(connection, span, 10);
    deepEqual([group?.count, group?.errorMessage], [41, 'total is missing']);
    ok(group);
    deepEqual(
      readErrorsOfGroup(connection, span, group).map(({ count }) => count),
      [40, 1],
    );
  });

  it('add up by group, hour and row, however they are spread over commits', () => {
    fc.assert(
      fc.property(commits, (list) => {
        const database = newDatabase();
        try {
          list.forEach((commit, i) => {
            const errors = commit.singles.map((failing) =>
              errorOf({ ...failing, errorType: typeOf(failing) }),
            );
            const moreErrors = withoutDoubles(commit.increments);
            commitBatch(database, batchOf(i + 1, { errors, moreErrors }));
          });
          const all = list.flatMap((commit) => [
            ...commit.singles.map((failing) => ({ ...failing, count: 1 })),
            ...commit.increments,
          ]);
          const span = { from: monday, to: monday + 7200, excludedEndpoints: [] };
          const groups = readErrorGroups(database, span, 100).map(
            ({ method, endpoint, errorType, count }) =>
              [JSON.stringify([method, endpoint, errorType]), count] as const,
          );
          const expected = [...groupsOf(all, kindOf)].map(
            ([kind, own]) => [kind, sum(own, ({ count }) => count)] as const,
          );
          deepEqual(new Map(groups), new Map(expected));
          const rows = database.all('SELECT 1 AS one FROM error_events').length;
          const counted = new Set(list.flatMap((commit) => commit.increments.map(rowOf))).size;
          equal(rows, list.flatMap((commit) => commit.singles).length + counted);
          deepEqual(checkDatabase(database), []);
        } finally {
          database.close();
        }
      }),
      { numRuns: 100 },
    );
  });
});
