import { histogramCount } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { spreadOverMinutes } from '../../domain/spread';
import { withoutStatus } from '../../domain/trafficKey';
import type { OpenInterval } from './accountState';
import { remainderByMinute } from './openIntervals';

/**
 * The latency of a spread interval by minute (unix seconds): each bucket follows the requests of its
 * (protocol, method), those that the log put into their minutes and those that are laid evenly. So a minute
 * has a distribution where it has requests, and each bucket's parts add up (design, collection, section 3,
 * rule 7).
 */
export function latencyByMinute(
  interval: OpenInterval,
  latencyKey: string,
): ReadonlyMap<number, Histogram> {
  const whole = interval.latency[latencyKey];
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

function byWeights(
  whole: Histogram,
  weights: readonly (readonly [minute: number, weight: number])[],
): Map<number, Histogram> {
  const total = histogramCount(whole);
  const weight = weights.reduce((sum, [, part]) => sum + part, 0);
  const byMinute = new Map<number, Histogram>();
  let before = 0;
  for (const [minute, part] of weights) {
    const [from, to] = [before, before + part];
    before = to;
    const counts = whole.counts.map(
      (count) => Math.floor((count * to) / weight) - Math.floor((count * from) / weight),
    );
    const count = counts.reduce((sum, added) => sum + added, 0);
    const sum = (whole.sum * count) / total;
    if (count > 0) byMinute.set(minute, { bounds: whole.bounds, counts, sum });
  }
  return byMinute;
}

function requestsByMinute(
  interval: OpenInterval,
  latencyKey: string,
): (readonly [minute: number, requests: number])[] {
  const requests = new Map<number, number>();
  const add = (minute: number, count: number): void => {
    requests.set(minute, (requests.get(minute) ?? 0) + count);
  };
  for (const [minute, count] of Object.entries(interval.entered[latencyKey] ?? {})) {
    add(Number(minute), count);
  }
  for (const key of Object.keys(interval.remaining)) {
    if (withoutStatus(key) !== latencyKey) continue;
    for (const [minute, count] of remainderByMinute(interval, key)) add(minute, count);
  }
  return [...requests].sort(([a], [b]) => a - b);
}
