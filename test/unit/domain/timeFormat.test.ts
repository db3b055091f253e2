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

  it('names years', () => {
    assert.equal(times.dateOfYear(at), '23 Nov 2026');
    assert.equal(times.month(at), 'Nov 2026');
  });

  it('names a moment and a period as they can be understood elsewhere and later', () => {
    assert.equal(times.dated(at + 15), '23 Nov 2026 22:38:15');
    assert.equal(times.wholeSpan(at, at + 900), '23 Nov 2026 22:38 – 22:53, UTC');
    assert.equal(times.wholeSpan(at, at + 7200), '23 Nov 2026 22:38 – 24 Nov 2026 00:38, UTC');
    const berlin = timeFormat('en', 'Europe/Berlin');
    assert.equal(berlin.zone(at), 'CET');
    // Summer time ended on 25 October 2026.
    const summer = Date.UTC(2026, 9, 24, 12) / 1000;
    assert.equal(
      berlin.wholeSpan(summer, summer + 86_400),
      '24 Oct 2026 14:00 CEST – 25 Oct 2026 13:00, CET',
    );
  });

  it('follows the time zone', () => {
    assert.equal(timeFormat('en', 'Europe/Berlin').minute(at), '23:38');
  });
});
