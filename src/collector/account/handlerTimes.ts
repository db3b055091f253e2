import type { SparseHistogram } from '../../domain/sparseHistogram';

/**
 * Upper bounds, in ms, of the buckets for handler times. The log gives whole milliseconds, so up to 20 ms
 * each has a bucket of its own; above, bounds are at most 5 % apart, to ten minutes.
 */
export const handlerBounds: readonly number[] = geometricBounds(20, 1.05, 600_000);

function geometricBounds(exactUpTo: number, ratio: number, highest: number): number[] {
  const bounds: number[] = [];
  for (let bound = 0; bound < highest; bound = nextBound(bound)) bounds.push(bound);
  return [...bounds, highest];

  function nextBound(bound: number): number {
    return bound < exactUpTo ? bound + 1 : Math.floor(bound * ratio);
  }
}

/** The index in handlerBounds of the bucket that a handler time falls into. */
export function handlerBucket(milliseconds: number): number {
  let low = 0;
  let high = handlerBounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((handlerBounds[middle] ?? Infinity) < milliseconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A histogram of counts by bucket index; `sum` in ms. */
export function handlerHistogram(
  counts: Readonly<Record<number, number>>,
  sum: number,
): SparseHistogram {
  // Whole numbers are the keys of a record in ascending order.
  const filled: number[] = [];
  for (const [index, count] of Object.entries(counts)) filled.push(Number(index), count);
  return { bounds: handlerBounds, filled, sum };
}
