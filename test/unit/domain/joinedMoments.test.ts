import assert from 'node:assert/strict';
import { joinedMoments } from '../../../src/domain/joinedMoments';

describe('joinedMoments', () => {
  it('leaves moments alone that have room between them', () => {
    assert.deepEqual(joinedMoments([10, 26, 42], 16), [
      { x: 10, count: 1 },
      { x: 26, count: 1 },
      { x: 42, count: 1 },
    ]);
  });

  it('joins those that would lie upon each other at the first, no matter how many there are', () => {
    assert.deepEqual(joinedMoments([10, 15, 20, 25, 26, 30, 100], 16), [
      { x: 10, count: 4 },
      { x: 26, count: 2 },
      { x: 100, count: 1 },
    ]);
  });

  it('makes nothing of nothing', () => {
    assert.deepEqual(joinedMoments([], 16), []);
  });
});
