import { quantileOfBuckets } from './histogram';
import type { Histogram, Quantile } from './histogram';

/**
 * A histogram without its empty buckets, which most are: `filled` has the index among `counts` and the count of
 * each other bucket, one pair after the other, by index.
 */
export interface SparseHistogram {
  readonly bounds: readonly number[];
  readonly filled: readonly number[];
  /** Of all observations, ms. */
  readonly sum: number;
}

export function sparse({ bounds, counts, sum }: Histogram): SparseHistogram {
  const filled: number[] = [];
  for (const [index, count] of counts.entries()) {
    if (count !== 0) filled.push(index, count);
  }
  return { bounds, filled, sum };
}

export function dense({ bounds, filled, sum }: SparseHistogram): Histogram {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (let i = 0; i < filled.length; i += 2) counts[filled[i] ?? 0] = filled[i + 1] ?? 0;
  return { bounds, counts, sum };
}

/** The number of observations in it. */
export function sparseCount({ filled }: SparseHistogram): number {
  let total = 0;
  for (let i = 1; i < filled.length; i += 2) total += filled[i] ?? 0;
  return total;
}

/** As histogramQuantile of the dense one. */
export function sparseQuantile(histogram: SparseHistogram, q: number): Quantile | undefined {
  const buckets = bucketsOf(histogram);
  return quantileOfBuckets(histogram.bounds, buckets, sparseCount(histogram), q);
}

function* bucketsOf({ filled }: SparseHistogram): Generator<readonly [number, number]> {
  for (let i = 0; i < filled.length; i += 2) yield [filled[i] ?? 0, filled[i + 1] ?? 0];
}
