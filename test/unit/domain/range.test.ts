import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  comparedSpan,
  fixedRanges,
  shortestRange,
  spanOfRange,
  steppedSpan,
} from '../../../src/domain/range';
import type { Compare, Period } from '../../../src/domain/range';
import { weekSeconds } from '../../../src/domain/time';

const now = Date.UTC(2026, 10, 23, 22, 53, 15, 969);
const present = { now, stored: null };
const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('spanOfRange', () => {
  it('begins with a whole step and ends now, with the second that runs', () => {
    assert.deepEqual(spanOfRange('15m', now), {
      from: seconds('2026-11-23T22:39:00Z'),
      to: seconds('2026-11-23T22:53:16Z'),
      bucketSeconds: 60,
    });
    assert.deepEqual(spanOfRange('30d', now), {
      from: seconds('2026-10-25T00:00:00Z'),
      to: seconds('2026-11-23T22:53:16Z'),
      bucketSeconds: 14_400,
    });
  });

  it('begins exactly the range ago where a step does', () => {
    const { from, to } = spanOfRange('15m', Date.UTC(2026, 10, 23, 22, 53));
    assert.equal(to - from, 900);
  });

  for (const range of fixedRanges) {
    it(`cuts ${range} into steps that a chart can show`, () => {
      const { from, to, bucketSeconds } = spanOfRange(range, now);
      const steps = Math.ceil((to - from) / bucketSeconds);
      assert.equal(from % bucketSeconds, 0);
      assert.equal(bucketSeconds % 60, 0);
      assert.ok(steps > 10 && steps <= 500, String(steps));
    });
  }
});

describe('shortestRange', () => {
  it('reaches as far back as is asked for, but for a minute', () => {
    assert.equal(shortestRange(0), '15m');
    assert.equal(shortestRange(16 * 60), '15m');
    assert.equal(shortestRange(16 * 60 + 1), '1h');
    assert.equal(shortestRange(weekSeconds), '7d');
    assert.equal(shortestRange(100 * weekSeconds), '1y');
  });
});

describe('comparedSpan', () => {
  const last15 = { kind: 'last', range: '15m' } as const;
  const spanOf = (period: Period, compare: Compare = { kind: 'none' }) =>
    comparedSpan(period, compare, present);

  it('compares with the time just before, as long as the range', () => {
    const span = spanOf(last15, { kind: 'previous' });
    assert.equal(span.from - (span.compareFrom ?? 0), 15 * 60);
  });

  it('cuts a chosen span into steps, and ends it now at the latest', () => {
    const from = seconds('2026-11-23T20:10:30Z');
    const to = seconds('2026-11-24T20:00:00Z');
    assert.deepEqual(spanOf({ kind: 'between', from, to }), {
      from: seconds('2026-11-23T20:10:00Z'),
      to: seconds('2026-11-23T22:53:16Z'),
      bucketSeconds: 60,
      compareFrom: null,
    });
  });

  it('ends with a whole minute, which is read whole', () => {
    const from = seconds('2026-11-23T20:10:00Z');
    const { to } = spanOf({ kind: 'between', from, to: from + 615 });
    assert.equal(to, from + 660);
  });

  it('follows from a moment up to now', () => {
    const from = seconds('2026-11-23T22:10:20Z');
    const span = spanOf({ kind: 'since', from });
    assert.equal(span.from, seconds('2026-11-23T22:10:00Z'));
    assert.equal(span.to, seconds('2026-11-23T22:53:16Z'));
  });

  it('has all data from the first that is stored up to now', () => {
    const stored = { from: seconds('2024-01-10T07:31:00Z'), to: seconds('2026-11-01T00:00:00Z') };
    const span = comparedSpan(
      { kind: 'last', range: 'all' },
      { kind: 'previous' },
      { now, stored },
    );
    assert.equal(span.from, seconds('2024-01-08T00:00:00Z'));
    assert.equal(span.to, seconds('2026-11-23T22:53:16Z'));
    assert.equal(span.bucketSeconds, weekSeconds);
  });

  it('has the shortest range where nothing is stored', () => {
    const { from, to } = spanOf({ kind: 'last', range: 'all' });
    assert.deepEqual({ from, to }, { from: spanOf(last15).from, to: spanOf(last15).to });
  });

  it('keeps the range beside the time before a mark, whose minute is of neither', () => {
    const at = seconds('2026-11-23T22:05:20Z');
    const span = spanOf(last15, { kind: 'before', at });
    assert.equal(span.from, spanOf(last15).from);
    assert.equal(span.compareFrom, seconds('2026-11-23T22:05:00Z') - 15 * 60);
  });

  it('compares with nothing before a mark that lies in the range', () => {
    const { from } = spanOf(last15);
    assert.equal(spanOf(last15, { kind: 'before', at: from + 60 }).compareFrom, null);
    // What a first step has of before the mark is little, and not compared with itself.
    assert.equal(spanOf(last15, { kind: 'before', at: from + 59 }).compareFrom, from - 15 * 60);
  });

  it('compares with an earlier window up to its end', () => {
    const [from, to] = [seconds('2026-11-23T22:00:00Z'), seconds('2026-11-23T22:04:00Z')];
    const { compareFrom, compareTo } = spanOf(last15, { kind: 'earlier', from, to });
    assert.deepEqual([compareFrom, compareTo], [from, to]);
    const later = spanOf(last15, { kind: 'earlier', from: to + 3600, to: to + 3660 });
    assert.deepEqual([later.compareFrom, later.compareTo], [null, undefined]);
  });

  it('compares with an earlier window, but not with a later one', () => {
    const span = spanOf(last15, { kind: 'earlier', from: seconds('2026-11-23T22:00:30Z') });
    assert.equal(span.compareFrom, seconds('2026-11-23T22:00:00Z'));
    assert.equal(spanOf(last15, { kind: 'earlier', from: span.from + 60 }).compareFrom, null);
  });

  it('draws any span in steps that a chart can show and that rows fit into', () => {
    const anySpan = fc.tuple(
      fc.integer({ min: 0, max: Math.floor(now / 1000) - 60 }),
      fc.integer({ min: 1, max: 60 * 365 * 86_400 }),
    );
    fc.assert(
      fc.property(anySpan, ([from, length]) => {
        const span = spanOf({ kind: 'between', from, to: from + length });
        const { bucketSeconds: step } = span;
        assert.ok((span.to - span.from) / step <= 500);
        assert.ok(span.from <= from && from < span.from + step);
        assert.ok([60, 300, 3600, 14_400, 86_400].includes(step) || step % weekSeconds === 0);
        const isWeeks = step % weekSeconds === 0;
        if (isWeeks) assert.equal(new Date(span.from * 1000).getUTCDay(), 1, 'a Monday');
        assert.ok(span.from % Math.min(step, 86_400) === 0);
      }),
    );
  });
});

describe('steppedSpan', () => {
  it('has coarser steps where fewer are wanted', () => {
    const from = seconds('2026-11-10T00:00:00Z');
    const to = seconds('2026-11-23T22:53:16Z');
    assert.equal(steppedSpan(from, to).bucketSeconds, 3600);
    assert.equal(steppedSpan(from, to, 200).bucketSeconds, 14_400);
  });
});
