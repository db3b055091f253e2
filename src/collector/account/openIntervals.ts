import { floorTo, minuteOf, minuteSeconds } from '../../domain/time';
import { spreadOverMinutes } from '../../domain/spread';
import type { TrafficKey } from '../../domain/trafficKey';
import type { OpenInterval, WaitingRow } from './accountState';

/**
 * How far a row's own time may stand outside an interval that takes it, ms. A request is logged before it is
 * counted, so one that finished just before a scrape can belong to the interval after it.
 */
const toleranceMs = 500;

/** One attributed request: the minute it belongs to, its row and the interval it was taken from. */
export interface Attribution {
  readonly minute: number;
  readonly row: WaitingRow;
  readonly interval: OpenInterval;
}

/**
 * Attributes rows to requests of the open intervals of one process, which stand as they came: oldest row first, oldest interval first,
 * or both newest first after the log's ring turned over. A row never takes from an interval that lay wholly
 * before or after it (docs/collection.md#open-intervals).
 * @returns the attributions, and the rows that found nothing
 */
export function attributeRequests(
  intervals: readonly OpenInterval[],
  rows: readonly WaitingRow[],
  turnedOver: boolean,
): { readonly attributions: readonly Attribution[]; readonly unattributed: readonly WaitingRow[] } {
  const order = turnedOver ? -1 : 1;
  const inOrder = turnedOver ? intervals.toReversed() : intervals;
  const attributions: Attribution[] = [];
  const unattributed: WaitingRow[] = [];
  for (const row of [...rows].sort((a, b) => order * (a.finishedAt - b.finishedAt))) {
    const interval = inOrder.find((candidate) => canTake(candidate, row));
    if (interval) {
      interval.remaining.set(row.key, (interval.remaining.get(row.key) ?? 0) - 1);
      attributions.push({ minute: minuteOfRow(interval, row), row, interval });
    } else {
      unattributed.push(row);
    }
  }
  return { attributions, unattributed };
}

/** An interval of which nothing is known but its span. */
export function emptyInterval(
  span: Pick<OpenInterval, 'from' | 'to' | 'answeredAt' | 'spread'>,
): OpenInterval {
  return { ...span, remaining: new Map(), latency: new Map(), entered: new Map(), logReads: -1 };
}

/** The rows that can have been counted between two scrapes, of which the second was answered at `to`, unix ms. */
export function rowsWithin(
  rows: readonly WaitingRow[],
  from: number,
  to: number,
): readonly WaitingRow[] {
  return rows.filter((row) => row.ahead === true || canBeWithin(row, from, to));
}

function canTake(interval: OpenInterval, row: WaitingRow): boolean {
  const { remaining, from, answeredAt, alsoLogged = [] } = interval;
  if ((remaining.get(row.key) ?? 0) <= 0) return false;
  return [{ from, to: answeredAt }, ...alsoLogged].some((span) =>
    canBeWithin(row, span.from, span.to),
  );
}

function canBeWithin({ finishedAt }: WaitingRow, from: number, to: number): boolean {
  return finishedAt >= from - toleranceMs && finishedAt <= to + toleranceMs;
}

/** After a gap a row keeps its own minute; else everything of an interval belongs to one minute. */
function minuteOfRow(interval: OpenInterval, row: WaitingRow): number {
  if (!interval.spread) return minuteOfInterval(interval.from, interval.to);
  return minuteOf(Math.min(Math.max(row.finishedAt, interval.from), interval.to - 1));
}

/** What an interval still holds of a key, by minute. */
export function remainderByMinute(
  interval: OpenInterval,
  key: TrafficKey,
): readonly (readonly [minute: number, count: number])[] {
  const count = interval.remaining.get(key) ?? 0;
  if (count === 0) return [];
  if (interval.spread) return spreadOverMinutes(count, interval.from, interval.to);
  return [[minuteOfInterval(interval.from, interval.to), count]];
}

/** The minutes (unix seconds) that an interval's requests can belong to. */
export function minutesOfInterval({ from, to, spread }: OpenInterval): readonly number[] {
  if (!spread) return [minuteOfInterval(from, to)];
  const minutes: number[] = [];
  for (let minute = minuteOf(from); minute * 1000 < to; minute += minuteSeconds) {
    minutes.push(minute);
  }
  return minutes;
}

/** The minute (unix seconds) that holds most of [from, to] ms; of two equal ones the later (docs/collection.md#minutes-of-a-delta). */
export function minuteOfInterval(from: number, to: number): number {
  let best = minuteOf(from);
  let bestLength = -1;
  for (let start = floorTo(from, 60_000); start <= to; start += 60_000) {
    const length = Math.min(to, start + 60_000) - Math.max(from, start);
    if (length >= bestLength) {
      best = start / 1000;
      bestLength = length;
    }
  }
  return best;
}
