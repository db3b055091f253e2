import analyze from '../../../sql/rollup/analyze.sql';
import daysWithHours from '../../../sql/rollup/daysWithHours.sql';
import deleteClientTallies from '../../../sql/rollup/deleteClientTallies.sql';
import deleteGauges from '../../../sql/rollup/deleteGauges.sql';
import hoursWithMinutes from '../../../sql/rollup/hoursWithMinutes.sql';
import { daySeconds, floorTo, hourSeconds, weekOf } from '../../domain/time';
import { setState, stateNumber } from '../commit/collectorState';
import type { Connection } from '../database/connection';
import type { BucketBounds } from '../latency/bucketBounds';
import { rollSpan, snapWeek } from './rollSpan';

/** An hour is closed once late log rows can no longer reach its minutes: three minutes after its end. */
const settleSeconds = 180;

/** How long after its end an hour may still get rows: a gap of a day is bridged, and then settled. */
const amendableSeconds = 2 * daySeconds;

/** What a commit did, as far as rolling up depends on it; unix seconds. */
export interface RollupOccasion {
  readonly now: number;
  /** The minutes that were written; those of an hour already rolled make it be rolled again. */
  readonly minutes: readonly number[];
}

/**
 * Rolls what is closed and not rolled yet: minutes into hours and traffic patterns, hours into days once their
 * last hour is, and of each hour, day and week a snapshot. A span is cleared and written from the finer table,
 * so that twice changes nothing. Must be called in a transaction.
 */
export function rollUp(
  connection: Connection,
  bounds: BucketBounds,
  { now, minutes }: RollupOccasion,
): void {
  const before = stateNumber(connection, 'rolled_until') ?? 0;
  const until = floorTo(now - settleSeconds, hourSeconds);

  const late = minutes
    .map((minute) => floorTo(minute, hourSeconds))
    .filter((hour) => hour < before);
  const newHours = spansIn(connection, hoursWithMinutes, 'hour', before, until);
  const hours = new Set([...late, ...newHours]);
  for (const from of hours) rollSpan(connection, bounds, 'hour', from, now);

  const daysUntil = floorTo(until, daySeconds);
  const lateDays = late
    .map((hour) => floorTo(hour, daySeconds))
    .filter((day) => day < floorTo(before, daySeconds));
  const newDays = spansIn(connection, daysWithHours, 'day', floorTo(before, daySeconds), daysUntil);
  const days = new Set([...lateDays, ...newDays]);
  for (const from of days) rollSpan(connection, bounds, 'day', from, now);

  const lateWeeks = lateDays.map(weekOf).filter((week) => week < weekOf(before));
  const newWeeks = spansIn(connection, daysWithHours, 'day', weekOf(before), weekOf(until));
  for (const from of new Set([...lateWeeks, ...newWeeks.map(weekOf)])) {
    snapWeek(connection, from, now);
  }

  // A clock that stepped back takes nothing back.
  if (until > before) {
    setState(connection, 'rolled_until', until);
    connection.run(deleteClientTallies, { before: until - amendableSeconds });
    connection.run(deleteGauges, { before: weekOf(until) });
  }
  if (hours.size > 0) connection.execute(analyze);
}

function spansIn(
  connection: Connection,
  sql: string,
  column: string,
  from: number,
  to: number,
): number[] {
  return from < to ? connection.all(sql, { from, to }).map((row) => row.number(column)) : [];
}
