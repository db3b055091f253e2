import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { defaultRetention } from '../../../../src/domain/retention';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { retain } from '../../../../src/store/retention/retain';
import { rollUpAlone } from '../../../../src/store/rollup/rollUp';
import { AccountBench } from '../../../support/accountBench';
import type { Books } from '../../../support/books';
import { clockSlots, playClockSlots } from '../../../support/clockSlots';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after } from '../../../support/times';
import { newConnections } from '../support/memory';

const hour = 3600;
const day = 24 * hour;

type Cell = readonly [number, string | null, number | null, number, number, number, string];

/** What minutes hold, by minute, endpoint and status: requests, errors, bytes and latency. */
function storedMinutes(connection: SqlJsConnection): readonly Cell[] {
  return connection
    .all(
      `SELECT timestamp, endpoint, status_code, request_count, error_count, bytes_received, latency_sum
       FROM metrics_aggregates_minute WHERE request_count > 0 ORDER BY 1, 2, 3`,
    )
    .map((row) => [
      row.number('timestamp'),
      row.textOrNull('endpoint'),
      row.numberOrNull('status_code'),
      row.number('request_count'),
      row.number('error_count'),
      row.number('bytes_received'),
      row.number('latency_sum').toFixed(6),
    ]);
}

function bookedMinutes(books: Books): readonly Cell[] {
  return books.rows
    .map((row): Cell => [
      row.minute,
      row.endpoint,
      row.statusCode,
      row.requestCount,
      row.errorCount,
      row.bytesReceived,
      row.latencySum.toFixed(6),
    ])
    .sort(([a, e, s], [b, f, t]) => a - b || compare(e ?? '', f ?? '') || (s ?? 0) - (t ?? 0));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function sum(connection: SqlJsConnection, sql: string): number {
  return connection.first(`SELECT COALESCE(SUM(n), 0) AS n FROM (${sql})`)!.number('n');
}

/** The requests of each table; all are the same where nothing is lost, doubled or held back. */
function requests(connection: SqlJsConnection): Readonly<Record<string, number>> {
  return {
    minutes: sum(connection, 'SELECT request_count AS n FROM metrics_aggregates_minute'),
    hours: sum(connection, 'SELECT request_count AS n FROM metrics_aggregates_hour'),
    days: sum(connection, 'SELECT request_count AS n FROM metrics_aggregates_day'),
    patterns: sum(connection, 'SELECT request_count AS n FROM traffic_patterns'),
    endpoints: sum(connection, 'SELECT total_requests AS n FROM endpoint_stats'),
    clients: sum(connection, 'SELECT request_count AS n FROM client_analytics'),
    hourly: sum(
      connection,
      "SELECT total_requests AS n FROM analytics_snapshots WHERE snapshot_type = 'hourly'",
    ),
    daily: sum(
      connection,
      "SELECT total_requests AS n FROM analytics_snapshots WHERE snapshot_type = 'daily'",
    ),
  };
}

describe('the database: any steps of our clock', function () {
  this.timeout(120_000);
  const newDatabase = newConnections();

  it('leave every table with each request once, in the minute of the collector', () => {
    fc.assert(
      fc.property(clockSlots(400, 8), (slots) => {
        const connection = newDatabase();
        const server = new MockForgeModel(after(-hour));
        let latest = 0;
        const bench = new AccountBench(server, {}, (batch) => {
          commitBatch(connection, batch);
          latest = Math.max(latest, batch.committedAt / 1000);
        });
        const came = playClockSlots(server, bench, slots);
        deepEqual(storedMinutes(connection), bookedMinutes(bench.books));
        deepEqual(checkDatabase(connection), []);
        // Once the clock has passed all of it, everything is rolled up.
        rollUpAlone(connection, latest + 9 * day, 1);
        deepEqual(checkDatabase(connection), []);
        const total = came.reduce((all, { count }) => all + count, 0);
        const everywhere = Object.keys(requests(connection)).map((name) => [name, total]);
        deepEqual(requests(connection), Object.fromEntries(everywhere));
        connection.close();
      }),
      { seed: 1, numRuns: 30, endOnFailure: true },
    );
  });

  it('leave days with each request once, whatever retention has taken of minutes and hours', () => {
    const policy = {
      ...defaultRetention,
      minuteAggregatesDays: 1,
      hourAggregatesDays: 1,
      dayAggregatesDays: 4000,
      maxSizeMb: 0,
    };
    fc.assert(
      fc.property(clockSlots(1, 8), (slots) => {
        const connection = newDatabase();
        const server = new MockForgeModel(after(-hour));
        let latest = 0;
        const bench = new AccountBench(server, {}, (batch) => {
          commitBatch(connection, batch);
          const now = Math.floor(batch.committedAt / 1000);
          while (retain(connection, { policy, everySeconds: 0, now }).rows > 0);
          latest = Math.max(latest, now);
        });
        const came = playClockSlots(server, bench, slots);
        rollUpAlone(connection, latest + 9 * day, 1);
        deepEqual(checkDatabase(connection), []);
        const total = came.reduce((all, { count }) => all + count, 0);
        equal(requests(connection)['days'], total);
        connection.close();
      }),
      { seed: 1, numRuns: 30, endOnFailure: true },
    );
  });
});
