import { histogramCount } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import type { Readings } from '../../mockforge/metricsReading';

/** What a process counted between two scrapes, without the keys that did not move. */
export interface Movement {
  readonly counters: ReadonlyMap<string, number>;
  readonly latency: ReadonlyMap<string, Histogram>;
  /** Series that went down though the process is the same: each re-baselines alone. */
  readonly anomalies: number;
}

/** The counters and latency of a scrape, to measure the next one against. */
export interface Baseline {
  readonly counters: ReadonlyMap<string, number>;
  readonly latency: ReadonlyMap<string, Histogram>;
}

/** That of a process which has counted nothing yet. */
export const noBaseline: Baseline = { counters: new Map(), latency: new Map() };

/**
 * How far the counters of one process moved from a baseline; a series that is new counts from 0, since
 * labelled children are created on first use (design, collection, section 3, rules 3 and 4).
 */
export function movementSince(baseline: Baseline, reading: Readings): Movement {
  let anomalies = 0;
  const counters = new Map<string, number>();
  for (const [key, value] of reading.counters) {
    const delta = value - (baseline.counters.get(key) ?? 0);
    if (delta > 0) counters.set(key, delta);
    if (delta < 0) anomalies++;
  }
  const latency = new Map<string, Histogram>();
  for (const [key, now] of reading.latency) {
    const delta = histogramSince(baseline.latency.get(key), now);
    if (!delta) anomalies++;
    else if (histogramCount(delta) > 0) latency.set(key, delta);
  }
  return { counters, latency, anomalies };
}

/** A histogram is atomic: where one bucket went down or the bounds changed, there is no delta. */
function histogramSince(before: Histogram | undefined, now: Histogram): Histogram | undefined {
  if (!before) return now;
  if (before.bounds.join() !== now.bounds.join()) return undefined;
  const counts = now.counts.map((count, i) => count - (before.counts[i] ?? 0));
  if (counts.some((count) => count < 0)) return undefined;
  return { bounds: now.bounds, counts, sum: Math.max(0, now.sum - before.sum) };
}

/** The baseline after a reading. A series that is missing keeps its old value: should it come back, nothing doubles. */
export function baselineAfter(baseline: Baseline, reading: Readings): Baseline {
  return {
    counters: new Map([...baseline.counters, ...reading.counters]),
    latency: new Map([...baseline.latency, ...reading.latency]),
  };
}
