import type { Histogram } from '../../domain/histogram';

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
  const index = handlerBounds.findIndex((bound) => milliseconds <= bound);
  return index < 0 ? handlerBounds.length : index;
}

/** A histogram of counts by bucket index; `sum` in ms. */
export function handlerHistogram(counts: Readonly<Record<number, number>>, sum: number): Histogram {
  return {
    bounds: handlerBounds,
    counts: Array.from({ length: handlerBounds.length + 1 }, (_, i) => counts[i] ?? 0),
    sum,
  };
}
