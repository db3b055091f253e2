import { commonHistogram } from '../../domain/commonHistogram';
import { histogramCount } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import type { LatencyKey, TrafficKey } from '../../domain/trafficKey';
import type { Readings } from '../../mockforge/metricsReading';
import { keyOfSeries } from '../../mockforge/seriesKey';
import type { LatencySeries, TrafficSeries } from '../../mockforge/seriesKey';

/** What a process counted between two scrapes, without the keys that did not move. */
export interface Movement<Counted = TrafficKey, Timed = LatencyKey> extends Readings<
  Counted,
  Timed
> {
  /** Series that fell or went missing though the process is the same. */
  readonly anomalies: number;
}

/** The series of a process, to measure the next scrape against. */
export interface Baseline<Counted = TrafficSeries, Timed = LatencySeries> {
  /** The highest that each ever said. */
  readonly counters: ReadonlyMap<Counted, number>;
  readonly latency: ReadonlyMap<Timed, Histogram>;
  /** The last values of those that are lower now; null for one that was missing. */
  readonly fallenCounters: ReadonlyMap<Counted, number | null>;
  readonly fallenLatency: ReadonlyMap<Timed, Histogram | null>;
}

/** That of a process which has counted nothing yet. */
export const noBaseline: Baseline<never, never> = {
  counters: new Map<never, number>(),
  latency: new Map<never, Histogram>(),
  fallenCounters: new Map<never, null>(),
  fallenLatency: new Map<never, null>(),
};

/**
 * How far the series of one process moved from a baseline, and the baseline after that (docs/collection.md#deltas). A
 * series that is new counts from 0, since labelled children are created on first use. A counter cannot fall while its
 * process lives: one that does, or is missing, is an anomaly and stays measured against the highest it ever said, so
 * that nothing doubles should it come back. What it counts meanwhile, below that, counts too. A histogram is one
 * series: its buckets and its sum fall or hold together.
 */
export function movementSince<Counted, Timed>(
  baseline: Baseline<Counted, Timed>,
  reading: Readings<Counted, Timed>,
): {
  readonly movement: Movement<Counted, Timed>;
  readonly after: Baseline<Counted, Timed>;
} {
  const counters = held(baseline.counters, baseline.fallenCounters, reading.counters, numberSince);
  const latency = held(baseline.latency, baseline.fallenLatency, reading.latency, histogramSince);
  return {
    movement: {
      counters: new Map(counters.moved.filter(([, delta]) => delta > 0)),
      latency: new Map(latency.moved.filter(([, delta]) => histogramCount(delta) > 0)),
      anomalies: counters.anomalies + latency.anomalies,
    },
    after: {
      counters: counters.highest,
      latency: latency.highest,
      fallenCounters: counters.fallen,
      fallenLatency: latency.fallen,
    },
  };
}

/** A movement of series by what they count for: series of one key add up. */
export function movementByKey(movement: Movement<TrafficSeries, LatencySeries>): Movement {
  const counters = new Map<TrafficKey, number>();
  for (const [series, delta] of movement.counters) {
    const key = keyOfSeries(series);
    counters.set(key, (counters.get(key) ?? 0) + delta);
  }
  const latency = new Map<LatencyKey, Histogram>();
  for (const [series, delta] of movement.latency) {
    const key = keyOfSeries(series);
    const others = latency.get(key);
    latency.set(key, (others && commonHistogram([others, delta])) ?? delta);
  }
  return { ...movement, counters, latency };
}

/** Whether a series is lower than it was. */
export function hasFallen(baseline: Baseline, reading: Readings): boolean {
  const isLower = <Series, Value>(
    before: ReadonlyMap<Series, Value>,
    now: ReadonlyMap<Series, Value>,
    since: Since<Value>,
  ): boolean =>
    [...now].some(([series, value]) => {
      const highest = before.get(series);
      return highest !== undefined && since(highest, value) === undefined;
    });
  return (
    isLower(baseline.counters, reading.counters, numberSince) ||
    isLower(baseline.latency, reading.latency, histogramSince)
  );
}

/**
 * Whether all that had counted is lower or gone, as after a restart: the sign of one where a server says nothing
 * of its process. A single series that fell is no such sign.
 */
export function isCountedAnew(baseline: Baseline, { counters }: Readings): boolean {
  const counted = [...baseline.counters].filter(([, highest]) => highest > 0);
  return (
    counted.some(([series]) => counters.has(series)) &&
    counted.every(([series, highest]) => (counters.get(series) ?? 0) < highest)
  );
}

/**
 * The baseline of a server that answers again after another one did. Where its series rose while the other answered,
 * both may be one process under two identities: these are measured against the higher value.
 */
export function baselineAgain(own: Readings, others: Readings, reading: Readings): Baseline {
  const highest = <Series, Value>(
    before: ReadonlyMap<Series, Value>,
    other: ReadonlyMap<Series, Value>,
    now: ReadonlyMap<Series, Value>,
    since: Since<Value>,
  ): ReadonlyMap<Series, Value> => {
    const merged = new Map(before);
    for (const [series, value] of now) {
      const [mine, theirs] = [before.get(series), other.get(series)];
      if (theirs === undefined || since(theirs, value) === undefined) continue;
      if (mine === undefined || since(mine, theirs) !== undefined) merged.set(series, theirs);
    }
    return merged;
  };
  return {
    ...noBaseline,
    counters: highest(own.counters, others.counters, reading.counters, numberSince),
    latency: highest(own.latency, others.latency, reading.latency, histogramSince),
  };
}

/** From one value of a series to a later one; undefined where it fell. */
type Since<Value> = (before: Value, now: Value) => Value | undefined;

function held<Series, Value>(
  highestBefore: ReadonlyMap<Series, Value>,
  fallenBefore: ReadonlyMap<Series, Value | null>,
  now: ReadonlyMap<Series, Value>,
  since: Since<Value>,
): {
  readonly moved: readonly (readonly [series: Series, delta: Value])[];
  readonly highest: Map<Series, Value>;
  readonly fallen: Map<Series, Value | null>;
  readonly anomalies: number;
} {
  const moved: (readonly [Series, Value])[] = [];
  const highest = new Map(highestBefore);
  const fallen = new Map<Series, Value | null>();
  let anomalies = 0;
  for (const series of highestBefore.keys()) {
    if (now.has(series)) continue;
    if (fallenBefore.get(series) !== null) anomalies++;
    fallen.set(series, null);
  }
  for (const [series, value] of now) {
    const before = highestBefore.get(series);
    const above = before === undefined ? value : since(before, value);
    if (above !== undefined) {
      moved.push([series, above]);
      highest.set(series, value);
      continue;
    }
    const last = fallenBefore.get(series) ?? undefined;
    const below = last === undefined ? undefined : since(last, value);
    if (below === undefined) anomalies++;
    else moved.push([series, below]);
    fallen.set(series, value);
  }
  return { moved, highest, fallen, anomalies };
}

function numberSince(before: number, now: number): number | undefined {
  return now < before ? undefined : now - before;
}

function histogramSince(before: Histogram, now: Histogram): Histogram | undefined {
  if (before.bounds.join() !== now.bounds.join() || now.sum < before.sum) return undefined;
  const counts = now.counts.map((count, i) => count - (before.counts[i] ?? 0));
  if (counts.some((count) => count < 0)) return undefined;
  return { bounds: now.bounds, counts, sum: now.sum - before.sum };
}
