import { deepEqual, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import type { RetentionPolicy, RetentionStep } from '../../../../src/domain/retention';
import { defaultRetention } from '../../../../src/domain/retention';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { writeBackfill } from '../../../../src/store/commit/writeBackfill';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { readDashboard } from '../../../../src/store/readModels/dashboard';
import { readSummary } from '../../../../src/store/readModels/summary';
import { retain } from '../../../../src/store/retention/retain';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  gaugesOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
  queryOf,
} from '../support/batches';
import { newConnections } from '../support/memory';
import { minutesOfTraffic } from '../support/randomTraffic';
import { retentionText } from '../../../../src/sentences/retentionText';
import { english } from '../../../../src/sentences/localize';

const hour = 3600;
const day = 24 * hour;

/** What took time was a request. */
const timed = minutesOfTraffic.map((minutes) =>
  minutes.map((content) => ({
    ...content,
    rows: content.rows.map((row) => (row.requestCount > 0 ? row : { ...row, latencySum: 0 })),
  })),
);

/** Goes through one cleanup, step by step. */
function cleanUp(
  connection: SqlJsConnection,
  now: number,
  policy: Partial<RetentionPolicy> = {},
): RetentionStep[] {
  const steps: RetentionStep[] = [];
  const request = { now, policy: { ...defaultRetention, ...policy }, everySeconds: 0 };
  do steps.push(retain(connection, request));
  while (steps.at(-1)!.rows > 0);
  return steps;
}

