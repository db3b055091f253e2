import type { RetentionPolicy } from '../../src/domain/retention';
import { defaultRetention } from '../../src/domain/retention';
import { daySeconds, floorTo, hourSeconds } from '../../src/domain/time';

/** Where a load ends that is not to end elsewhere: Monday, 6 January 2025, 00:00 UTC, so that its last hour, day and week are whole. */
export const loadEnd = Date.UTC(2025, 0, 6) / 1000;

/** From when on a load has rows of each kind, up to its end; unix seconds, the start of a day, of an hour for minutes. */
export interface LoadPeriods {
  /** The start of an hour. */
  readonly end: number;
  readonly minutesFrom: number;
  readonly hoursFrom: number;
  /** Traffic patterns and snapshots. */
  readonly patternsFrom: number;
  readonly daysFrom: number;
}

/**
 * The design's periods, so many times as long: the traffic is always the whole of it, what is scaled is for how
 * long it lasted.
 */
export function periodsOf(scale: number, end = loadEnd): LoadPeriods {
  const since = (days: number, grain: number): number =>
    floorTo(end, grain) - Math.ceil((days * scale * daySeconds) / grain) * grain;
  return {
    end,
    minutesFrom: since(defaultRetention.minuteAggregatesDays, hourSeconds),
    hoursFrom: since(defaultRetention.hourAggregatesDays, daySeconds),
    patternsFrom: since(defaultRetention.trafficPatternsDays, daySeconds),
    daysFrom: since(defaultRetention.dayAggregatesDays, daySeconds),
  };
}

/** The retention under which exactly these periods are kept, of which `days` expire at the end of the load. */
export function policyOf(periods: LoadPeriods, days = 0): RetentionPolicy {
  const kept = (from: number): number => (periods.end - from) / daySeconds - days;
  return {
    minuteAggregatesDays: kept(periods.minutesFrom),
    errorEventsDays: kept(periods.minutesFrom),
    hourAggregatesDays: kept(periods.hoursFrom),
    clientAnalyticsDays: kept(periods.hoursFrom),
    dayAggregatesDays: kept(periods.daysFrom),
    trafficPatternsDays: kept(periods.patternsFrom),
    snapshotsDays: kept(periods.patternsFrom),
    maxSizeMb: 0,
  };
}
