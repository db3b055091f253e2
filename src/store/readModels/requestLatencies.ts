import requestLatenciesSql from '../../../sql/readModels/requestLatencies.sql';
import type { Histogram, Quantile } from '../../domain/histogram';
import { histogramQuantile } from '../../domain/histogram';
import type { Connection } from '../database/connection';
import { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import type { Segment } from './segments';

/** A quantile; null for an empty or missing distribution. */
export function quantileOrNull(histogram: Histogram | undefined, q: number): Quantile | null {
  return (histogram && histogramQuantile(histogram, q)) ?? null;
}

/**
 * The distribution of whole requests in each step of `step` seconds from `from` on, steps without any
 * left out. Endpoints that are left out of the counts are still in it: the server does not tell them apart.
 */
export function requestLatencies(
  connection: Connection,
  segments: readonly Segment[],
  { from, step }: { readonly from: number; readonly step: number },
): ReadonlyMap<number, Histogram> {
  const bounds = new BucketBounds(connection);
  const sums = new Map<number, HistogramSum>();
  const parameters = { segments: JSON.stringify(segments), from, step };
  for (const row of connection.all(requestLatenciesSql, parameters)) {
    const index = row.number('step');
    const sum = sums.get(index) ?? new HistogramSum(bounds);
    sums.set(index, sum);
    sum.add(row);
  }
  return totals(sums);
}

function totals<Key>(sums: ReadonlyMap<Key, HistogramSum>): Map<Key, Histogram> {
  const histograms = new Map<Key, Histogram>();
  for (const [key, sum] of sums) {
    const total = sum.total();
    if (total) histograms.set(key, total);
  }
  return histograms;
}
