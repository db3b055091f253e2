import { fixedRanges, lengthOfRange } from '../../src/domain/range';
import type { Period, TimeWindow } from '../../src/domain/range';
import { ceilTo, daySeconds, floorTo, hourSeconds, minuteSeconds } from '../../src/domain/time';

/** An end of a window. */
export type Edge = 'from' | 'to';

/** What a window is moved within. */
export interface Room {
  /** All stored data up to now. */
  readonly extent: TimeWindow;
  /** Seconds: ends are moved to whole ones of local time. */
  readonly unit: number;
  /** Seconds that local time is ahead of UTC at a moment. */
  readonly offset: (at: number) => number;
}

const units = [
  minuteSeconds,
  5 * minuteSeconds,
  15 * minuteSeconds,
  hourSeconds,
  4 * hourSeconds,
  daySeconds,
] as const;

/** The longest handy unit of so many seconds at most; a minute for less. */
export function unitFor(seconds: number): number {
  return units.findLast((unit) => unit <= seconds) ?? minuteSeconds;
}

/** The window moved by some seconds, as long as it is, within what there is. */
export function moved(window: TimeWindow, by: number, room: Room): TimeWindow {
  const { extent, unit } = room;
  const { from, to } = window;
  const length = ceilTo(to - from, minuteSeconds);
  if (length >= extent.to - extent.from) return window;
  const start = Math.max(extent.from, rounded(from + by, room));
  return start + length > extent.to - unit / 2
    ? { from: extent.to - length, to: extent.to }
    : { from: start, to: start + length };
}

/** The window with one end elsewhere, at least a unit long. */
export function resized(window: TimeWindow, edge: Edge, at: number, room: Room): TimeWindow {
  const { extent, unit } = room;
  const end = rounded(at, room);
  if (edge === 'from') {
    const from = at < extent.from + unit / 2 ? extent.from : end;
    return { from: Math.max(extent.from, Math.min(from, window.to - unit)), to: window.to };
  }
  const to = at > extent.to - unit / 2 ? extent.to : end;
  return { from: window.from, to: Math.min(extent.to, Math.max(to, window.from + unit)) };
}

/** The window of the same length around a moment. */
export function centered({ from, to }: TimeWindow, at: number, room: Room): TimeWindow {
  return moved({ from, to }, at - (from + to) / 2, room);
}

/**
 * What a window is as a period: one that ends now follows new data, as a range where it is about as long, and one of
 * everything is all data.
 */
export function periodOf({ from, to }: TimeWindow, extent: TimeWindow): Period {
  if (to <= extent.to - minuteSeconds) return { kind: 'between', from, to };
  if (from <= extent.from) return { kind: 'last', range: 'all' };
  const length = to - from;
  const range = fixedRanges.find(
    (name) => Math.abs(lengthOfRange(name) - length) <= Math.max(minuteSeconds, length / 30),
  );
  return range ? { kind: 'last', range } : { kind: 'since', from };
}

/** The whole unit of local time that is nearest. */
function rounded(at: number, { unit, offset }: Room): number {
  const ahead = offset(at);
  return floorTo(at + ahead + unit / 2, unit) - ahead;
}
