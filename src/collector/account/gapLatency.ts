import { histogramCount } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { spreadOverMinutes } from '../../domain/spread';
import { withoutStatus } from '../../domain/trafficKey';
import type { LatencyKey } from '../../domain/trafficKey';
import type { OpenInterval } from './accountState';
import { remainderByMinute } from './openIntervals';

/**
 * The latency of a spread interval by minute (unix seconds). It follows the requests of its (protocol, method),
 * those that the log put into their minutes and those that are laid evenly: a minute has as many observations as
 * requests, in proportion to the buckets, and each bucket's parts add up (docs/collection.md#gaps).
 */
export function latencyByMinute(
  interval: OpenInterval,
  latencyKey: LatencyKey,
): ReadonlyMap<number, Histogram> {
  const whole = interval.latency.get(latencyKey);
  if (!whole) return new Map();
  const requests = requestsByMinute(interval, latencyKey);
  return requests.length > 0 ? byWeights(whole, requests) : evenlyByMinute(whole, interval);
}

/** A distribution measured from `from` to `to` (unix ms), laid evenly over its minutes (unix seconds). */
export function evenlyByMinute(
  whole: Histogram,
  { from, to }: { readonly from: number; readonly to: number },
): ReadonlyMap<number, Histogram> {
  return byWeights(whole, spreadOverMinutes(histogramCount(whole), from, to));
}

/** Up to any minute as many observations have been placed as its share of all weights says. */
function byWeights(
  whole: Histogram,
  weights: readonly (readonly [minute: number, weight: number])[],
): Map<number, Histogram> {
  const total = histogramCount(whole);
  const weight = weights.reduce((sum, [, part]) => sum + part, 0);
  const byMinute = new Map<number, Histogram>();
  let left = whole.counts;
  let [weighed, placed] = [0, 0];
  for (const [minute, part] of weights) {
    weighed += part;
    const count = Math.floor((total * weighed) / weight) - placed;
    if (count === 0) continue;
    const counts = sample(left, count);
    left = left.map((many, bucket) => many - (counts[bucket] ?? 0));
    placed += count;
    byMinute.set(minute, { bounds: whole.bounds, counts, sum: (whole.sum * count) / total });
  }
  return byMinute;
}

/** `count` observations taken from buckets in proportion to what these hold; what is left over by the largest rest. */
function sample(buckets: readonly number[], count: number): number[] {
  const total = buckets.reduce((sum, many) => sum + many, 0);
  const taken = buckets.map((many) => Math.floor((many * count) / total));
  const rests = buckets
    .map((many, bucket) => ({ bucket, rest: (many * count) % total }))
    .sort((a, b) => b.rest - a.rest);
  const missing = count - taken.reduce((sum, many) => sum + many, 0);
  for (const { bucket } of rests.slice(0, missing)) taken[bucket] = (taken[bucket] ?? 0) + 1;
  return taken;
}

function requestsByMinute(
  interval: OpenInterval,
  latencyKey: LatencyKey,
): (readonly [minute: number, requests: number])[] {
  const requests = new Map<number, number>();
  const add = (minute: number, count: number): void => {
    requests.set(minute, (requests.get(minute) ?? 0) + count);
  };
  for (const [minute, count] of Object.entries(interval.entered.get(latencyKey) ?? {})) {
    add(Number(minute), count);
  }
  for (const key of interval.remaining.keys()) {
    if (withoutStatus(key) !== latencyKey) continue;
    for (const [minute, count] of remainderByMinute(interval, key)) add(minute, count);
  }
  return [...requests].sort(([a], [b]) => a - b);
}
