import { strict as assert } from 'node:assert';
import { largestParts } from '../../../src/domain/changeParts';

const parts = (changes: readonly number[], limit = 5): (string | number)[][] =>
  largestParts(
    changes.map((change, i) => ({ item: 'abcdef'[i] ?? '', change })),
    limit,
  ).map(({ item, share }) => [item, share]);

describe('largestParts', () => {
  it('ranks by the part in the whole change, whichever way it went', () => {
    assert.deepEqual(parts([1, 3]), [
      ['b', 0.75],
      ['a', 0.25],
    ]);
    assert.deepEqual(parts([-1, -3]), [
      ['b', 0.75],
      ['a', 0.25],
    ]);
  });

  it('leaves out who went the other way, and lets a part be more than the whole', () => {
    assert.deepEqual(parts([6, -3]), [['a', 2]]);
  });

  it('knows no part of nothing, and names only so many', () => {
    assert.deepEqual(parts([2, -2]), []);
    assert.equal(parts([1, 1, 1, 1, 1, 1], 3).length, 3);
  });
});
