import { strict as assert } from 'node:assert';
import {
  formatMoment,
  formatPreciseTime,
  formatStep,
  formatTime,
} from '../../../src/domain/timeText';

describe('times as text', () => {
  it('writes times of day with 24 hours', () => {
    const time = new Date(2026, 10, 23, 22, 53, 15, 969).getTime();
    assert.equal(formatTime(time, 'en'), '22:53:15');
    assert.equal(formatPreciseTime(time, 'en'), '22:53:15.969');
    assert.equal(formatTime(new Date(2026, 10, 23, 0, 0, 1).getTime(), 'en'), '00:00:01');
  });

  it('writes the date of a moment only where it is another one', () => {
    const moment = new Date(2026, 10, 23, 22, 53, 15).getTime();
    const hour = 3_600_000;
    assert.equal(formatMoment(moment, moment + hour, 'en'), '22:53:15');
    assert.equal(formatMoment(moment, moment + 2 * hour, 'en'), '23 Nov 22:53:15');
  });

  it('writes a step no finer than it is', () => {
    const moment = new Date(2026, 10, 23, 22, 53, 15).getTime();
    const later = moment + 7_200_000;
    assert.equal(formatStep(moment, { now: moment, seconds: 60, locale: 'en' }), '22:53');
    assert.equal(formatStep(moment, { now: later, seconds: 3600, locale: 'en' }), '23 Nov 22:53');
    assert.equal(formatStep(moment, { now: moment, seconds: 86_400, locale: 'en' }), '23 Nov');
  });
});
