import assert from 'node:assert/strict';
import { timeFormat } from '../../../src/domain/timeFormat';

/** Monday, 23 November 2026, 22:38:00 UTC. */
const at = Date.UTC(2026, 10, 23, 22, 38) / 1000;

describe('timeFormat', () => {
  const times = timeFormat('en', 'UTC');

  it('writes times of day on a 24-hour clock', () => {
    assert.equal(times.clock(at + 915), '22:53:15');
    assert.equal(times.minute(at), '22:38');
    assert.equal(times.minute(at - 22 * 3600), '00:38');
  });

  it('writes milliseconds for the tail', () => {
    assert.equal(times.clockMs((at + 899) * 1000 + 969), '22:52:59.969');
  });

  it('leaves out the day where it is clear', () => {
    assert.equal(times.short(at, at + 60), '22:38');
    assert.equal(times.short(at, at + 86_400), '23 Nov 22:38');
    assert.equal(times.moment(at + 15, at + 3600), '22:38:15');
    assert.equal(times.moment(at + 15, at + 7200), '23 Nov 22:38:15');
  });

  it('names the day where it is the same one of another year', () => {
    assert.equal(times.short(at, at + 365 * 86_400), '23 Nov 22:38');
    assert.equal(times.moment(at, at - 365 * 86_400), '23 Nov 22:38:00');
  });

  it('names where a step begins no finer than it is', () => {
    assert.equal(times.stepStart(at, at, 60), '22:38');
    assert.equal(times.stepStart(at, at + 7200, 3600), '23 Nov 22:38');
    assert.equal(times.stepStart(at, at, 86_400), '23 Nov');
  });

  it('names a step by what tells it from its neighbours', () => {
    assert.equal(times.step(at, 60, false), '22:38 – 22:39');
    assert.equal(times.step(at - 38 * 60, 3600, true), 'Mon 23 Nov 22:00 – 23:00');
    assert.equal(times.step(at, 86_400, true), 'Mon 23 Nov');
  });

  it('names a period', () => {
    assert.deepEqual(times.span(at, at + 900), { day: 'Mon 23 Nov', times: '22:38 – 22:53' });
    assert.deepEqual(times.span(at, at + 7200), { day: 'Mon 23 Nov', times: '22:38 – 00:38' });
    assert.deepEqual(times.span(at - 86_400, at), {
      day: '',
      times: '22 Nov 22:38 – 23 Nov 22:38',
    });
    assert.deepEqual(times.span(at - 7 * 86_400, at), {
      day: '',
      times: 'Mon 16 Nov – Mon 23 Nov',
    });
  });

  it('follows the time zone', () => {
    assert.equal(timeFormat('en', 'Europe/Berlin').minute(at), '23:38');
  });
});
