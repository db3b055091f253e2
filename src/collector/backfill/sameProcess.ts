import type { ProcessRun } from './processRuns';
import type { CountedSeries, SeriesPart } from './serverHistory';

/** Whether two runs that Prometheus tells apart are one process or two; `doubt` where that cannot be told. */
export type Relation = 'one' | 'two' | 'doubt';

/** How far two statements of one start may differ, seconds: they are given in whole seconds, and clocks are set. */
const startSlack = 2;
/** How old an uptime may be, seconds: MockForge updates it that often. */
const uptimeAge = 15;
/** A scrape is answered within this time, seconds: of two that are closer either may show the later counters. */
const scrapeSeconds = 10;
/** A series that was copied can be this old when Prometheus still gives it, seconds. */
const longestLag = 300;
/** Sums of durations that went through sums of others may differ in their last digits. */
const roundingError = 1e-9;

/**
 * How runs of two histories relate. Starts that differ are those of two processes; else the values speak. What one
 * process counts only grows, whoever looks; and where its histogram holds n requests, it holds one sum of their
 * durations, which no other process has for as many. Where both looked at one time it takes such an equal sum to be one
 * process: counters of servers that were started together and share their traffic evenly grow alike.
 */
export function relationOf(a: ProcessRun, b: ProcessRun): Relation {
  const starts = startsOf(a, b);
  if (starts === 'other') return 'two';
  const shared = sharedSeries(a, b);
  const histograms = shared.map(([one, other]) => histogramsOf(a, one, b, other));
  const isEqual = histograms.includes('same');
  const differ = histograms.includes('other') || isContradicted(a, b, shared, longestLag);
  if (differ && !isEqual) return 'two';
  const isCertain =
    starts === 'same' &&
    (isEqual || !overlap(a, b)) &&
    !differ &&
    !isContradicted(a, b, shared, scrapeSeconds) &&
    !isRelabelled(a, b);
  return isCertain ? 'one' : 'doubt';
}

/**
 * How runs stand to each other that one history shows in turn, and again the first after the second. They are two
 * servers behind one address if their values tell it; else one, whose start is told differently from time to time.
 */
export function relationInTurn(a: ProcessRun, b: ProcessRun): Relation {
  const shared = sharedSeries(a, b);
  const differ =
    isContradicted(a, b, shared, scrapeSeconds) ||
    shared.some(([one, other]) => histogramsOf(a, one, b, other) === 'other');
  return differ ? 'two' : 'one';
}

/** Whether both runs say when they started, and not at the same time. */
export function isToldApart(a: ProcessRun, b: ProcessRun): boolean {
  const [one, other] = [a.identity.processStart, b.identity.processStart];
  return one !== null && other !== null && Math.abs(one - other) > startSlack;
}

type Likeness = 'same' | 'other' | 'unknown';
type SharedSeries = readonly (readonly [CountedSeries, CountedSeries])[];

function startsOf(a: ProcessRun, b: ProcessRun): Likeness {
  if (isToldApart(a, b)) return 'other';
  if (a.identity.processStart !== null && b.identity.processStart !== null) return 'same';
  // While a machine sleeps its uptime may stand still, so it is compared at moments that are near.
  const [first, second] = nearestPoints(a, b);
  const apart = Math.abs(startByUptime(a, first) - startByUptime(b, second));
  return apart > uptimeAge + longestLag ? 'other' : 'unknown';
}

function startByUptime({ history }: ProcessRun, index: number): number {
  return (history.sampledAt[index] ?? NaN) - (history.uptime[index] ?? NaN);
}

function nearestPoints(a: ProcessRun, b: ProcessRun): readonly [number, number] {
  const points = new Set(b.points);
  const common = a.points.find((index) => points.has(index));
  if (common !== undefined) return [common, common];
  const [firstOfA = 0, firstOfB = 0] = [a.points[0], b.points[0]];
  const [lastOfA = 0, lastOfB = 0] = [a.points.at(-1), b.points.at(-1)];
  return lastOfA < firstOfB ? [lastOfA, firstOfB] : [firstOfA, lastOfB];
}

/** Whether each was seen before the last time that the other was. */
export function overlap(a: ProcessRun, b: ProcessRun): boolean {
  const isSeenBefore = (one: ProcessRun, other: ProcessRun): boolean =>
    (one.points[0] ?? Infinity) <= (other.points.at(-1) ?? -Infinity);
  return isSeenBefore(a, b) && isSeenBefore(b, a);
}

