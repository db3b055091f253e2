import type { RetentionPolicy } from '../../domain/retention';
import { daySeconds, floorTo, hourSeconds, weekOf } from '../../domain/time';
import { amendableSeconds } from '../rollup/rollUp';
import type { Watermarks } from '../state/watermarks';
import type { SubjectName } from './subjects';

/**
 * Before when the rows of each subject have expired, unix seconds, but never past what is not rolled up, nor past
 * minutes that the collector may still rewrite. Minutes go by whole hours, and hours by whole days, so that no part of
 * what was rolled up is left.
 */
export function cutoffs(
  policy: RetentionPolicy,
  now: number,
  watermarks: Watermarks,
): Readonly<Record<SubjectName, number>> {
  const ago = (days: number, grain: number): number => floorTo(now - days * daySeconds, grain);
  const settled = settledUntil(watermarks);
  const settledDay = floorTo(settled, daySeconds);
  const days = Math.min(ago(policy.dayAggregatesDays, daySeconds), weekOf(watermarks.rolledUntil));
  return {
    minutes: Math.min(ago(policy.minuteAggregatesDays, hourSeconds), settled),
    errors: ago(policy.errorEventsDays, hourSeconds),
    clients: Math.min(ago(policy.clientAnalyticsDays, daySeconds), settledDay),
    hours: Math.min(ago(policy.hourAggregatesDays, daySeconds), settledDay),
    days,
    patterns: ago(policy.trafficPatternsDays, daySeconds),
    snapshots: ago(policy.snapshotsDays, hourSeconds),
    events: days,
  };
}

/** What goes, and before when, where the database is too large: minutes first. */
export function cutoffsBySize(
  now: number,
  watermarks: Watermarks,
): readonly (readonly [SubjectName, number])[] {
  return [
    ['minutes', settledUntil(watermarks)],
    ['errors', floorTo(now, hourSeconds)],
  ];
}

/** The end of the last rolled-up hour that no commit can change. */
function settledUntil({
  rolledUntil,
  finalBefore = rolledUntil - amendableSeconds,
}: Watermarks): number {
  return Math.max(0, floorTo(Math.min(rolledUntil, finalBefore), hourSeconds));
}
