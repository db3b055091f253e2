import { daySeconds, floorTo, minuteSeconds } from '../../domain/time';
import type { ProcessIdentity } from '../account/accountState';
import { baselineAfter, movementSince, noBaseline } from '../account/counterDeltas';
import type { Baseline, Movement } from '../account/counterDeltas';
import { withoutGraphqlDoubles } from '../account/graphql';
import { isSameProcess, startOf } from '../account/processIdentity';
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
    const same = before && isContinued(before, point, identity) ? before : undefined;
    const baseline = same?.baseline ?? noBaseline;
    const span = same
      ? { from: same.at, since: same.sampledAt }
      : firstSpan(before, point, identity);
    let owed: ReadonlyMap<string, number> = new Map();
    if (span && at - span.from <= daySeconds) {
      const movement = movementSince(baseline, reading);
      const single = withoutGraphqlDoubles(movement.counters, same?.owed ?? new Map());
      owed = single.owed;
      yield {
        ...span,
        to: at,
        counters: single.counters,
        latency: movement.latency,
        restarted: before !== undefined && !same,
      };
    }
    before = { at, sampledAt, identity, baseline: baselineAfter(baseline, reading), owed };
  }
}

/**
 * Where the process's start is known it alone decides. Else a lower counter does as well: between points a
 * minute apart a new process may already have run for longer than the old one had.
 */
function isContinued(before: Known, { at, reading }: HistoryPoint, now: ProcessIdentity): boolean {
  const silence = at - before.at;
  const lowerCounter = movementSince(before.baseline, reading).anomalies > 0;
  const startKnown = before.identity.processStart !== null && now.processStart !== null;
  const evidence = {
    silence: silence * 1000,
    gap: silence > minuteSeconds,
    knownLogId: false,
    lowerCounter,
  };
  return isSameProcess(before.identity, now, evidence) && (startKnown || !lowerCounter);
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
