import assert from 'node:assert/strict';
import { spanText, stepStartText, stepText } from '../../../src/domain/spanText';
import { timeFormat } from '../../../src/domain/timeFormat';

/** Monday, 23 November 2026, 22:38:00 UTC. */
const at = Date.UTC(2026, 10, 23, 22, 38) / 1000;

describe('spans and steps in words', () => {
  const times = timeFormat('en', 'UTC');

  it('names a step by what tells it from its neighbours', () => {
    assert.equal(stepText(times, at, 60, false), '22:38 – 22:39');
    assert.equal(stepText(times, at - 38 * 60, 3600, true), 'Mon 23 Nov 22:00 – 23:00');
    assert.equal(stepText(times, at, 86_400, true), 'Mon 23 Nov');
  });

  it('names where a step begins no finer than it is', () => {
    assert.equal(stepStartText(times, at, at, 60), '22:38');
    assert.equal(stepStartText(times, at, at + 7200, 3600), '23 Nov 22:38');
    const american = timeFormat('en', 'America/New_York');
    const monday = Date.UTC(2026, 10, 23) / 1000;
    assert.equal(stepStartText(american, monday, at, 86_400), '23 Nov');
    assert.equal(stepStartText(american, monday, at, 14 * 86_400), '23 Nov 2026');
  });

  it('names a period', () => {
    assert.deepEqual(spanText(times, at, at + 900), { day: 'Mon 23 Nov', times: '22:38 – 22:53' });
    assert.deepEqual(spanText(times, at, at + 7200), { day: 'Mon 23 Nov', times: '22:38 – 00:38' });
    assert.deepEqual(spanText(times, at - 86_400, at), {
      day: '',
      times: '22 Nov 22:38 – 23 Nov 22:38',
    });
    assert.deepEqual(spanText(times, at - 7 * 86_400, at), {
      day: '',
      times: 'Mon 16 Nov – Mon 23 Nov',
    });
  });

  it('names weeks by their days and year, of UTC as their rows are', () => {
    const monday = Date.UTC(2026, 10, 23) / 1000;
    const american = timeFormat('en', 'America/New_York');
    assert.equal(stepText(american, monday, 7 * 86_400, true), '23 Nov – 29 Nov 2026');
    assert.equal(stepText(american, monday, 86_400, true), 'Mon 23 Nov');
  });

  describe('in the hour that comes twice', () => {
    const berlin = timeFormat('en', 'Europe/Berlin');
    /** 02:30 of summer time; clocks are put back at 03:00. */
    const first = Date.UTC(2026, 9, 25, 0, 30) / 1000;

    it('says of each step which of the two it is in', () => {
      assert.equal(stepText(berlin, first, 60, false), '02:30 – 02:31 CEST');
      assert.equal(stepText(berlin, first + 3600, 60, true), 'Sun 25 Oct 02:30 – 02:31 CET');
      assert.equal(stepText(berlin, first - 1800, 3600, false), '02:00 CEST – 02:00 CET');
      assert.equal(stepText(berlin, first + 1800, 3600, false), '02:00 CET – 03:00');
      assert.equal(stepText(berlin, first - 1860, 60, false), '01:59 – 02:00 CEST');
    });

    it('says it of the ends of a period, too', () => {
      assert.deepEqual(spanText(berlin, first, first + 3600), {
        day: 'Sun 25 Oct',
        times: '02:30 CEST – 02:30 CET',
      });
    });

    it('says nothing around it, nor of the hour that is left out in spring', () => {
      assert.equal(stepText(berlin, first + 2 * 3600, 60, false), '03:30 – 03:31');
      const spring = Date.UTC(2026, 2, 29, 0, 30) / 1000;
      assert.equal(stepText(berlin, spring, 3600, false), '01:30 – 03:30');
    });
  });
});
