import type { Histogram } from '../../domain/histogram';
import { histogramQuantile } from '../../domain/histogram';

/**
 * A quantile as the latency columns cache it, in milliseconds. NULL for an empty distribution, and where it
 * lies above every bound: then only a limit is known, which is no number.
 */
export function cachedQuantile(histogram: Histogram | undefined, q: number): number | null {
  const quantile = histogram && histogramQuantile(histogram, q);
  return quantile && !quantile.above ? quantile.value : null;
}
