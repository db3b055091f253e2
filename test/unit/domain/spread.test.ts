import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { spreadOverMinutes } from '../../../src/domain/spread';
import { after, minute } from '../../support/times';

describe('spreadOverMinutes', () => {
  it('gives second s of T what floor(n*s/T) says', () => {
    deepEqual(spreadOverMinutes(10, after(30), after(150)), [
      [minute(0), 2],
      [minute(1), 5],
      [minute(2), 3],
    ]);
  });

  it('names no minute that gets nothing', () => {
    deepEqual(spreadOverMinutes(1, after(0), after(300)), [[minute(4), 1]]);
    deepEqual(spreadOverMinutes(0, after(0), after(300)), []);
  });

  it('adds up, in whole numbers, minute by minute in order, each within the span and none above its share', () => {
    const length = fc.integer({ min: 1, max: 86_400_000 });
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(3_600_000), length, (count, offset, span) => {
        const from = after(0) + offset;
        const to = from + span;
        const parts = spreadOverMinutes(count, from, to);
        const sum = parts.reduce((total, [, part]) => total + part, 0);
        return (
          sum === count &&
          parts.every(([at, part], i) => {
            const share = Math.ceil((count * Math.min(60_000, span)) / span);
            const inside = at * 1000 < to && at * 1000 + 60_000 > from && at % 60 === 0;
            const later = i === 0 || at > (parts[i - 1]?.[0] ?? 0);
            return Number.isInteger(part) && part > 0 && part <= share && inside && later;
          })
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is monotone: by any minute, more requests have had at least as many', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(3_600_000), (count, more, span) => {
        const to = after(1) + span;
        const before = (parts: ReturnType<typeof spreadOverMinutes>, at: number): number =>
          parts.filter(([start]) => start <= at).reduce((sum, [, part]) => sum + part, 0);
        const few = spreadOverMinutes(count, after(0), to);
        const many = spreadOverMinutes(count + more, after(0), to);
        return few.every(([at]) => before(many, at) >= before(few, at));
      }),
      { seed: 1 },
    );
  });
});