function count(connection: SqlJsConnection, table: string, where = 'TRUE'): number {
  return connection.first(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`)!.number('n');
}

/** Every sum that is stored at a grain, by table and timestamp. */
function sums(connection: SqlJsConnection, table: 'hour' | 'day'): unknown {
  return connection
    .all(
      `SELECT timestamp, protocol, method, endpoint, status_code, request_count, error_count,
         ROUND(latency_sum, 6) AS latency, latency_p95, bytes_sent, bytes_received
       FROM metrics_aggregates_${table} ORDER BY 1, 2, 3, 4, 5`,
    )
    .map((row) => [
      row.number('timestamp'),
      row.text('protocol'),
      row.textOrNull('method'),
      row.textOrNull('endpoint'),
      row.numberOrNull('status_code'),
      row.number('request_count'),
      row.number('error_count'),
      row.number('latency'),
      row.numberOrNull('latency_p95'),
      row.number('bytes_sent'),
      row.number('bytes_received'),
    ]);
}

/** A minute of everything that retention deletes, in each hour of `days` days from Monday on. */
function fill(connection: SqlJsConnection, days: number): void {
  for (let index = 0; index < days * 24; index += 1) {
    const at = monday + index * hour;
    commitBatch(
      connection,
      batchOf(index + 1, {
        committedAt: (at + hour) * 1000,
        finalBefore: at,
        minutes: [minuteOf(at, { rows: [rowOf()], histograms: [minuteHistogramOf([5])] })],
        clients: [clientOf({ hour: at })],
        lastGauges: gaugesOf({ minute: at }),
        errors: [errorOf({ timestamp: at + 30 })],
        events: [coverageOf(at, at + hour)],
      }),
    );
  }
}

describe('retention', function () {
  this.timeout(60_000);
  const newDatabase = newConnections();

  it('keeps each table for its period, and its distributions with it', () => {
    const connection = newDatabase();
    fill(connection, 40);
    const now = monday + 40 * day + hour;
    cleanUp(connection, now, {
      dayAggregatesDays: 33,
      trafficPatternsDays: 31,
      snapshotsDays: 32,
    });
    const days = (table: string, where?: string): number => count(connection, table, where) / 24;
    const after = (table: string, column = 'timestamp'): number =>
      connection.first(`SELECT MIN(${column}) AS oldest FROM ${table}`)!.number('oldest');
    equal(after('metrics_aggregates_minute'), now - 7 * day);
    equal(after('error_events'), now - 7 * day + 30);
    equal(after('metrics_aggregates_hour'), monday + 10 * day);
    equal(after('client_analytics'), monday + 10 * day);
    equal(after('metrics_aggregates_day'), monday + 7 * day);
    equal(after('collection_events', 'to_timestamp'), monday + 7 * day);
    equal(days('traffic_patterns'), 31 - 1 / 24);
    equal(after('analytics_snapshots'), monday + 8 * day + hour);
    equal(
      count(connection, 'latency_histograms', "resolution = 'minute'"),
      count(connection, 'metrics_aggregates_minute'),
    );
    equal(
      count(connection, 'latency_histograms', "resolution = 'hour'"),
      count(connection, 'metrics_aggregates_hour'),
    );
    equal(
      count(connection, 'latency_histograms', "resolution = 'day'"),
      count(connection, 'metrics_aggregates_day'),
    );
    equal(
      count(connection, 'client_tallies', 'client_id NOT IN (SELECT id FROM client_analytics)'),
      0,
    );
  });

  it('deletes an hour of one table at a time, and nothing where nothing has expired', () => {
    const connection = newDatabase();
    fill(connection, 9);
    const now = monday + 9 * day;
    const steps = cleanUp(connection, now);
    // Two days of hours: in each a minute and its distribution, then a failed request and what was counted of it.
    deepEqual(
      steps.map(({ rows }) => rows),
      [...new Array<number>(96).fill(2), 0],
    );
    deepEqual(cleanUp(connection, now), [{ rows: 0, nextAt: now, notice: null }]);
  });

  it('is due when the interval since the last cleanup is over, and when the clock was set back', () => {
    const connection = newDatabase();
    fill(connection, 8);
    const request = { policy: defaultRetention, everySeconds: day };
    const now = monday + 8 * day;
    let steps = 0;
    while (retain(connection, { ...request, now }).nextAt <= now) steps += 1;
    equal(steps, 48);
    const later = retain(connection, { ...request, now: now + day - 1 });
    deepEqual(later, { rows: 0, nextAt: now + day, notice: null });
    ok(retain(connection, { ...request, now: now + day }).rows > 0);
    deepEqual(retain(connection, { ...request, now: monday }).nextAt, monday + day);
  });

  it('never deletes what is not rolled up, or what the collector may still write', () => {
    const connection = newDatabase();
    const open = minuteOf(monday + hour, { rows: [rowOf()] });
    const closed = minuteOf(monday, { rows: [rowOf()] });
    const batch = { committedAt: (monday + 2 * hour) * 1000, minutes: [closed, open] };
    commitBatch(connection, batchOf(1, { ...batch, finalBefore: monday + hour }));
    cleanUp(connection, monday + 400 * day, { dayAggregatesDays: 1 });
    equal(count(connection, 'metrics_aggregates_minute'), 1);
    equal(count(connection, 'metrics_aggregates_hour'), 1);
    const rolled = { committedAt: (monday + 400 * day) * 1000, finalBefore: monday + hour };
    commitBatch(connection, batchOf(2, rolled));
    cleanUp(connection, monday + 400 * day);
    equal(count(connection, 'metrics_aggregates_minute'), 1);
  });

  it('deletes nothing while the clock has just gone ahead by more than a month, until a day bears it out', () => {
    const connection = newDatabase();
    fill(connection, 40);
    const clock = monday + 40 * day + hour;
    cleanUp(connection, clock);
    const tables = ['minute', 'hour', 'day'].map((grain) => `metrics_aggregates_${grain}`);
    const oldest = (): number[] =>
      [...tables, 'error_events', 'client_analytics'].map((table) =>
        connection.first(`SELECT MIN(timestamp) AS t FROM ${table}`)!.number('t'),
      );
    const kept = oldest();
    let id = 1000;
    const commitAt = (now: number): void => {
      commitBatch(connection, batchOf((id += 1), { committedAt: now * 1000, finalBefore: clock }));
    };
    const ahead = clock + 366 * day;
    for (const now of [ahead, ahead + hour, ahead - hour, ahead + 20 * hour]) {
      commitAt(now);
      cleanUp(connection, now);
      deepEqual(oldest(), kept);
    }
    // The clock is right again, and goes on as though nothing had been.
    commitAt(clock + 60);
    cleanUp(connection, clock + 2 * hour);
    equal(oldest()[0], kept[0]! + 2 * hour);
    // It goes ahead once more, and stays there.
    commitAt(ahead);
    commitAt(ahead + day);
    cleanUp(connection, ahead + day);
    equal(count(connection, 'error_events'), 0);
  });

  it('takes the oldest minutes first where the database is too large, then errors, and says so', () => {
    const connection = newDatabase();
    fill(connection, 3);
    for (let index = 0; index < 3000; index += 1) {
      const timestamp = monday + index;
      const error = errorOf({ timestamp, errorMessage: 'x'.repeat(500) });
      commitBatch(
        connection,
        batchOf(1000 + index, { errors: [error], finalBefore: monday + 3 * day }),
      );
    }
    const now = monday + 3 * day;
    equal(cleanUp(connection, now, { maxSizeMb: 0 }).length, 1);
    const steps = cleanUp(connection, now, { maxSizeMb: 1 });
    equal(count(connection, 'metrics_aggregates_minute'), 1);
    ok(count(connection, 'error_events') < 200, String(count(connection, 'error_events')));
    equal(count(connection, 'metrics_aggregates_hour'), 71);
    match(
      retentionText(steps.at(-1)!.notice!, english),
      /^The database reached its limit of 1 MB, so minutes before 2025-01-08 23:00 UTC were deleted early/,
    );
    equal(cleanUp(connection, now + 8 * day, { maxSizeMb: 1 }).at(-1)!.notice, null);
  });

  it('never changes a sum of hours or days', () => {
    fc.assert(
      fc.property(
        minutesOfTraffic,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 30 }),
        (minutes, days, steps) => {
          const connection = newDatabase();
          const now = monday + 5 * day;
          const closed = { committedAt: now * 1000, finalBefore: now };
          commitBatch(connection, batchOf(1, { minutes, ...closed }));
          const before = [sums(connection, 'hour'), sums(connection, 'day')];
          const policy = { ...defaultRetention, minuteAggregatesDays: days };
          for (let step = 0; step < steps; step += 1) {
            retain(connection, { now, policy, everySeconds: 0 });
            commitBatch(connection, batchOf(2 + step, closed));
            deepEqual([sums(connection, 'hour'), sums(connection, 'day')], before);
          }
          connection.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('adds what comes late to an hour without minutes, with its percentiles, patterns and snapshots', () => {
    fc.assert(
      fc.property(timed, timed, (early, late) => {
        const known = new Set(early.map(({ minute }) => minute));
        const later = late.filter(({ minute }) => !known.has(minute));
        const now = monday + 10 * day;
        const closed = { committedAt: now * 1000, finalBefore: now };
        const [cleaned, whole] = [newDatabase(), newDatabase()];
        for (const connection of [cleaned, whole]) {
          commitBatch(connection, batchOf(1, { minutes: early, ...closed }));
          if (connection === cleaned) cleanUp(connection, now);
          writeBackfill(connection, { committedAt: now * 1000, minutes: later, events: [] });
        }
        for (const table of ['hour', 'day'] as const) {
          deepEqual(sums(cleaned, table), sums(whole, table), table);
        }
        deepEqual(patterns(cleaned), patterns(whole));
        deepEqual(snapshots(cleaned), snapshots(whole));
        cleaned.close();
        whole.close();
      }),
      { numRuns: 40 },
    );
  });

  it('leaves the totals of every span that begins and ends with hours as they were', () => {
    const whole = fc.integer({ min: 0, max: 48 });
    fc.assert(
      fc.property(minutesOfTraffic, whole, whole, (minutes, a, b) => {
        const connection = newDatabase();
        const now = monday + 10 * day;
        const closed = { committedAt: now * 1000, finalBefore: now };
        commitBatch(connection, batchOf(1, { minutes, ...closed }));
        const [from, to] = [monday + Math.min(a, b) * hour, monday + Math.max(a, b) * hour];
        const span = { from, to, excludedEndpoints: [] };
        const before = readSummary(connection, span);
        cleanUp(connection, now);
        equal(count(connection, 'metrics_aggregates_minute'), 0);
        deepEqual(readSummary(connection, span), before);
        connection.close();
      }),
      { numRuns: 40 },
    );
  });

  it('neither loses nor doubles a request where spans adjoin, whatever was deleted', () => {
    const time = fc.integer({ min: -hour, max: 2 * day + hour });
    const cuts = fc.array(time, { minLength: 1, maxLength: 4 });
    const periods = fc.record({
      minuteAggregatesDays: fc.integer({ min: 1, max: 4 }),
      hourAggregatesDays: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(minutesOfTraffic, cuts, periods, (minutes, at, policy) => {
        const connection = newDatabase();
        const now = monday + 3 * day;
        const closed = { committedAt: now * 1000, finalBefore: now };
        commitBatch(connection, batchOf(1, { minutes, ...closed }));
        cleanUp(connection, now, policy);
        const ends = [-2 * hour, ...at.sort((x, y) => x - y), 3 * day].map(
          (seconds) => monday + Math.floor(seconds / 60) * 60,
        );
        const parts = ends.slice(1).map((to, index) => ({
          from: ends[index]!,
          to,
          excludedEndpoints: [],
        }));
        const total = parts.reduce((sum, span) => sum + readSummary(connection, span).requests, 0);
        equal(total, requestsOf(minutes));
        for (const span of parts.filter(({ from, to }) => from < to)) {
          const bucketSeconds = Math.ceil((span.to - span.from) / 60 / 400) * 60;
          const { points, summary } = readDashboard(
            connection,
            queryOf({ ...span, bucketSeconds }),
          );
          equal(
            points.reduce((sum, point) => sum + point.requests, 0),
            summary.requests,
          );
        }
        connection.close();
      }),
      { numRuns: 60 },
    );
  });
});

function requestsOf(minutes: readonly MinuteContent[]): number {
  return minutes
    .flatMap(({ rows }) => rows)
    .filter(({ protocol }) => ['http', 'graphql', 'grpc'].includes(protocol))
    .reduce((sum, { requestCount }) => sum + requestCount, 0);
}

function patterns(connection: SqlJsConnection): unknown {
  return connection
    .all(
      `SELECT date, hour, day_of_week, protocol, request_count, error_count,
         ROUND(avg_latency_ms * request_count, 3) AS latency
       FROM traffic_patterns ORDER BY 1, 2, 4`,
    )
    .map((row) => [
      row.text('date'),
      row.number('hour'),
      row.number('day_of_week'),
      row.text('protocol'),
      row.number('request_count'),
      row.number('error_count'),
      row.numberOrNull('latency') ?? 0,
    ]);
}

function snapshots(connection: SqlJsConnection): unknown {
  return connection
    .all(
      `SELECT timestamp, snapshot_type, total_requests, total_errors, protocol_stats, top_endpoints
       FROM analytics_snapshots ORDER BY 1, 2`,
    )
    .map((row) => [
      row.number('timestamp'),
      row.text('snapshot_type'),
      row.number('total_requests'),
      row.number('total_errors'),
      row.text('protocol_stats'),
      row.text('top_endpoints'),
    ]);
}
