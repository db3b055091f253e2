import { strict as assert } from 'node:assert';
import { comparedSpan, ranges, spanOfRange } from '../../../src/domain/range';

const now = Date.UTC(2026, 10, 23, 22, 53, 15, 969);
const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('spanOfRange', () => {
  it('begins with a whole step and ends now', () => {
    assert.deepEqual(spanOfRange('15m', now), {
      from: seconds('2026-11-23T22:39:00Z'),
      to: seconds('2026-11-23T22:53:15Z'),
      bucketSeconds: 60,
    });
    assert.deepEqual(spanOfRange('30d', now), {
      from: seconds('2026-10-25T00:00:00Z'),
      to: seconds('2026-11-23T22:53:15Z'),
      bucketSeconds: 14_400,
    });
  });

  it('begins exactly the range ago where a step does', () => {
    const { from, to } = spanOfRange('15m', Date.UTC(2026, 10, 23, 22, 53));
    assert.equal(to - from, 900);
  });

  for (const range of ranges) {
    it(`cuts ${range} into steps that a chart can show`, () => {
      const { from, to, bucketSeconds } = spanOfRange(range, now);
      const steps = Math.ceil((to - from) / bucketSeconds);
      assert.equal(from % bucketSeconds, 0);
      assert.equal(bucketSeconds % 60, 0);
      assert.ok(steps > 10 && steps <= 500, String(steps));
    });
  }
});

describe('comparedSpan', () => {
  const last15 = { kind: 'last', range: '15m' } as const;

  it('compares with the time just before, as long as the range', () => {
    const span = comparedSpan(last15, { kind: 'previous' }, now);
    assert.equal(span.from - (span.compareFrom ?? 0), 15 * 60);
  });

  it('cuts a chosen span into steps, and ends it now at the latest', () => {
    const from = seconds('2026-11-23T20:10:30Z');
    const to = seconds('2026-11-24T20:00:00Z');
    assert.deepEqual(comparedSpan({ kind: 'between', from, to }, { kind: 'none' }, now), {
      from: seconds('2026-11-23T20:10:00Z'),
      to: seconds('2026-11-23T22:53:15Z'),
      bucketSeconds: 60,
      compareFrom: null,
    });
  });

  it('leaves the minute of a mark to neither side', () => {
    const at = seconds('2026-11-23T22:45:20Z');
    const span = comparedSpan(last15, { kind: 'since', at }, now);
    assert.equal(span.from, seconds('2026-11-23T22:46:00Z'));
    // As long before the mark's minute as since it: 7 min 15 s, in whole minutes.
    assert.equal(span.compareFrom, seconds('2026-11-23T22:37:00Z'));
  });

  it('compares with an earlier window, but not with a later one', () => {
    const earlier = seconds('2026-11-23T22:00:30Z');
    const span = comparedSpan(last15, { kind: 'earlier', from: earlier }, now);
    assert.equal(span.compareFrom, seconds('2026-11-23T22:00:00Z'));
    const later = comparedSpan(last15, { kind: 'earlier', from: span.from + 60 }, now);
    assert.equal(later.compareFrom, null);
  });

  it('never has more steps than a chart can show', () => {
    for (const length of [60, 7200, 86_400, 8 * 86_400, 400 * 86_400]) {
      const to = seconds('2026-11-23T22:00:00Z');
      const period = { kind: 'between', from: to - length, to } as const;
      const { from, to: end, bucketSeconds } = comparedSpan(period, { kind: 'previous' }, now);
      assert.ok((end - from) / bucketSeconds <= 500);
      assert.equal(from % bucketSeconds, 0);
    }
  });
});
