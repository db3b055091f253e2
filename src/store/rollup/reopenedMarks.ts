import type { MinuteContent } from '../../domain/commitBatch';
import { daySeconds, floorTo, hourSeconds } from '../../domain/time';
import { setState } from '../state/collectorState';
import type { Connection } from '../database/connection';
import { readWatermarks, rolledAnewFrom } from '../state/watermarks';
import type { Watermarks } from '../state/watermarks';

/** Marks of what retention took away, with their grains. */
const kept = [
  ['minutesFrom', 'minutes_from', hourSeconds],
  ['hoursFrom', 'hours_from', daySeconds],
  ['daysFrom', 'days_from', daySeconds],
  ['clientsFrom', 'clients_from', daySeconds],
  ['failuresFrom', 'failures_from', hourSeconds],
  ['sendersFrom', 'senders_from', hourSeconds],
] as const;

/**
 * The watermarks before `minutes` are rolled up. Where one of these lies in an hour that counts as rolled up and is not
 * over at `closed` (unix seconds, the start of an hour), our clock was ahead and was set back: that hour, and those after
 * it, are rolled up when they are over. What a clock took away that was ahead by more than `mostAhead` (seconds) is
 * taken for gone up to now and no further, or nothing could be kept until then.
 */
export function reopenedMarks(
  connection: Connection,
  minutes: readonly MinuteContent[],
  closed: number,
  mostAhead: number,
): Watermarks {
  const marks = readWatermarks(connection);
  const isOpen = ({ minute }: MinuteContent): boolean =>
    minute >= closed && minute < marks.rolledUntil;
  if (!minutes.some(isOpen)) return marks;
  const moved = { ...marks };
  for (const [name, key, grain] of kept) {
    if (marks[name] <= closed + mostAhead) continue;
    moved[name] = floorTo(closed, grain);
    setState(connection, key, moved[name]);
  }
  moved.rolledUntil = Math.max(closed, rolledAnewFrom(moved));
  setState(connection, 'rolled_until', moved.rolledUntil);
  return moved;
}
