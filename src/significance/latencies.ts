import { onSharedBounds } from '../domain/commonHistogram';
import type { Histogram, Quantile } from '../domain/histogram';
import { histogramQuantile } from '../domain/histogram';
import { sumOf } from '../domain/sum';
import { fewestExpected, fisherExact } from './fisherExact';
import { mannWhitney } from './mannWhitney';

/** How the latencies of two spans differ, and whether chance alone may have made it so. */
export interface LatencyTest {
  /** Mann-Whitney's test of the buckets' ranks; where nearly all are in one bucket Fisher's of those beyond the median's. */
  readonly method: 'ranks' | 'fisher';
  /** How probable it is that spans without any difference differ at least so much: 0 to 1. */
  readonly p: number;
  /** Of all pairs of a request before and one after, the share in which the one after took longer; ties count half. */
  readonly longer: number;
  /** The medians, each with the bucket that it was read from. */
  readonly medians: readonly [before: Quantile, after: Quantile];
}

/**
 * Compares the latencies of two spans (docs/comparison.md#latency); undefined where one has none, or their buckets have no
 * bound in common.
 */
export function compareLatencies(before: Histogram, after: Histogram): LatencyTest | undefined {
  const [was, is] = [histogramQuantile(before, 0.5), histogramQuantile(after, 0.5)];
  const [sharedBefore, sharedAfter] = onSharedBounds([before, after]);
  if (!was || !is || !sharedBefore || !sharedAfter) return undefined;
  if (sharedBefore.bounds.length === 0) return undefined;
  const counts = [sharedBefore.counts, sharedAfter.counts] as const;
  const { p, greater } = mannWhitney(...counts);
  const isTied = expectedApart(...counts) < fewestExpected;
  return {
    method: isTied ? 'fisher' : 'ranks',
    p: isTied ? medianP(...counts) : p,
    longer: greater,
    medians: [was, is],
  };
}

/** How many of the smaller span were to be expected outside the fullest bucket: ranks that are all one are not normal. */
function expectedApart(before: readonly number[], after: readonly number[]): number {
  const [ofBefore, ofAfter] = [sumOf(before), sumOf(after)];
  const all = ofBefore + ofAfter;
  const fullest = before.reduce((most, count, i) => Math.max(most, count + (after[i] ?? 0)), 0);
  return (Math.min(ofBefore, ofAfter) * (all - fullest)) / all;
}

/** Fisher's exact test of how many lie above the bucket that holds the median of both together. */
function medianP(before: readonly number[], after: readonly number[]): number {
  const [ofBefore, ofAfter] = [sumOf(before), sumOf(after)];
  let [aboveBefore, aboveAfter] = [ofBefore, ofAfter];
  for (const [i, count] of before.entries()) {
    aboveBefore -= count;
    aboveAfter -= after[i] ?? 0;
    if (2 * (aboveBefore + aboveAfter) <= ofBefore + ofAfter) break;
  }
  return fisherExact([aboveBefore, ofBefore], [aboveAfter, ofAfter]);
}
