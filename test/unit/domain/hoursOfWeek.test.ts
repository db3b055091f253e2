import { deepEqual, equal } from 'node:assert/strict';
import type { ConditionOf } from '../../../src/domain/condition';
import { isTimeZone, wantedSpans } from '../../../src/domain/hoursOfWeek';

const hour = 3600;
const week = 7 * 24 * hour;
const at = (text: string): number => Date.parse(text) / 1000;

function inHour(
  weekday: number,
  ofDay: number,
  timeZone: string,
  isExcluded = false,
): ConditionOf<'hour'> {
  return { kind: 'hour', isExcluded, weekday, hour: ofDay, timeZone };
}

describe('wantedSpans', () => {
  const from = at('2026-03-22T00:00Z');
  const to = from + 2 * week;

  it('has all of a span without conditions on hours', () => {
    equal(wantedSpans({ from, to }, [{ kind: 'status', isExcluded: false, code: 500 }]), null);
  });

  it('has an hour of each week as the clocks of a zone show it, also when these are changed', () => {
    deepEqual(wantedSpans({ from, to }, [inHour(0, 14, 'Europe/Berlin')]), [
      { from: at('2026-03-22T13:00Z'), to: at('2026-03-22T14:00Z') },
      // On that Sunday they are put forward.
      { from: at('2026-03-29T12:00Z'), to: at('2026-03-29T13:00Z') },
    ]);
  });

  it('has an hour that is skipped once less, and one that is repeated twice', () => {
    const skipped = wantedSpans({ from, to }, [inHour(0, 2, 'Europe/Berlin')]);
    deepEqual(skipped, [{ from: at('2026-03-22T01:00Z'), to: at('2026-03-22T02:00Z') }]);
    const autumn = at('2026-10-25T00:00Z');
    deepEqual(wantedSpans({ from: autumn, to: autumn + week }, [inHour(0, 2, 'Europe/Berlin')]), [
      { from: autumn, to: autumn + 2 * hour },
    ]);
  });

  it('has whole hours of UTC where a zone is half an hour beside them', () => {
    deepEqual(wantedSpans({ from, to: from + week }, [inHour(0, 6, 'Asia/Kolkata')]), [
      { from: at('2026-03-22T00:00Z'), to: at('2026-03-22T01:00Z') },
    ]);
  });

  it('joins hours beside each other, leaves others out, and ends with the span', () => {
    const both = [inHour(0, 3, 'UTC'), inHour(0, 4, 'UTC')];
    deepEqual(wantedSpans({ from, to: from + 4.5 * hour }, both), [
      { from: from + 3 * hour, to: from + 4.5 * hour },
    ]);
    deepEqual(wantedSpans({ from: from + 60, to: from + 5 * hour }, [inHour(0, 2, 'UTC', true)]), [
      { from: from + 60, to: from + 2 * hour },
      { from: from + 3 * hour, to: from + 5 * hour },
    ]);
    const nothing = [inHour(0, 2, 'UTC'), inHour(0, 2, 'UTC', true)];
    deepEqual(wantedSpans({ from, to }, nothing), []);
  });

  it('has every hour of a week once', () => {
    for (const timeZone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu']) {
      const all = Array.from({ length: 7 * 24 }, (_, i) =>
        wantedSpans({ from, to: from + week }, [inHour(Math.floor(i / 24), i % 24, timeZone)]),
      ).flatMap((spans) => spans ?? []);
      equal(new Set(all.map((span) => span.from)).size, 7 * 24, timeZone);
    }
  });
});

describe('isTimeZone', () => {
  it('knows zones by their names', () => {
    equal(isTimeZone('Europe/Berlin'), true);
    for (const name of ['', 'Moon/Sea', 'x'.repeat(1000)]) equal(isTimeZone(name), false);
  });
});
