import assert from 'node:assert/strict';
import { heatmap, tone } from '../../../../webview/panels/heatmap';

const hour = 3600;
/** Monday, 23 November 2026, 22:53 UTC. */
const now = Date.UTC(2026, 10, 23, 22, 53) / 1000;
const at = (iso: string): number => Date.parse(iso) / 1000;
const row = (iso: string, requests: number, coveredSeconds = hour) => ({
  at: at(iso),
  requests,
  coveredSeconds,
});

describe('heatmap', () => {
  it('has seven days of 24 hours, today last, and tells what was not collected', () => {
    const map = heatmap(
      [
        row('2026-11-23T22:00Z', 120, 1200),
        row('2026-11-22T00:00Z', 60),
        row('2026-11-21T05:00Z', 0, 0),
      ],
      now,
      () => 0,
    );
    assert.equal(map.days.length, 7);
    assert.equal(map.days[6]?.hours[22]?.perMinute, 6);
    assert.equal(map.days[5]?.hours[0]?.perMinute, 1);
    assert.equal(map.days[4]?.hours[5]?.perMinute, null);
    assert.equal(map.days.at(-1)?.hours[23], undefined);
    assert.deepEqual([map.highest, map.approximate], [6, false]);
  });

  it('puts UTC hours where they are in the reader´s day', () => {
    const map = heatmap([row('2026-11-22T23:00Z', 60)], now, () => 2 * hour);
    // At 01:00 on the 23rd; it is the 24th there by now.
    assert.equal(map.days[5]?.hours[1]?.requests, 60);
  });

  it('says that half-hour zones are approximate, and counts an hour where most of it is', () => {
    const map = heatmap([row('2026-11-23T10:00Z', 60)], now, () => 5.5 * hour);
    assert.equal(map.approximate, true);
    const today = map.days.findLastIndex((day) => day.hours.some((cell) => cell));
    assert.equal(map.days[today]?.hours[16]?.requests, 60);
  });

  it('has the hour under way in the last half of the day of a half-hour zone', () => {
    const late = at('2026-11-23T18:22Z');
    const hours = [row('2026-11-17T19:00Z', 1), row('2026-11-23T18:00Z', 60)];
    const map = heatmap(hours, late, () => 5.5 * hour);
    assert.equal(map.days.length, 7);
    assert.deepEqual([map.days[6]?.weekday, map.days[6]?.hours[0]?.requests], [2, 60]);
    assert.equal(map.days[0]?.hours[1]?.requests, 1);
    assert.equal(new Date(1000 * (map.days[6]?.at ?? 0) + 5.5 * hour * 1000).getUTCDay(), 2);
  });

  it('adds up an hour that the clocks repeat', () => {
    const back = at('2026-11-23T01:00Z');
    const offset = (moment: number): number => (moment < back ? 2 * hour : hour);
    const map = heatmap([row('2026-11-23T00:00Z', 5), row('2026-11-23T01:00Z', 7)], now, offset);
    assert.equal(map.days[6]?.hours[2]?.requests, 12);
  });
});

describe('tone', () => {
  it('is none for nothing and the strongest for the most', () => {
    assert.deepEqual(
      [0, 0.1, 5, 10].map((rate) => tone(rate, 10, 4)),
      [0, 1, 2, 4],
    );
  });
});
