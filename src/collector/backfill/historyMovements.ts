import { commonHistogram } from '../../domain/commonHistogram';
import type { Histogram } from '../../domain/histogram';
import { daySeconds, floorTo, minuteSeconds } from '../../domain/time';
import type { LatencyKey, TrafficKey } from '../../domain/trafficKey';
import { movementByKey, movementSince, noBaseline } from '../account/counterDeltas';
import type { Baseline } from '../account/counterDeltas';
import { withoutGraphqlDoubles } from '../account/graphql';
import { startOf } from '../account/processIdentity';
import { copiedSeries, readingOf } from './copiedSeries';
import type { CopiedSeries } from './copiedSeries';
import type { ProcessCopies } from './processCopies';
import { identityAt } from './processRuns';
import type { ProcessRun } from './processRuns';

/** Whole minutes [from, to), and the samples that they stand for; unix seconds. */
export interface HistorySpan {
  readonly from: number;
  readonly to: number;
  /** The sample before it, or the process's start. */
  readonly since: number;
  readonly until: number;
}

/** What a server counted in a span; GraphQL once. */
export interface HistoryMovement extends HistorySpan {
  /** Whether a new process took over from one that was known. */
  readonly restarted: boolean;
  readonly counters: ReadonlyMap<TrafficKey, number>;
  readonly latency: ReadonlyMap<LatencyKey, Histogram>;
}

/** A moment at which series were known: the point's time and its sample's, unix seconds. */
interface Moment {
  readonly at: number;
  readonly sampledAt: number;
}

/** Series that the same copies show, as they were known last. */
interface Followed {
  readonly series: CopiedSeries;
  baseline: Baseline;
  last: Moment | undefined;
}

/**
 * How the counters of a process moved from point to point (docs/collection.md#deltas), each since it was known last.
 * What a process had counted before its first point is counted from 0 where its start is known; what may be older, and
 * a movement over more than a day, came at an unknown time: these are baselines.
 */
export function* historyMovements(copies: ProcessCopies): Generator<HistoryMovement> {
  const followed = copiedSeries(copies).map((series): Followed => ({
    series,
    baseline: noBaseline,
    last: undefined,
  }));
  let owed: ReadonlyMap<string, number> = new Map();
  for (const [index, sampled] of shownAt(copies)) {
    const moved = followed.flatMap((group) => movementOf(group, copies, sampled, index) ?? []);
    for (const movement of together(moved)) {
      const single = withoutGraphqlDoubles(movement.counters, owed);
      ({ owed } = single);
      yield { ...movement, counters: single.counters };
    }
  }
}

/** The copies that were sampled at each point, in order. */
function shownAt(copies: ProcessCopies): readonly (readonly [index: number, ProcessCopies])[] {
  const shown = new Map<number, ProcessRun[]>();
  for (const copy of copies) {
    for (const index of copy.points) {
      const others = shown.get(index);
      if (others) others.push(copy);
      else shown.set(index, [copy]);
    }
  }
  return [...shown].sort(([a], [b]) => a - b);
}

/** How the series moved to a point, which they are measured against from now on; undefined where nobody knows. */
function movementOf(
  followed: Followed,
  copies: ProcessCopies,
  shown: ProcessCopies,
  index: number,
): HistoryMovement | undefined {
  const { series, baseline, last } = followed;
  const sampled = shown.filter((copy) => series.copies.includes(copy));
  if (sampled.length === 0) return undefined;
  const now = latest(sampled.map((copy) => momentOf(copy, index)));
  const reading = readingOf(series, sampled, index);
  const { movement, after } = movementSince(baseline, reading);
  followed.baseline = after;
  followed.last = now;
  const since = last
    ? { from: last.at, since: last.sampledAt, restarted: false }
    : beginning(copies, now, sampled, index);
  if (!since || now.at - since.from > daySeconds) return undefined;
  const { counters, latency } = movementByKey(movement);
  return { ...since, to: now.at, until: now.sampledAt, counters, latency };
}

/** Since when everything counts that a process had counted at a point; undefined when that is not known. */
function beginning(
  copies: ProcessCopies,
  { at, sampledAt }: Moment,
  sampled: ProcessCopies,
  index: number,
): Pick<HistoryMovement, 'from' | 'since' | 'restarted'> | undefined {
  if (copies.every(({ isOlder }) => isOlder)) return undefined;
  const before = copies.flatMap((copy) =>
    copy.before === null || copy.isOlder ? [] : [momentOf(copy, copy.before)],
  );
  const last = before.length > 0 ? latest(before) : undefined;
  const restarted = last !== undefined;
  const [processStart = null] = copies.flatMap(({ identity }) => identity.processStart ?? []);
  const [now] = sampled.map(({ history }) => identityAt(history, index));
  const start = now ? startOf({ ...now, processStart }, sampledAt * 1000) : null;
  if (start === null) return last && { from: last.at, since: last.sampledAt, restarted };
  const startMinute = Math.min(floorTo(start / 1000, minuteSeconds), at - minuteSeconds);
  return {
    from: Math.max(startMinute, last?.at ?? -Infinity),
    since: Math.max(start / 1000, last?.sampledAt ?? -Infinity),
    restarted,
  };
}

/** Merges movements over the same minutes; those that began first come first. */
function together(movements: readonly HistoryMovement[]): readonly HistoryMovement[] {
  const byStart = new Map<number, HistoryMovement>();
  for (const movement of movements) {
    const others = byStart.get(movement.from);
    byStart.set(movement.from, others ? sumOf(others, movement) : movement);
  }
  return [...byStart.values()].sort((a, b) => a.from - b.from);
}

function sumOf(one: HistoryMovement, other: HistoryMovement): HistoryMovement {
  const counters = new Map(one.counters);
  for (const [key, count] of other.counters) counters.set(key, (counters.get(key) ?? 0) + count);
  const latency = new Map(one.latency);
  for (const [key, histogram] of other.latency) {
    const known = latency.get(key);
    latency.set(key, (known && commonHistogram([known, histogram])) ?? histogram);
  }
  const since = Math.min(one.since, other.since);
  const until = Math.max(one.until, other.until);
  return { ...one, since, until, counters, latency };
}

function momentOf({ history }: ProcessRun, index: number): Moment {
  return { at: history.timeOf(index), sampledAt: history.sampledAt[index] ?? NaN };
}

function latest(moments: readonly Moment[]): Moment {
  return moments.reduce((last, moment) => (moment.sampledAt > last.sampledAt ? moment : last));
}
