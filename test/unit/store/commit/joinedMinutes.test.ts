import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import { defaultRetention } from '../../../../src/domain/retention';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { rollUpAlone } from '../../../../src/store/rollup/rollUp';
import { retain } from '../../../../src/store/retention/retain';
import {
  batchOf,
  coverageOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { newConnections } from '../support/memory';

const hour = 3600;
const day = 24 * hour;

/** What a minute holds of each endpoint and status: requests, latency, its extremes and percentile. */
function stored(connection: SqlJsConnection): unknown[] {
  return connection
    .all(
      `SELECT timestamp, endpoint, status_code, request_count, latency_sum, latency_min, latency_max, latency_p50
       FROM metrics_aggregates_minute ORDER BY 1, 2, 3`,
    )
    .map((row) => [
      row.number('timestamp') - monday,
      row.textOrNull('endpoint'),
      row.numberOrNull('status_code'),
      row.number('request_count'),
      row.number('latency_sum'),
      row.numberOrNull('latency_min'),
      row.numberOrNull('latency_max'),
      row.numberOrNull('latency_p50'),
    ]);
}

/** A minute of requests to one endpoint that took so long, ms, and what the server measured of them. */
function minuteOfRequests(
  latencies: readonly number[],
  parts: Partial<MinuteContent> = {},
): MinuteContent {
  const latencySum = latencies.reduce((sum, latency) => sum + latency, 0);
  const times = {
    latencySum,
    latencyMin: Math.min(...latencies),
    latencyMax: Math.max(...latencies),
  };
  return minuteOf(monday, {
    rows: [rowOf({ requestCount: latencies.length, ...times })],
    histograms: [
      minuteHistogramOf(latencies),
      minuteHistogramOf(latencies, { endpoint: '/api/users', source: 'log' }),
    ],
    ...parts,
  });
}

function keptMinutes(connection: SqlJsConnection): number {
  return connection
    .first("SELECT COUNT(*) AS n FROM collector_state WHERE key LIKE 'kept_minute %'")!
    .number('n');
}

describe('a minute that joins what stands there', function () {
  this.timeout(60_000);
  const newDatabase = newConnections();

  it('is added to it, each key once, however often it is written', () => {
    const connection = newDatabase();
    commitBatch(connection, batchOf(1, { minutes: [minuteOfRequests([2, 2, 200])] }));
    const other = rowOf({ endpoint: '/other', requestCount: 4 });
    const joining = minuteOfRequests([30, 40], { joins: 7 });
    const more = { ...joining, rows: [...joining.rows, other] };
    for (const [i, minutes] of [[joining], [more], [more]].entries()) {
      commitBatch(connection, batchOf(2 + i, { minutes }));
    }
    deepEqual(stored(connection), [
      [0, '/api/users', 200, 5, 274, 2, 200, 31.25],
      [0, '/other', 200, 4, 0, null, null, null],
    ]);
    const distributions = connection.all(
      "SELECT source, count, sum FROM latency_histograms WHERE resolution = 'minute' ORDER BY source",
    );
    deepEqual(
      distributions.map((row) => [row.text('source'), row.number('count'), row.number('sum')]),
      [
        ['log', 5, 274],
        ['metrics', 5, 274],
      ],
    );
  });

  it('is added to all that stands there when another joins it', () => {
    const connection = newDatabase();
    for (const [i, joins] of [undefined, 1, 1, 2, 2, 3].entries()) {
      const added = minuteOfRequests([3], joins === undefined ? {} : { joins });
      commitBatch(connection, batchOf(1 + i, { minutes: [added] }));
    }
    deepEqual(stored(connection), [[0, '/api/users', 200, 4, 12, 3, 3, 3]]);
  });

  it('keeps distributions with other bounds apart, whose percentiles are of all', () => {
    const connection = newDatabase();
    commitBatch(connection, batchOf(1, { minutes: [minuteOfRequests([3, 3, 3])] }));
    const histogram = { bounds: [5, 50], filled: [0, 1], sum: 4 };
    const log = { ...minuteHistogramOf([], { endpoint: '/api/users', source: 'log' }), histogram };
    const added = minuteOfRequests([4], { joins: 1, histograms: [log] });
    commitBatch(connection, batchOf(2, { minutes: [added] }));
    deepEqual(stored(connection), [[0, '/api/users', 200, 4, 13, 3, 4, 2.5]]);
  });

  it('is alone where nothing stands, and what was kept is forgotten when it is final', () => {
    const connection = newDatabase();
    const joining = minuteOfRequests([3], { joins: 1 });
    commitBatch(connection, batchOf(1, { minutes: [joining], finalBefore: monday }));
    commitBatch(connection, batchOf(2, { minutes: [joining], finalBefore: monday }));
    deepEqual(stored(connection), [[0, '/api/users', 200, 1, 3, 3, 3, 3]]);
    equal(keptMinutes(connection), 1);
    commitBatch(connection, batchOf(3, { finalBefore: monday + 60 }));
    equal(keptMinutes(connection), 0);
  });

  it('holds none of a column that the version which kept it had not', () => {
    const connection = newDatabase();
    const first = rowOf({ requestCount: 2, bytesSent: 5 });
    const other = rowOf({ endpoint: '/other', requestCount: 3, bytesSent: 7 });
    commitBatch(connection, batchOf(1, { minutes: [minuteOf(monday, { rows: [first] })] }));
    const joining = minuteOf(monday, { rows: [other], joins: 1 });
    commitBatch(connection, batchOf(2, { minutes: [joining] }));
    connection.run(
      `UPDATE collector_state SET value = json_remove(value, '$.rows[0].bytesSent')
       WHERE key LIKE 'kept_minute %'`,
    );
    commitBatch(connection, batchOf(3, { minutes: [joining] }));
    const sums = connection.first(
      'SELECT SUM(request_count) AS requests, SUM(bytes_sent) AS bytes FROM metrics_aggregates_minute',
    );
    deepEqual([sums?.number('requests'), sums?.number('bytes')], [5, 7]);
  });

  it('changes nothing when its batch is written again', () => {
    const connection = newDatabase();
    commitBatch(connection, batchOf(1, { minutes: [minuteOfRequests([3])] }));
    const batch = batchOf(2, { minutes: [minuteOfRequests([3], { joins: 1 })] });
    equal(commitBatch(connection, batch), true);
    equal(commitBatch(connection, batch), false);
    deepEqual(stored(connection), [[0, '/api/users', 200, 2, 6, 3, 3, 3]]);
  });
});

describe('rolling up after the clock was set back', function () {
  this.timeout(60_000);
  const newDatabase = newConnections();

  const sums = (connection: SqlJsConnection, table: string): number[] =>
    connection
      .all(`SELECT SUM(request_count) AS n FROM ${table} GROUP BY timestamp ORDER BY timestamp`)
      .map((row) => row.number('n'));

  it('waits for the end of the hour again, and takes both into hours that were rolled up ahead', () => {
    const connection = newDatabase();
    const at = (minute: number, parts: Partial<MinuteContent> = {}): MinuteContent =>
      minuteOfRequests([3], { minute: monday + minute * 60, ...parts });
    const commit = (id: number, seconds: number, minutes: readonly MinuteContent[]): void => {
      const finalBefore = monday + seconds;
      const state = JSON.stringify({ batchId: id });
      const committedAt = (monday + seconds) * 1000;
      commitBatch(connection, batchOf(id, { committedAt, minutes, finalBefore, state }));
    };
    // Two days ahead, then right again.
    commit(1, 2 * day, [at(0), at(60), at(24 * 60)]);
    deepEqual(sums(connection, 'metrics_aggregates_hour'), [1, 1, 1]);
    commit(2, hour + 60, [at(60, { joins: 1 })]);
    const rolled = connection.first(
      "SELECT CAST(value AS INTEGER) AS n FROM collector_state WHERE key = 'rolled_until'",
    );
    equal(rolled!.number('n'), monday);
    deepEqual(checkDatabase(connection), []);
    commit(3, 2 * hour + 180, [at(61)]);
    deepEqual(sums(connection, 'metrics_aggregates_hour'), [1, 3, 1]);
    commit(4, day + 300, [at(24 * 60 + 5, { joins: 2 })]);
    deepEqual(sums(connection, 'metrics_aggregates_day'), [4]);
    commit(5, 3 * day, []);
    deepEqual(sums(connection, 'metrics_aggregates_hour'), [1, 3, 2]);
    deepEqual(sums(connection, 'metrics_aggregates_day'), [4, 2]);
    deepEqual(checkDatabase(connection), []);
  });

  it('adds to hours whose minutes retention has taken what a minute is more than before', () => {
    const writes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(writes, (counts) => {
        const connection = newDatabase();
        const policy = { ...defaultRetention, minuteAggregatesDays: 1, maxSizeMb: 0 };
        const early = minuteOfRequests([3, 3], { minute: monday + 120 });
        const ahead = monday + 3 * day;
        const events = [coverageOf(monday, ahead)];
        commitBatch(
          connection,
          batchOf(1, { minutes: [early], events, committedAt: ahead * 1000, finalBefore: ahead }),
        );
        while (retain(connection, { policy, everySeconds: 0, now: ahead }).rows > 0);
        for (const [i, count] of counts.entries()) {
          const latencies = new Array<number>(count).fill(4);
          const minutes = [minuteOfRequests(latencies, { minute: monday + 180, joins: 1 })];
          const committedAt = (monday + 200 + i) * 1000;
          const state = JSON.stringify({ batchId: 2 + i });
          commitBatch(connection, batchOf(2 + i, { minutes, committedAt, state }));
        }
        const total = 2 + (counts.at(-1) ?? 0);
        deepEqual(sums(connection, 'metrics_aggregates_hour'), [total]);
        rollUpAlone(connection, monday + 2 * day, 1);
        deepEqual(sums(connection, 'metrics_aggregates_day'), [total]);
        deepEqual(checkDatabase(connection), []);
        connection.close();
      }),
      { numRuns: 20 },
    );
  });
});

describe('an event of coverage', () => {
  const newDatabase = newConnections();

  it('stays as far as it reached, where our clock was set back to its start', () => {
    const connection = newDatabase();
    commitBatch(connection, batchOf(1, { events: [coverageOf(monday, monday + 900)] }));
    commitBatch(connection, batchOf(2, { events: [coverageOf(monday, monday + 15)] }));
    const spans = connection.all('SELECT to_timestamp AS t FROM collection_events');
    deepEqual(
      spans.map((row) => row.number('t')),
      [monday + 900],
    );
    commitBatch(connection, batchOf(3, { events: [coverageOf(monday, monday + 915)] }));
    equal(
      connection.first('SELECT to_timestamp AS t FROM collection_events')!.number('t'),
      monday + 915,
    );
  });
});
