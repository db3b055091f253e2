import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  centered,
  moved,
  periodOf,
  resized,
  unitFor,
} from '../../../../webview/dashboard/overviewWindow';
import type { Room } from '../../../../webview/dashboard/overviewWindow';
import { start } from '../dashboards';

const hour = 3600;
const day = 24 * hour;
/** Two weeks up to 22:53:15 in India. */
const extent = { from: start - 14 * day, to: start + 53 * 60 + 15 };
const room: Room = { extent, unit: hour, offset: () => 5.5 * hour };

describe('the window over all stored data', () => {
  it('moves in whole units of local time and keeps its length', () => {
    const window = { from: extent.to - day, to: extent.to };
    const earlier = moved(window, -5 * hour, room);
    assert.equal(earlier.to - earlier.from, day);
    assert.equal((earlier.from + 5.5 * hour) % hour, 0);
    assert.ok(Math.abs(earlier.from - (window.from - 5 * hour)) <= hour / 2);
  });

  it('stops at both ends, where it ends now', () => {
    const window = { from: start - 3 * day, to: start - 2 * day };
    assert.deepEqual(moved(window, 30 * day, room), { from: extent.to - day, to: extent.to });
    assert.deepEqual(moved(window, -30 * day, room), {
      from: extent.from,
      to: extent.from + day,
    });
    const near = moved(window, extent.to - window.to - 20 * 60, room);
    assert.equal(near.to, extent.to);
  });

  it('comes to where one clicks', () => {
    const window = centered({ from: extent.to - 2 * hour, to: extent.to }, start - 5 * day, room);
    assert.equal(window.to - window.from, 2 * hour);
    assert.ok(window.from < start - 5 * day && start - 5 * day < window.to);
  });

  it('is resized at either end, a unit long at least', () => {
    const window = { from: start - 3 * day, to: start - 2 * day };
    assert.deepEqual(resized(window, 'from', start, room), {
      from: window.to - hour,
      to: window.to,
    });
    assert.deepEqual(resized(window, 'to', 0, room), { from: window.from, to: window.from + hour });
    assert.equal(resized(window, 'from', 0, room).from, extent.from);
    assert.equal(resized(window, 'to', extent.to - 60, room).to, extent.to);
    const local = resized(window, 'to', start - day + 100, room);
    assert.equal((local.to + 5.5 * hour) % hour, 0);
  });

  it('stays within what there is, however it is moved', () => {
    const ends = fc.tuple(
      fc.integer({ min: extent.from, max: extent.to - 60 }),
      fc.integer({ min: 60, max: 20 * day }),
    );
    const unit = fc.constantFrom(60, 300, 900, hour, 4 * hour, day);
    fc.assert(
      fc.property(ends, fc.integer({ min: -30 * day, max: 30 * day }), unit, (own, by, size) => {
        const window = { from: own[0], to: Math.min(own[0] + own[1], extent.to) };
        const sized = { ...room, unit: Math.min(size, unitFor((window.to - window.from) / 3)) };
        const all = [
          moved(window, by, sized),
          resized(window, 'from', window.from + by, sized),
          resized(window, 'to', window.to + by, sized),
        ];
        for (const { from, to } of all) {
          assert.ok(extent.from <= from && from < to && to <= extent.to);
        }
      }),
    );
  });
});

describe('periodOf', () => {
  it('follows new data where the window ends now', () => {
    const { to } = extent;
    assert.deepEqual(periodOf({ from: to - day, to }, extent), { kind: 'last', range: '24h' });
    assert.deepEqual(periodOf({ from: to - day + 1200, to }, extent), {
      kind: 'last',
      range: '24h',
    });
    assert.deepEqual(periodOf({ from: to - 2 * day, to }, extent), {
      kind: 'since',
      from: to - 2 * day,
    });
    assert.deepEqual(periodOf(extent, extent), { kind: 'last', range: 'all' });
  });

  it('stays where it is in the past', () => {
    const window = { from: start - 2 * day, to: start - day };
    assert.deepEqual(periodOf(window, extent), { kind: 'between', ...window });
  });
});
