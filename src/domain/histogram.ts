import { sumOf } from './sum';

/**
 * A latency distribution in Prometheus' sense, not cumulative: `counts[i]` observations fell into
 * (bounds[i-1], bounds[i]], the last of `counts` holds what lay above every bound (the +Inf bucket).
 * Bounds and `sum` are milliseconds; bounds ascend and exclude +Inf, so counts.length = bounds.length + 1.
 */
export interface Histogram {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** A quantile with the bucket it was read from, all milliseconds; `above` when it lies in the +Inf bucket. */
export interface Quantile {
  /** The interpolated value, or the highest finite bound when `above`: then it is a bound, not a number. */
  readonly value: number;
  readonly bucket: readonly [from: number, to: number];
  readonly above: boolean;
}

/** The number of observations in a histogram. */
export function histogramCount(histogram: Histogram): number {
  return histogram.counts.reduce((total, count) => total + count, 0);
}

/**
 * The distribution without one observation that took no longer than `longest` ms: of those that can be it, one
 * in the highest bucket. Its time is taken for `longest`, as far as the buckets of the others allow. Undefined when
 * nothing is left.
 */
export function withoutObservation(histogram: Histogram, longest: number): Histogram | undefined {
  const { bounds, counts } = histogram;
  if (histogramCount(histogram) <= 1) return undefined;
  const filled = counts.flatMap((count, i) => (count > 0 ? [i] : []));
  const bucket = filled.findLast((i) => (bounds[i - 1] ?? 0) < longest) ?? filled[0];
  const left = counts.map((count, i) => (i === bucket ? count - 1 : count));
  const leastSum = sumOf(left.map((count, i) => count * (bounds[i - 1] ?? 0)));
  const sum = Math.max(histogram.sum - longest, Math.min(leastSum, histogram.sum));
  return { bounds, counts: left, sum };
}

/**
 * The distribution of both together. Exact, because buckets add up.
 * @throws RangeError when the bounds differ: such histograms cannot be merged without guessing.
 */
export function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  if (a.bounds.length !== b.bounds.length || a.bounds.some((bound, i) => bound !== b.bounds[i])) {
    throw new RangeError('Histograms with different bounds cannot be merged.');
  }
  return {
    bounds: a.bounds,
    counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)),
    sum: a.sum + b.sum,
  };
}

/**
 * The `q`-quantile (0 < q < 1) by the rule of Prometheus' histogram_quantile: linear interpolation inside
 * the bucket that holds the rank, the first bucket beginning at 0. Undefined for an empty histogram.
 */
export function histogramQuantile(histogram: Histogram, q: number): Quantile | undefined {
  const { bounds, counts } = histogram;
  return quantileOfBuckets(bounds, counts.entries(), histogramCount(histogram), q);
}

/** The same of buckets given as index and count, by index; empty ones may be left out. */
export function quantileOfBuckets(
  bounds: readonly number[],
  buckets: Iterable<readonly [index: number, count: number]>,
  total: number,
  q: number,
): Quantile | undefined {
  const rank = q * total;
  if (rank === 0) return undefined;
  let below = 0;
  for (const [i, count] of buckets) {
    const bound = bounds[i];
    if (bound === undefined) break;
    if (below + count >= rank && count > 0) return interpolated(bounds, i, rank - below, count);
    below += count;
  }
  const highest = bounds[bounds.length - 1] ?? 0;
  return { value: highest, bucket: [highest, Infinity], above: true };
}

/** The value of an observation by its rank among the `count` of its bucket; a first one up to 0 or below has no beginning. */
function interpolated(
  bounds: readonly number[],
  index: number,
  rank: number,
  count: number,
): Quantile {
  const bound = bounds[index] ?? 0;
  if (index === 0 && bound <= 0) return { value: bound, bucket: [-Infinity, bound], above: false };
  const from = bounds[index - 1] ?? 0;
  return { value: from + ((bound - from) * rank) / count, bucket: [from, bound], above: false };
}
