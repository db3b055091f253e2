import { deepEqual, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { defaultRetention } from '../../../../src/domain/retention';
import { checkDatabase } from '../../../../src/store/check/checkDatabase';
import { commitBatch } from '../../../../src/store/commit/commitBatch';
import { writeBackfill } from '../../../../src/store/commit/writeBackfill';
import type { SqlJsConnection } from '../../../../src/store/sqljs/sqlJsConnection';
import { retain } from '../../../../src/store/retention/retain';
import { batchOf, clientOf, coverageOf, errorOf, incrementOf, monday } from '../support/batches';
import { newConnections } from '../support/memory';
import { minutesOfTraffic } from '../support/randomTraffic';
import { minuteHistogramOf, minuteOf, rowOf } from '../support/batches';
import { findingText } from '../../../../src/sentences/findingText';
import { english } from '../../../../src/sentences/localize';

const day = 86_400;

/** Two days of an hour each, rolled up, with everything that a check looks at. */
function fill(connection: SqlJsConnection): void {
  const rows = [rowOf({ requestCount: 3, latencySum: 9 })];
  const histograms = [
    minuteHistogramOf([2, 3, 4]),
    minuteHistogramOf([2, 3], { endpoint: '/api/users', source: 'log' }),
  ];
  const batch = {
    committedAt: (monday + 3 * day) * 1000,
    minutes: [monday, monday + 60, monday + day].map((at) => minuteOf(at, { rows, histograms })),
    clients: [clientOf({ hour: monday + 3 * day })],
    errors: [errorOf()],
    endpoints: [incrementOf({ statusCounts: { '200': 6 } })],
    events: [coverageOf(monday, monday + day)],
    state: JSON.stringify({ batchId: 1 }),
  };
  commitBatch(connection, batchOf(1, batch));
}

/** Known in two ways in the same time. */
const coveredTwice = [
  coverageOf(monday, monday + 600),
  { ...coverageOf(monday + 300, monday + 900), detail: { how: 'spread' } },
];

describe('checkDatabase', function () {
  this.timeout(60_000);
  const newDatabase = newConnections();

  it('finds what is covered twice, unless our clock went through it twice', () => {
    const connection = newDatabase();
    const state = JSON.stringify({ batchId: 1 });
    commitBatch(connection, batchOf(1, { events: coveredTwice, state }));
    equal(checkDatabase(connection).length, 1);
    const step = { kind: 'clock_step', from: monday + 600, to: monday + 900, detail: {} } as const;
    commitBatch(connection, batchOf(2, { events: [step], state: JSON.stringify({ batchId: 2 }) }));
    deepEqual(checkDatabase(connection), []);
  });

  it('finds nothing in what was committed, filled in and cleaned up, whatever it is', () => {
    fc.assert(
      fc.property(
        minutesOfTraffic,
        minutesOfTraffic,
        fc.integer({ min: 0, max: 60 }),
        (early, late, steps) => {
          const connection = newDatabase();
          const now = monday + 4 * day;
          const closed = { committedAt: now * 1000, finalBefore: now };
          const policy = { ...defaultRetention, minuteAggregatesDays: 1, hourAggregatesDays: 1 };
          commitBatch(connection, batchOf(1, { minutes: early, ...closed }));
          for (let i = 0; i < steps; i += 1) retain(connection, { now, policy, everySeconds: 0 });
          const known = new Set(early.map(({ minute }) => minute));
          const minutes = late.filter(({ minute }) => !known.has(minute));
          writeBackfill(connection, { committedAt: now * 1000, minutes, events: [] });
          const findings = checkDatabase(connection);
          // Random minutes have handler times without requests.
          deepEqual(
            findings.filter((finding) => !findingText(finding, english).includes('handler times')),
            [],
          );
          connection.close();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('finds nothing in a database that nothing was done to, or that is new', () => {
    const connection = newDatabase();
    deepEqual(checkDatabase(connection), []);
    fill(connection);
    deepEqual(checkDatabase(connection), []);
  });

  const hour = '2025-01-06 00:00:00 UTC';
  const damages: readonly (readonly [string, string, RegExp])[] = [
    [
      'an hour that is not the sum of its minutes',
      `UPDATE metrics_aggregates_hour SET request_count = 7 WHERE timestamp = ${monday}`,
      new RegExp(
        `^The hour ${hour} of http GET /api/users 200 is not the sum of its minutes: they hold -1 `,
      ),
    ],
    [
      'an hour that is missing',
      `DELETE FROM metrics_aggregates_hour WHERE timestamp = ${monday + day}`,
      /^The hour 2025-01-07 00:00:00 UTC of http .* they hold 3 requests, 0 errors, .* and 9\.0 ms more\./,
    ],
    [
      'a day that is not the sum of its hours',
      `UPDATE metrics_aggregates_day SET latency_sum = 1 WHERE timestamp = ${monday}`,
      /^The day 2025-01-06 00:00:00 UTC of http GET .* 17\.0 ms/,
    ],
    [
      "an hour's distribution that is not the sum of its minutes'",
      "DELETE FROM latency_histograms WHERE resolution = 'hour' AND source = 'log'",
      /^The latencies of the hour 2025-01-06 00:00:00 UTC of http GET \/api\/users \(log\)/,
    ],
    [
      "a day's distribution that is not the sum of its hours'",
      "UPDATE latency_histograms SET sum = sum + 1 WHERE resolution = 'day' AND source = 'log'",
      /^The latencies of the day 2025-01-06 00:00:00 UTC .* -1\.0 ms more\.$/,
    ],
    [
      'an hour whose failed requests are not those that are stored',
      'UPDATE failure_hours SET failures = failures + 2',
      new RegExp(`^In the hour from ${hour} 3 failed requests are counted, 1 are stored\\.$`),
    ],
    [
      'sums of a client that is gone',
      'DELETE FROM client_analytics',
      /^The sums of client 1 in client_tallies belong to no client\.$/,
    ],
    [
      'bounds that are gone',
      'DELETE FROM bucket_bounds',
      /^The latency distribution \d+ names the bucket bounds 1, which are not there\.$/,
    ],
    [
      'more failures than requests',
      'UPDATE client_analytics SET error_count = 5, request_count = 4',
      /^Row 1 of client_analytics holds 4 requests, 5 of them failed\.$/,
    ],
    [
      'an hour that begins elsewhere',
      `UPDATE traffic_patterns SET error_count = -1 WHERE hour = 0`,
      /^Row \d+ of traffic_patterns holds/,
    ],
    [
      'a day of another date',
      `UPDATE metrics_aggregates_day SET date = '2024-01-01' WHERE timestamp = ${monday}`,
      /bears the date 2024-01-01\.$/,
    ],
    [
      'statuses that do not add up',
      'UPDATE endpoint_stats SET status_codes = \'{"200": 5}\'',
      /^Endpoint GET \/api\/users has 6 requests, but its statuses add up to 5\.$/,
    ],
    [
      'more handler times than requests',
      `UPDATE latency_histograms SET count = 9, counts = '1 9'
       WHERE resolution = 'minute' AND source = 'log' AND timestamp = ${monday}`,
      /holds 9 handler times of 3 requests\.$/,
    ],
    [
      'a distribution that says another number',
      "UPDATE latency_histograms SET count = 1 WHERE resolution = 'all' OR id = 1",
      /claims 1 requests, but its buckets hold 3\.$/,
    ],
    [
      'a distribution that cannot be read',
      "UPDATE latency_histograms SET counts = 'x' WHERE id = 1",
      /^The latency distribution 1 cannot be read/,
    ],
    [
      'a span that is covered in two ways',
      `INSERT INTO collection_events (kind, from_timestamp, to_timestamp, detail)
       VALUES ('coverage', ${monday + 60}, ${monday + 120}, '{"how":"backfilled"}')`,
      /^From 2025-01-06 00:01:00 to 2025-01-06 00:02:00 UTC is covered twice/,
    ],
    [
      'a state of another batch',
      "UPDATE collector_state SET value = '7' WHERE key = 'batch_id'",
      /^The last batch is 7, but the collector state is that of batch 1\.$/,
    ],
    [
      'a batch without a state',
      "DELETE FROM collector_state WHERE key = 'collector'",
      /^There is a collector state without a batch, or a batch without a state\.$/,
    ],
    [
      'minutes deleted that were not rolled up',
      `INSERT INTO collector_state VALUES ('minutes_from', '${monday + 9 * day}')`,
      /^Minutes were deleted up to 2025-01-15 00:00:00 UTC, but rolled up only to 2025-01-08 23:00:00 UTC\.$/,
    ],
  ];
  for (const [title, sql, finding] of damages) {
    it(`finds ${title}`, () => {
      const connection = newDatabase();
      fill(connection);
      connection.execute(sql);
      const found = checkDatabase(connection).map((each) => findingText(each, english));
      equal(found.length > 0, true);
      match(found.find((line) => finding.test(line)) ?? found.join('\n'), finding);
    });
  }
});
