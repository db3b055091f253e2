import assert from 'node:assert/strict';
import { isWide, linearTicks, logTicks, timeLabel, timeTicks } from '../../../src/domain/ticks';
import { timeFormat } from '../../../src/domain/timeFormat';
import { start } from '../../support/dashboardData';

const utc = (): number => 0;

describe('linearTicks', () => {
  it('has at most four round ticks, and the highest value below the end', () => {
    assert.deepEqual(linearTicks(617, true).ticks, [0, 200, 400, 600]);
    assert.deepEqual(linearTicks(73, true).ticks, [0, 20, 40, 60]);
    assert.deepEqual(linearTicks(905, true).ticks, [0, 500, 1000]);
    for (const highest of [0.3, 1, 7, 14.3, 99, 100, 101, 617, 4999, 123_456]) {
      const { ticks, max } = linearTicks(highest, false);
      assert.ok(ticks.length >= 2 && ticks.length <= 4, `${highest}: ${ticks.join()}`);
      assert.ok(max > highest && max > (ticks.at(-1) ?? 0), `${highest}: ${max}`);
    }
  });

  it('counts in whole numbers', () => {
    assert.deepEqual(linearTicks(2, true).ticks, [0, 1, 2]);
    assert.deepEqual(linearTicks(0, true).ticks, [0, 1]);
  });
});

describe('logTicks', () => {
  it('has powers of ten from below the lowest value', () => {
    assert.deepEqual(logTicks(7.6, 246).ticks, [1, 10, 100]);
    assert.deepEqual(logTicks(7.6, 2040).ticks, [1, 10, 100, 1000]);
  });

  it('skips every second power where there are too many', () => {
    assert.deepEqual(logTicks(0.2, 90_000).ticks, [0.1, 10, 1000]);
  });
});

describe('isWide', () => {
  it('is the rule for a logarithmic axis', () => {
    assert.equal(isWide(10, 200), false);
    assert.equal(isWide(10, 201), true);
  });
});

describe('timeTicks', () => {
  it('stands at round times', () => {
    const { step, ticks } = timeTicks(start - 120, start + 780, 8, utc);
    assert.equal(step, 300);
    assert.deepEqual(ticks, [start, start + 300, start + 600]);
  });

  it('stands at local midnight in long ranges', () => {
    const india = (): number => 5.5 * 3600;
    const { step, ticks } = timeTicks(start, start + 7 * 86_400, 8, india);
    assert.equal(step, 86_400);
    assert.deepEqual(
      ticks,
      Array.from({ length: 7 }, (_, i) => Date.UTC(2026, 10, 24 + i, 18, 30) / 1000),
    );
  });

  it('stands at first days of months in ranges of years', () => {
    const india = (): number => 5.5 * 3600;
    const { step, ticks } = timeTicks(start, start + 3 * 365 * 86_400, 8, india);
    assert.ok(step >= 180 * 86_400);
    assert.deepEqual(
      ticks,
      [2027, 2028, 2029].flatMap((year) =>
        [Date.UTC(year, 0, 1), Date.UTC(year, 6, 1)].map((at) => at / 1000 - 5.5 * 3600),
      ),
    );
    const times = timeFormat('en', 'Asia/Kolkata');
    assert.equal(timeLabel(ticks[0] ?? 0, step, times, india), 'Jan 2027');
    const decades = timeTicks(0, start, 8, utc).ticks.map((at) => new Date(at * 1000));
    assert.deepEqual(
      decades.map((date) => date.getUTCFullYear()),
      [1970, 1980, 1990, 2000, 2010, 2020],
    );
  });

  describe('where clocks are put back by an hour', () => {
    const change = start + 2 * 86_400;
    const summerThenWinter = (at: number): number => (at < change ? 7200 : 3600);

    it('keeps midnight', () => {
      const { ticks } = timeTicks(start, start + 5 * 86_400 + 7200, 8, summerThenWinter);
      assert.deepEqual(
        ticks,
        [22, 22, 23, 23, 23, 23].map((hour, i) => Date.UTC(2026, 10, 23 + i, hour) / 1000),
      );
    });

    it('ends with the range', () => {
      const midnight = Date.UTC(2026, 10, 25, 23) / 1000;
      const last = (to: number): number | undefined =>
        timeTicks(start, to, 4, summerThenWinter).ticks.at(-1);
      assert.equal(last(midnight), midnight);
      assert.equal(last(midnight - 1), Date.UTC(2026, 10, 24, 22) / 1000);
    });

    it('has both ticks of the hour that comes twice', () => {
      const first = change - 3600;
      assert.deepEqual(timeTicks(first, first + 4 * 3600, 6, summerThenWinter), {
        step: 3600,
        ticks: [0, 1, 2, 3, 4].map((hours) => first + hours * 3600),
      });
    });
  });
});

describe('timeLabel', () => {
  it('shows the date at midnight and in long steps', () => {
    const times = timeFormat('en', 'UTC');
    assert.equal(timeLabel(start, 3600, times, utc), '22:00');
    assert.equal(timeLabel(start + 7200, 10_800, times, utc), '24 Nov');
    assert.equal(timeLabel(start + 7200, 86_400, times, utc), 'Tue 24 Nov');
    assert.equal(timeLabel(start + 7200, 604_800, times, utc), '24 Nov');
  });
});
