import analyze from '../../../sql/rollup/analyze.sql';
import daysWithHours from '../../../sql/rollup/daysWithHours.sql';
import deleteClientTallies from '../../../sql/rollup/deleteClientTallies.sql';
import deleteGauges from '../../../sql/rollup/deleteGauges.sql';
import hoursWithMinutes from '../../../sql/rollup/hoursWithMinutes.sql';
import rolledDays from '../../../sql/rollup/rolledDays.sql';
import type { MinuteContent } from '../../domain/commitBatch';
import { daySeconds, floorTo, hourSeconds, weekOf } from '../../domain/time';
import { setState } from '../state/collectorState';
import type { Connection } from '../database/connection';
import { BucketBounds } from '../latency/bucketBounds';
import { addLate, addLatePattern } from './addLate';
import { reopenedMarks } from './reopenedMarks';
import { rollSpan, snap } from './rollSpan';

/** An hour is closed once late log rows can no longer reach its minutes: three minutes after its end. */
const settleSeconds = 180;

/** How long after its end an hour may still get rows: a gap of a day is bridged, and then settled. */
export const amendableSeconds = 2 * daySeconds;

/** What a commit did, as far as rolling up depends on it. */
export interface RollupOccasion {
  /** Unix seconds. */
  readonly now: number;
  /** The minutes that were written; of those before rolledAnewFrom what was not in them before. */
  readonly minutes: readonly MinuteContent[];
  /** The hours whose clients were written, unix seconds. */
  readonly clientHours: readonly number[];
  /** Closed hours are rolled up every so many hours. */
  readonly everyHours: number;
}

/**
 * Rolls what is closed and not rolled yet: minutes into hours and traffic patterns, hours into days once their
 * last hour is, and of each hour, day and week a snapshot. A span is cleared and written from the finer table,
 * so that twice changes nothing. What comes late for one that is rolled makes it be rolled again, or is added to
 * it where retention has taken what it was made from. Must be called in a transaction.
 */
export function rollUp(
  connection: Connection,
  bounds: BucketBounds,
  { now, minutes, clientHours, everyHours }: RollupOccasion,
): void {
  const closed = floorTo(now - settleSeconds, hourSeconds);
  const marks = reopenedMarks(connection, minutes, closed, amendableSeconds);
  const before = marks.rolledUntil;
  const until = floorTo(now - settleSeconds, everyHours * hourSeconds);
  const daysBefore = floorTo(before, daySeconds);
  const isWhole = (hour: number): boolean => hour >= Math.max(marks.minutesFrom, marks.clientsFrom);
  const isWholeDay = (day: number): boolean => day >= Math.max(marks.hoursFrom, marks.clientsFrom);

  const late = minutes.filter(({ minute }) => minute < before);
  const lateHours = [...late.map(({ minute }) => minute), ...clientHours]
    .map((second) => floorTo(second, hourSeconds))
    .filter((hour) => hour < before);
  const hours = new Set([
    ...lateHours.filter(isWhole),
    ...spansIn(connection, hoursWithMinutes, 'hour', before, until),
  ]);
  for (const from of hours) rollSpan(connection, bounds, 'hour', from, now);
  const lone = late.filter(({ minute }) => !isWhole(floorTo(minute, hourSeconds)));
  addLateHours(connection, bounds, lone, marks.hoursFrom, now);

  const lateDays = lateHours
    .map((hour) => floorTo(hour, daySeconds))
    .filter((day) => day < daysBefore);
  const days = new Set([
    ...lateDays.filter(isWholeDay),
    ...spansIn(connection, daysWithHours, 'day', daysBefore, floorTo(until, daySeconds)),
  ]);
  for (const from of days) rollSpan(connection, bounds, 'day', from, now);
  const ofLoneDays = late.filter(({ minute }) => {
    const day = floorTo(minute, daySeconds);
    return day < daysBefore && day >= marks.daysFrom && !isWholeDay(day);
  });
  addLateDays(connection, bounds, ofLoneDays, now);

  const lateWeeks = lateDays
    .map(weekOf)
    .filter((week) => week < weekOf(before) && week >= marks.daysFrom);
  const newDays = spansIn(connection, rolledDays, 'day', weekOf(before), weekOf(until));
  for (const from of new Set([...lateWeeks, ...newDays.map(weekOf)])) {
    snap(connection, 'weekly', from, now);
  }

  if (until > before) {
    setState(connection, 'rolled_until', until);
    connection.run(deleteClientTallies, { before: until - amendableSeconds });
    connection.run(deleteGauges, { before: weekOf(until) });
  }
  if (hours.size > 0) connection.execute(analyze);
}

/** Rolls up what is closed by now (unix seconds) where nothing is committed, in a transaction of its own. */
export function rollUpAlone(connection: Connection, now: number, everyHours: number): void {
  connection.transaction(() => {
    const bounds = new BucketBounds(connection);
    rollUp(connection, bounds, { now, minutes: [], clientHours: [], everyHours });
  });
}

/** Minutes of hours that are not rolled again; hour rows that retention has taken do not reappear. */
function addLateHours(
  connection: Connection,
  bounds: BucketBounds,
  minutes: readonly MinuteContent[],
  hoursFrom: number,
  now: number,
): void {
  for (const content of minutes) {
    addLatePattern(connection, content, now);
    const hour = floorTo(content.minute, hourSeconds);
    if (hour < hoursFrom) continue;
    addLate(connection, bounds, 'hour', content, now);
    snap(connection, 'hourly', hour, now);
  }
}

function addLateDays(
  connection: Connection,
  bounds: BucketBounds,
  minutes: readonly MinuteContent[],
  now: number,
): void {
  for (const content of minutes) {
    addLate(connection, bounds, 'day', content, now);
    snap(connection, 'daily', floorTo(content.minute, daySeconds), now);
  }
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
