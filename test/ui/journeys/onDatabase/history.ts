import { strict as assert } from 'node:assert';
import { daySeconds, hourSeconds, floorTo } from '../../../../src/domain/time';
import { productName } from '../../../../src/ids';
import { joined, numberFormat, unknown } from '../../../../src/domain/numberFormat';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { nativeRows } from '../../../support/nativeSqlite';
import {
  batchOf,
  coverageOf,
  gaugesOf,
  minuteHistogramOf,
  minuteOf,
  rowOf,
} from '../../../unit/store/support/batches';
import type { WholeDatabase } from '../../../unit/store/support/wholeDatabase';
import { DashboardPage } from '../../pages/dashboardPage';
import { StoredNumbers } from '../../storedNumbers';
import { useDatabase } from '../../useDatabase';
import { useWorkbench } from '../../useWorkbench';

const numbers = numberFormat('en');
const times = timeFormat('en');
const today = floorTo(Date.now() / 1000, daySeconds);

interface Day {
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
  readonly latency: number;
}

describe('a person who looks back over days', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  let stored: StoredNumbers;
  let days: readonly Day[];
  useDatabase(current, fillDays, (file) => {
    stored = new StoredNumbers((sql) => nativeRows(file, sql));
    days = nativeRows(
      file,
      `SELECT timestamp / 86400 * 86400 AS at, SUM(request_count) AS requests,
         SUM(error_count) AS errors, SUM(latency_sum) AS latency
       FROM metrics_aggregates_minute GROUP BY 1 ORDER BY 1 DESC`,
    ) as unknown as readonly Day[];
  });
  let dashboard: DashboardPage;

  before(async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    dashboard = new DashboardPage(workbench.webview(productName).frame);
    await dashboard.chooseRange('7d');
    await dashboard.endpointRow('/api/users').first().waitFor();
  });

  it('reads each day’s sums beside those of the day before', async () => {
    const rate = ({ requests, errors }: Day): number => errors / requests;
    assert.deepEqual(
      await dashboard.rows('Days'),
      days.map((day, i) => {
        const before = days[i + 1];
        return [
          times.utcDay(day.at),
          numbers.count(day.requests),
          before ? numbers.change(day.requests / before.requests - 1) : unknown,
          joined(numbers.percent(rate(day))),
          before ? numbers.pointChange(rate(day) - rate(before)) : unknown,
          joined(numbers.milliseconds(day.latency / day.requests)),
        ];
      }),
    );
  });

  it('reads the same sums whatever tables they come from', async () => {
    const { requests, errors } = stored.totals();
    for (const range of ['30d', '90d', '1y', '7d']) {
      await dashboard.showRange(range);
      assert.equal((await dashboard.cardTexts('Requests')).value, numbers.count(requests), range);
      const { value } = await dashboard.cardTexts('Error rate');
      assert.equal(value, joined(numbers.percent(errors / requests)), range);
      assert.equal((await dashboard.cardTexts('p95')).value, stored.latency().text(0.95), range);
    }
  });

  it('reads what the server said of its machine, hour by hour', async () => {
    const { last, highest } = stored.gauges();
    const shown = (await dashboard.rows('System')).map((cells) => cells.slice(0, 3));
    assert.deepEqual(shown[0], [
      'Memory',
      joined(numbers.bytes(last.memory)),
      joined(numbers.bytes(highest.memory)),
    ]);
    assert.deepEqual(shown[2], ['Threads', String(last.threads), String(highest.threads)]);
  });

  it('reads the hours in the heatmap', async () => {
    const shown = (await dashboard.rows('Hours of the week')).flat();
    for (const { requests } of stored.hours()) {
      const text = `${numbers.count(requests)} requests in 1\u00a0min, ${numbers.plain(requests)}/min`;
      assert.ok(shown.includes(text), `${text} is among ${shown.join('; ')}`);
    }
  });
});

/** Three whole days before today, a minute in each of two hours, and another amount in each. */
async function fillDays(database: WholeDatabase): Promise<void> {
  for (const [i, ago] of [3, 2, 1].entries()) {
    const minutes = [9, 15].map((hour) => today - ago * daySeconds + hour * hourSeconds);
    const parts = minutes.map((minute, j) => {
      const [requestCount, errorCount] = [100 + 40 * i + 7 * j, 5 + 9 * i];
      const latencies = Array.from({ length: requestCount + errorCount }, (_, n) => n % 90);
      const latencySum = latencies.reduce((sum, latency) => sum + latency, 0);
      return minuteOf(minute, {
        rows: [
          rowOf({ requestCount, latencySum }),
          rowOf({ statusCode: 500, requestCount: errorCount, errorCount }),
        ],
        histograms: [minuteHistogramOf(latencies)],
      });
    });
    const last = minutes.at(-1) ?? today;
    await database.commit(
      batchOf(i + 1, {
        committedAt: (last + 2 * hourSeconds) * 1000,
        minutes: parts,
        events: minutes.map((minute) => coverageOf(minute, minute + 60)),
        lastGauges: gaugesOf({ minute: last, memoryUsageBytes: 9_000_000 - i, threadCount: 8 + i }),
      }),
    );
  }
  await database.rollUp(Date.now());
}
