import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { inProportion } from '../../../src/domain/inProportion';

describe('inProportion', () => {
  it('gives what rounding down leaves to the largest remainders, of equal ones to the first', () => {
    deepEqual(inProportion(1, [1, 2, 1]), [0, 1, 0]);
    deepEqual(inProportion(3, [1, 2, 1]), [1, 1, 1]);
    deepEqual(inProportion(1, [1, 1]), [1, 0]);
    deepEqual(inProportion(4, [1, 2, 1]), [1, 2, 1]);
  });

  it('gives nobody anything where nobody has a weight', () => {
    deepEqual(inProportion(0, []), []);
    deepEqual(inProportion(0, [0, 0]), [0, 0]);
  });

  it('adds up, and gives nobody more than the weight', () => {
    const weights = fc.array(fc.nat({ max: 1e6 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (given, part) => {
        const count = Math.floor(part * given.reduce((sum, weight) => sum + weight, 0));
        const shares = inProportion(count, given);
        equal(
          shares.reduce((sum, share) => sum + share, 0),
          count,
        );
        ok(shares.every((share, i) => share >= 0 && share <= (given[i] ?? 0)));
      }),
      { seed: 1 },
    );
  });
});
