import { daySeconds, floorTo, minuteSeconds } from '../../domain/time';
import type { ProcessIdentity } from '../account/accountState';
import { hasFallen, isCountedAnew, movementSince, noBaseline } from '../account/counterDeltas';
import type { Baseline, Movement } from '../account/counterDeltas';
import { keyOfSeries } from '../../mockforge/seriesKey';
import { withoutGraphqlDoubles } from '../account/graphql';
import { continuityOf, startOf } from '../account/processIdentity';
import type { Continuity } from '../account/processIdentity';
import type { HistoryPoint } from './instanceHistory';

/** What a server counted in [from, to), whole minutes in unix seconds; GraphQL once. */
export interface HistoryMovement extends Pick<Movement, 'counters' | 'latency'> {
  readonly from: number;
  readonly to: number;
  /** When the counting really began: at the sample before `from`, or at the process's start. */
  readonly since: number;
  /** Whether a new process took over from one that was known. */
  readonly restarted: boolean;
}

/** A server as it was at its last point. */
interface Known {
  readonly at: number;
  readonly sampledAt: number;
  readonly identity: ProcessIdentity;
  readonly baseline: Baseline;
  readonly owed: ReadonlyMap<string, number>;
}

/**
 * How a server's counters moved from point to point (design, collection, section 3, rules 1 to 3 and 7). A new
 * process counts from 0; of one that was there before the first point, nobody knows when it counted what it
 * had, nor of a movement over more than a day: these are baselines.
 */
export function* historyMovements(points: Iterable<HistoryPoint>): Generator<HistoryMovement> {
  let before: Known | undefined;
  for (const point of points) {
    const { at, sampledAt, reading } = point;
    const { processStart, uptime } = reading;
    const identity = { processStart, dashboardStart: null, uptime };
    const continuity = before && continuityAt(before, point, identity);
    const same = continuity === 'same' ? before : undefined;
    const span = spanOf(before, continuity, point, identity);
    const baseline = same?.baseline ?? noBaseline;
    const { movement, after } = movementSince(baseline, reading, keyOfSeries);
    let owed: ReadonlyMap<string, number> = new Map();
    if (span && at - span.from <= daySeconds) {
      const single = withoutGraphqlDoubles(movement.counters, same?.owed ?? new Map());
      owed = single.owed;
      yield {
        ...span,
        to: at,
        counters: single.counters,
        latency: movement.latency,
        restarted: continuity === 'restarted',
      };
    }
    before = { at, sampledAt, identity, baseline: after, owed };
  }
}

function continuityAt(
  before: Known,
  { sampledAt, reading }: HistoryPoint,
  now: ProcessIdentity,
): Continuity {
  const silence = sampledAt - before.sampledAt;
  const fell = hasFallen(before.baseline, reading);
  const countedAnew = isCountedAnew(before.baseline, reading);
  const continuity = continuityOf(before.identity, now, {
    lastScrapeAt: before.sampledAt * 1000,
    silence: silence * 1000,
    gap: silence > minuteSeconds,
    ring: 'unknown',
    fell,
    countedAnew,
  });
  // Between points a minute apart a new process may already have run for longer than the old one had.
  const startKnown = before.identity.processStart !== null && now.processStart !== null;
  return continuity === 'same' && !startKnown && countedAnew ? 'restarted' : continuity;
}

/** What a point counts; undefined where it is only a baseline. */
function spanOf(
  before: Known | undefined,
  continuity: Continuity | undefined,
  point: HistoryPoint,
  identity: ProcessIdentity,
): { readonly from: number; readonly since: number } | undefined {
  if (before && continuity === 'same') return { from: before.at, since: before.sampledAt };
  return continuity === 'other' ? undefined : firstSpan(before, point, identity);
}

/** What the first point of a process counts, from its start on; undefined when that is not known. */
function firstSpan(
  before: Known | undefined,
  { at, sampledAt }: HistoryPoint,
  identity: ProcessIdentity,
): { readonly from: number; readonly since: number } | undefined {
  const start = startOf(identity, sampledAt * 1000);
  if (start === null) return before && { from: before.at, since: before.sampledAt };
  const startMinute = Math.min(floorTo(start / 1000, minuteSeconds), at - minuteSeconds);
  return {
    from: Math.max(startMinute, before?.at ?? -Infinity),
    since: Math.max(start / 1000, before?.sampledAt ?? -Infinity),
  };
}
