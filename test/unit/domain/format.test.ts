import { strict as assert } from 'node:assert';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
  formatPreciseTime,
  formatQuantile,
  formatRate,
  formatShare,
  formatStep,
  formatTime,
} from '../../../src/domain/format';

/** With plain spaces, which are easier to read here. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('format', () => {
  it('writes counts and rates', () => {
    assert.equal(formatCount(5627, 'en'), '5,627');
    assert.equal(formatCount(5627, 'de'), '5.627');
    assert.deepEqual(
      [0, 0.004, 0.18, 1.154, 14.21, 412.3, 1200].map((rate) => formatRate(rate, 'en')),
      ['0', '<0.01', '0.18', '1.15', '14.2', '412', '1,200'],
    );
  });

  it('writes shares, and 0% and 100% only for none and all', () => {
    assert.deepEqual(
      [0, 0.0001, 0.021, 0.105, 0.99999, 1].map((share) => formatShare(share, 'en')),
      ['0%', '<0.1%', '2.1%', '10.5%', '99.9%', '100%'],
    );
  });

  it('writes durations', () => {
    assert.deepEqual(
      [0, 0.99, 1, 8.64, 9.97, 217.4, 999.4, 999.6, 2041, 75_000].map((ms) =>
        plain(formatDuration(ms, 'en')),
      ),
      ['< 1 ms', '< 1 ms', '1 ms', '8.6 ms', '10 ms', '217 ms', '999 ms', '1 s', '2.04 s', '75 s'],
    );
  });

  it('writes a quantile above every bound as more than that bound', () => {
    const above = { value: 10_000, bucket: [10_000, Infinity], above: true } as const;
    assert.equal(plain(formatQuantile(above, 'en')), '> 10 s');
    assert.equal(formatQuantile(null, 'en'), '–');
  });

  it('writes sizes', () => {
    assert.deepEqual(
      [0, 999, 1000, 464_300, 12_000_000_000].map((bytes) => plain(formatBytes(bytes, 'en'))),
      ['0 B', '999 B', '1 kB', '464.3 kB', '12 GB'],
    );
  });

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
