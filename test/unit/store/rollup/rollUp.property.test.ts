import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import { histogramQuantile } from '../../../../src/domain/histogram';
import { dense } from '../../../../src/domain/sparseHistogram';
import type { WholeDatabase } from '../support/wholeDatabase';
import { batchOf, clientOf, gaugesOf, minuteOf, monday, rowOf } from '../support/batches';
import { newDatabases, rows } from '../support/databases';
import { minutesOfTraffic } from '../support/randomTraffic';

const hour = 3600;
const day = 24 * hour;

/** Unix ms at which everything before `seconds` after Monday is closed. */
function closedAt(seconds: number): number {
  return (monday + seconds + 180) * 1000;
}

/** Percentiles of what all minutes of a span measured for a row's key, bucket by bucket; NULL above every bound. */
function percentilesOf(
  minutes: readonly MinuteContent[],
  [from, size]: readonly [number, number],
  key: { readonly protocol: unknown; readonly method: unknown; readonly endpoint: unknown },
): (number | null)[] {
  const source = key.endpoint === null ? 'metrics' : 'log';
  const measured = minutes
    .filter(({ minute }) => minute >= from && minute < from + size)
    .flatMap(({ histograms }) => histograms)
    .filter((one) => one.source === source && one.protocol === key.protocol)
    .filter((one) => one.method === key.method && one.endpoint === key.endpoint)
    .map(({ histogram }) => dense(histogram));
  const [first] = measured;
  if (!first) return [null, null, null];
  const counts = first.counts.map((_, i) =>
    measured.reduce((sum, histogram) => sum + (histogram.counts[i] ?? 0), 0),
  );
  return [0.5, 0.95, 0.99].map((q) => {
    const quantile = histogramQuantile({ ...first, counts }, q);
    return quantile && !quantile.above ? quantile.value : null;
  });
}

/** Everything that rolling up makes, without ids and times of writing. */
async function rolled(database: WholeDatabase): Promise<unknown> {
  const tables = {
    metrics_aggregates_hour: 'timestamp, protocol, method, endpoint, status_code',
    metrics_aggregates_day: 'timestamp, protocol, method, endpoint, status_code',
    traffic_patterns: 'date, hour, protocol',
    analytics_snapshots: 'timestamp, snapshot_type',
  };
  const all: unknown[] = [];
  for (const [table, order] of Object.entries(tables)) {
    const found = await rows(database, `SELECT * FROM ${table} ORDER BY ${order}`);
    all.push(found.map((row) => ({ ...row, id: 0, created_at: 0 })));
  }
  return all;
}

describe('rolling up: any traffic', function () {
  this.timeout(30_000);

  const newDatabase = newDatabases();

  it("gives hours and days the percentiles of their minutes' merged buckets", async () => {
    await fc.assert(
      fc.asyncProperty(minutesOfTraffic, async (minutes) => {
        const database = await newDatabase();
        await database.commit(batchOf(1, { minutes, committedAt: closedAt(2 * day) }));
        for (const [table, size] of [
          ['hour', hour],
          ['day', day],
        ] as const) {
          const found = await rows(
            database,
            `SELECT timestamp, protocol, method, endpoint, latency_p50, latency_p95, latency_p99
             FROM metrics_aggregates_${table}`,
          );
          for (const { timestamp, protocol, method, endpoint, ...percentiles } of found) {
            const key = { protocol, method, endpoint };
            const expected = percentilesOf(minutes, [Number(timestamp), size], key);
            deepEqual(Object.values(percentiles), expected, JSON.stringify(key));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('comes to the same hour by hour as after an absence in which hours and days closed', async () => {
    await fc.assert(
      fc.asyncProperty(minutesOfTraffic, async (minutes) => {
        const inOrder = [...minutes].sort((a, b) => a.minute - b.minute);
        const last = inOrder.at(-1)?.minute ?? monday;
        const hourOf = (minute: number): number => Math.floor(minute / hour) * hour;
        const parts = inOrder.map((content) => ({
          minutes: [content],
          clients: [
            clientOf({ hour: hourOf(content.minute), clientIp: `10.0.0.${content.minute % 9}` }),
          ],
          lastGauges: gaugesOf({ minute: content.minute, uptimeSeconds: content.minute }),
        }));
        const awake = await newDatabase();
        const away = await newDatabase();
        let id = 0;
        for (const part of parts) {
          id += 1;
          const [content] = part.minutes;
          const committedAt = ((content?.minute ?? 0) + 60) * 1000;
          await awake.commit(batchOf(id, { ...part, committedAt }));
          await away.commit(batchOf(id, { ...part, committedAt: monday * 1000 }));
        }
        const end = Math.max(closedAt(2 * day), (last + hour) * 1000);
        await awake.commit(batchOf(id + 1, { committedAt: end }));
        await away.commit(batchOf(id + 1, { committedAt: end }));
        deepEqual(await rolled(away), await rolled(awake));
        const before = await rolled(awake);
        await awake.commit(batchOf(id + 2, { committedAt: end }));
        await awake.commit(batchOf(id + 3, { committedAt: end, minutes }));
        deepEqual(await rolled(awake), before);
      }),
      { numRuns: 15 },
    );
  });

  it('rolls an hour, its day and their snapshots again when a row comes late', async () => {
    const database = await newDatabase();
    const early = minuteOf(monday + hour, { rows: [rowOf({ requestCount: 2 })] });
    await database.commit(batchOf(1, { minutes: [early], committedAt: closedAt(day) }));
    const late = minuteOf(monday + hour + 60, { rows: [rowOf({ requestCount: 3 })] });
    await database.commit(batchOf(2, { minutes: [late], committedAt: closedAt(day + 60) }));
    for (const table of ['metrics_aggregates_hour', 'metrics_aggregates_day', 'traffic_patterns']) {
      const [sum] = await rows(database, `SELECT SUM(request_count) AS n FROM ${table}`);
      equal(sum?.['n'], 5, table);
    }
    deepEqual(
      await rows(database, 'SELECT total_requests AS n FROM analytics_snapshots ORDER BY id'),
      [{ n: 5 }, { n: 5 }],
    );
  });
});
