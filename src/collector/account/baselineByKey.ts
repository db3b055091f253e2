import type { Histogram } from '../../domain/histogram';
import type { LatencyKey, TrafficKey } from '../../domain/trafficKey';
import type { Readings } from '../../mockforge/metricsReading';
import { keyOfSeries } from '../../mockforge/seriesKey';
import type { Baseline } from './counterDeltas';
import { noBaseline } from './counterDeltas';

/**
 * A baseline by series for one that was stored by key: each series of a key takes what it can of it, so that together
 * they move as the key does.
 */
export function baselineOfSeries(
  byKey: Readings<TrafficKey, LatencyKey>,
  reading: Readings,
): Baseline {
  return {
    ...noBaseline,
    counters: shared(byKey.counters, reading.counters, keyOfSeries, (left, now) => {
      const taken = Math.min(left, now);
      return { taken, rest: left - taken };
    }),
    latency: shared(byKey.latency, reading.latency, keyOfSeries, takeFrom),
  };
}

function shared<Key, Series, Value>(
  byKey: ReadonlyMap<Key, Value>,
  now: ReadonlyMap<Series, Value>,
  keyOf: (series: Series) => Key,
  take: (left: Value, now: Value) => { readonly taken: Value; readonly rest: Value } | undefined,
): ReadonlyMap<Series, Value> {
  const left = new Map(byKey);
  const bySeries = new Map<Series, Value>();
  for (const [series, value] of now) {
    const key = keyOf(series);
    const available = left.get(key);
    const share = available === undefined ? undefined : take(available, value);
    if (!share) continue;
    bySeries.set(series, share.taken);
    left.set(key, share.rest);
  }
  return bySeries;
}

function takeFrom(
  left: Histogram,
  now: Histogram,
): { readonly taken: Histogram; readonly rest: Histogram } | undefined {
  if (left.bounds.join() !== now.bounds.join()) return undefined;
  const taken = now.counts.map((count, i) => Math.min(count, left.counts[i] ?? 0));
  const rest = left.counts.map((count, i) => count - (taken[i] ?? 0));
  const sum = Math.min(left.sum, now.sum);
  const { bounds } = left;
  return {
    taken: { bounds, counts: taken, sum },
    rest: { bounds, counts: rest, sum: left.sum - sum },
  };
}
