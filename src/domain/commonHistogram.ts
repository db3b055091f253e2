import type { Histogram } from './histogram';
import { mergeHistograms } from './histogram';

/**
 * All observations of several distributions in one; undefined for none. Those with different bounds (a server
 * that was updated) are brought to the bounds they share: coarser, and still exact.
 */
export function commonHistogram(histograms: readonly Histogram[]): Histogram | undefined {
  if (histograms.length === 0) return undefined;
  return onSharedBounds(histograms).reduce((sum, histogram) => mergeHistograms(sum, histogram));
}

/** Each of several distributions on the bounds that all of them have, which may be none. */
export function onSharedBounds(histograms: readonly Histogram[]): readonly Histogram[] {
  const [first, ...others] = histograms;
  if (!first) return [];
  const shared = others.reduce(
    (bounds, other) =>
      bounds === other.bounds ? bounds : bounds.filter((bound) => other.bounds.includes(bound)),
    first.bounds,
  );
  return histograms.map((histogram) => coarsened(histogram, shared));
}

/** The same observations in fewer buckets; `bounds` is a part of the histogram's own. */
function coarsened(histogram: Histogram, bounds: readonly number[]): Histogram {
  if (bounds.length === histogram.bounds.length) return histogram;
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let bucket = 0;
  for (const [i, count] of histogram.counts.entries()) {
    const upper = histogram.bounds[i] ?? Infinity;
    while (upper > (bounds[bucket] ?? Infinity)) bucket += 1;
    counts[bucket] = (counts[bucket] ?? 0) + count;
  }
  return { bounds, counts, sum: histogram.sum };
}