function sharedSeries(a: ProcessRun, b: ProcessRun): SharedSeries {
  return [...a.counted].flatMap(([name, series]) => {
    const other = b.counted.get(name);
    return other ? [[series, other] as const] : [];
  });
}

/** Whether one run shows less than the other had shown `lag` seconds before. */
function isContradicted(a: ProcessRun, b: ProcessRun, shared: SharedSeries, lag: number): boolean {
  return shared.some(([one, other]) =>
    [...one].some(([part, { values }]) => {
      const others = other.get(part)?.values;
      if (!others) return false;
      return fallsBehind(a, values, b, others, lag) || fallsBehind(b, others, a, values, lag);
    }),
  );
}

function fallsBehind(
  ahead: ProcessRun,
  aheadValues: Float64Array,
  behind: ProcessRun,
  values: Float64Array,
  lag: number,
): boolean {
  let next = 0;
  let highest = 0;
  for (const index of behind.points) {
    const before = (behind.history.sampledAt[index] ?? NaN) - lag;
    for (let point; (point = ahead.points[next]) !== undefined; next++) {
      if ((ahead.history.sampledAt[point] ?? NaN) > before) break;
      highest = Math.max(highest, numberOr(aheadValues[point], 0));
    }
    if (numberOr(values[index], Infinity) < highest * (1 - roundingError)) return true;
  }
  return false;
}

/** What a histogram held at a point, and between which moments it can have held as many requests. */
interface HeldRequests {
  readonly index: number;
  readonly after: number;
  before: number;
}

function histogramsOf(
  a: ProcessRun,
  one: CountedSeries,
  b: ProcessRun,
  other: CountedSeries,
): Likeness {
  const [counts, otherCounts] = [requestsOf(one), requestsOf(other)];
  if (!counts || !otherCounts) return 'unknown';
  const held = heldRequests(a, counts);
  let likeness: Likeness = 'unknown';
  for (const index of b.points) {
    const known = held.get(otherCounts[index] ?? NaN);
    if (!known) continue;
    if (!isEqual(one, known.index, other, index)) return 'other';
    const at = b.history.sampledAt[index] ?? NaN;
    if (at > known.after && at < known.before) likeness = 'same';
  }
  return likeness;
}

/** By the number of requests. */
function heldRequests(
  { history, points }: ProcessRun,
  counts: Float64Array,
): ReadonlyMap<number, HeldRequests> {
  const held = new Map<number, HeldRequests>();
  let last: { readonly count: number; readonly at: number } | undefined;
  for (const index of points) {
    const count = counts[index] ?? NaN;
    if (!(count > 0)) continue;
    const at = history.sampledAt[index] ?? NaN;
    if (last && last.count < count) {
      const before = held.get(last.count);
      if (before) before.before = at;
    }
    if (!held.has(count))
      held.set(count, { index, after: last?.at ?? -Infinity, before: Infinity });
    last = { count, at };
  }
  return held;
}

/** The number of requests in a histogram; undefined for a counter, and where it has no sum to tell it by. */
function requestsOf(series: CountedSeries): Float64Array | undefined {
  const parts = [...series.values()];
  const hasSum = parts.some(({ meaning }) => meaning.kind === 'latencySum');
  return hasSum ? parts.find(isOfAll)?.values : undefined;
}

function isOfAll({ meaning }: SeriesPart): boolean {
  return (
    meaning.kind === 'latencyCount' ||
    (meaning.kind === 'latencyBucket' && meaning.boundMs === Infinity)
  );
}

/** Whether two histograms agree in what both of them have. */
function isEqual(
  one: CountedSeries,
  index: number,
  other: CountedSeries,
  otherIndex: number,
): boolean {
  return [...one].every(([name, { values }]) => {
    const [value, otherValue] = [values[index] ?? NaN, other.get(name)?.values[otherIndex] ?? NaN];
    return !(Math.abs(value - otherValue) > Math.max(value, otherValue) * roundingError);
  });
}

/**
 * Whether each run has series that the other never shows: what one leaves out is no matter, but here the same may be
 * shown by both, and by one of them not as the server told it.
 */
function isRelabelled(a: ProcessRun, b: ProcessRun): boolean {
  const hasMore = (run: ProcessRun, other: ProcessRun): boolean =>
    [...run.counted.keys()].some((name) => !other.counted.has(name));
  return hasMore(a, b) && hasMore(b, a);
}

function numberOr(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value;
}
