import { deepEqual, equal, ok } from 'node:assert/strict';
import { defaultRetention } from '../../../../src/domain/retention';
import { daySeconds as day, hourSeconds as hour, minuteSeconds } from '../../../../src/domain/time';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { newConnection } from '../../../../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../../../../src/store/sqljs/sqlEngine';
import { readDashboard } from '../../../../src/store/readModels/dashboard';
import { retain } from '../../../../src/store/retention/retain';
import { batchOf, minuteOf, monday, queryOf, rowOf } from '../support/batches';
import { wasmPath } from '../support/databases';

const now = monday + 3 * day;
/** Half past nine of the second day, whose minutes are gone. */
const from = monday + day + 9.5 * hour;

describe('a window of which retention has left no minutes', () => {
  let connection: SqlJsConnection;
  /** A request in the fifth minute of every hour of three days; minutes are kept for one day. */
  beforeEach(async () => {
    connection = newConnection(await loadSqlEngine(wasmPath), monday);
    const minutes = Array.from({ length: 72 }, (_, i) =>
      minuteOf(monday + i * hour + 5 * minuteSeconds, { rows: [rowOf({ requestCount: i })] }),
    );
    const coverage = { kind: 'coverage', from: monday, to: now, detail: {} } as const;
    const times = { committedAt: now * 1000, finalBefore: now };
    commitBatch(connection, batchOf(1, { ...times, minutes, events: [coverage] }));
    const policy = { ...defaultRetention, minuteAggregatesDays: 1 };
    const request = { now, policy, everySeconds: hour };
    while (retain(connection, request).nextAt <= now);
  });
  afterEach(() => {
    connection.close();
  });

  it('is told by the hour, from the beginning of one', () => {
    const asked = queryOf({ from, to: from + 6 * hour, bucketSeconds: 300 });
    const { query, points, summary } = readDashboard(connection, asked);
    deepEqual([query.from, query.bucketSeconds], [from - 0.5 * hour, hour]);
    deepEqual(
      points.map(({ requests }) => requests),
      [33, 34, 35, 36, 37, 38, 39],
    );
    equal(summary.requests, 33 + 34 + 35 + 36 + 37 + 38 + 39);
  });

  it('ends with the hour of which all is counted', () => {
    const to = from + 5 * hour + 60;
    const { query, summary } = readDashboard(
      connection,
      queryOf({ from, to, bucketSeconds: hour }),
    );
    equal(query.to, from + 5.5 * hour);
    equal(summary.requests, 34 + 35 + 36 + 37 + 38);
  });

  it('is compared with a period that is over before it, as long', () => {
    const compareFrom = from - 6 * hour;
    const asked = queryOf({ from, to: from + 6 * hour, bucketSeconds: 300, compareFrom });
    const { query, comparison } = readDashboard(connection, asked);
    ok(comparison);
    ok(comparison.to <= query.from);
    equal(comparison.to - comparison.from, query.to - query.from);
    deepEqual(
      comparison.points.map(({ requests }) => requests),
      [26, 27, 28, 29, 30, 31, 32],
    );
  });

  it('is told by the hour where only what it is compared with has no minutes', () => {
    const late = now - 6 * hour;
    const asked = queryOf({ from: late, to: now, bucketSeconds: 300, compareFrom: from });
    const { query, points, comparison } = readDashboard(connection, asked);
    equal(query.bucketSeconds, hour);
    deepEqual(
      points.map(({ requests }) => requests),
      [66, 67, 68, 69, 70, 71],
    );
    deepEqual(
      comparison?.points.map(({ requests }) => requests),
      [33, 34, 35, 36, 37, 38],
    );
  });

  it('is told as finely as was asked for where its minutes are left', () => {
    const asked = queryOf({ from: now - hour, to: now, bucketSeconds: 300 });
    deepEqual(readDashboard(connection, asked).query, asked);
  });
});
