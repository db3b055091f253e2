import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  handlerBounds,
  handlerBucket,
  handlerHistogram,
} from '../../../../src/collector/account/handlerTimes';

describe('handlerTimes', () => {
  it('have a bucket for each millisecond up to 20', () => {
    deepEqual(handlerBounds.slice(0, 21), [...Array(21).keys()]);
  });

  it('have bounds at most 5 % apart beyond, up to ten minutes', () => {
    for (const [i, bound] of handlerBounds.entries()) {
      const before = handlerBounds[i - 1] ?? -1;
      ok(bound > before && (bound <= 20 || bound <= before * 1.05 || bound === 600_000));
    }
    equal(handlerBounds.at(-1), 600_000);
  });

  it('fall into the bucket whose bound they do not exceed, or above all', () => {
    for (const ms of [0, 1, 20, 21, 22, 1000, 599_999, 600_000]) {
      const bucket = handlerBucket(ms);
      ok(ms <= (handlerBounds[bucket] ?? -1) && ms > (handlerBounds[bucket - 1] ?? -1));
    }
    equal(handlerBucket(600_001), handlerBounds.length);
  });

  it('make a histogram of the buckets that hold something, in order', () => {
    const histogram = handlerHistogram({ 17: 1, 0: 3, 7: 1 }, 9);
    deepEqual(histogram, { bounds: handlerBounds, filled: [0, 3, 7, 1, 17, 1], sum: 9 });
  });
});
