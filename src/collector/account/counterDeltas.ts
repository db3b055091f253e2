import { commonHistogram } from '../../domain/commonHistogram';
import { histogramCount } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import type { Readings } from '../../mockforge/metricsReading';

/** What a process counted between two scrapes, without the keys that did not move. */
export interface Movement {
  readonly counters: ReadonlyMap<string, number>;
  readonly latency: ReadonlyMap<string, Histogram>;
  /** Series that fell or went missing though the process is the same. */
  readonly anomalies: number;
}

/** The series of a process, to measure the next scrape against. */
export interface Baseline {
  /** The highest that each ever said. */
  readonly counters: ReadonlyMap<string, number>;
  readonly latency: ReadonlyMap<string, Histogram>;
  /** What those said last that stand below it; null for one that was missing. */
  readonly fallenCounters: ReadonlyMap<string, number | null>;
  readonly fallenLatency: ReadonlyMap<string, Histogram | null>;
}

/** That of a process which has counted nothing yet. */
export const noBaseline: Baseline = {
  counters: new Map(),
  latency: new Map(),
  fallenCounters: new Map(),
  fallenLatency: new Map(),
};

/**
 * How far the series of one process moved from a baseline, and the baseline after that (docs/collection.md#deltas). A series that is new counts from 0, since labelled children are created on first
 * use. A counter cannot fall while its process lives: one that does, or is missing, is an anomaly and stays measured
 * against the highest it ever said, so that nothing doubles should it come back. What it moves meanwhile below
 * that counts. A histogram is one series: its buckets and its sum fall or hold together.
 * @param keyOf what a series counts for; series of one key add up
 */
export function movementSince(
  baseline: Baseline,
  reading: Readings,
  keyOf: (series: string) => string = (series) => series,
): { readonly movement: Movement; readonly after: Baseline } {
  const counters = held(baseline.counters, baseline.fallenCounters, reading.counters, numberSince);
  const latency = held(baseline.latency, baseline.fallenLatency, reading.latency, histogramSince);
  const counted = new Map<string, number>();
  for (const [series, delta] of counters.moved) {
    if (delta > 0) counted.set(keyOf(series), (counted.get(keyOf(series)) ?? 0) + delta);
  }
  const timed = new Map<string, Histogram>();
  for (const [series, delta] of latency.moved) {
    if (histogramCount(delta) === 0) continue;
    const others = timed.get(keyOf(series));
    timed.set(keyOf(series), (others && commonHistogram([others, delta])) ?? delta);
  }
  const anomalies = counters.anomalies + latency.anomalies;
  return {
    movement: { counters: counted, latency: timed, anomalies },
    after: {
      counters: counters.highest,
      latency: latency.highest,
      fallenCounters: counters.fallen,
      fallenLatency: latency.fallen,
    },
  };
}

/** Whether a series is lower than it was. */
export function hasFallen(baseline: Baseline, reading: Readings): boolean {
  const isLower = <Value>(
    before: ReadonlyMap<string, Value>,
    now: ReadonlyMap<string, Value>,
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
 * The baseline of a server that answers again after another one did. Where its series have risen since the other
 * answered too, both may be one process that is told in two ways: these are measured against the higher.
 */
export function baselineAgain(
  own: Pick<Baseline, 'counters' | 'latency'>,
  others: Pick<Baseline, 'counters' | 'latency'>,
  reading: Readings,
): Baseline {
  const highest = <Value>(
    before: ReadonlyMap<string, Value>,
    other: ReadonlyMap<string, Value>,
    now: ReadonlyMap<string, Value>,
    since: Since<Value>,
  ): ReadonlyMap<string, Value> => {
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

function held<Value>(
  highestBefore: ReadonlyMap<string, Value>,
  fallenBefore: ReadonlyMap<string, Value | null>,
  now: ReadonlyMap<string, Value>,
  since: Since<Value>,
): {
  readonly moved: readonly (readonly [series: string, delta: Value])[];
  readonly highest: Map<string, Value>;
  readonly fallen: Map<string, Value | null>;
  readonly anomalies: number;
} {
  const moved: (readonly [string, Value])[] = [];
  const highest = new Map(highestBefore);
  const fallen = new Map<string, Value | null>();
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
