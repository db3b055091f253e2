import {
  ceilTo,
  daySeconds,
  floorTo,
  hourSeconds,
  minuteSeconds,
  stepOf,
  endOfSecond,
  weekSeconds,
} from './time';

/** The ranges that are so long, up to now. */
export const fixedRanges = ['15m', '1h', '6h', '24h', '7d', '30d', '90d', '1y'] as const;
export type FixedRange = (typeof fixedRanges)[number];

/** The ranges of the dashboard's toolbar; `all`: everything that is stored, up to now. */
export const ranges = [...fixedRanges, 'all'] as const;
export type Range = (typeof ranges)[number];

/** Length and step of each range of the dashboard, in seconds; a range has at most 365 steps. */
const shapes = {
  '15m': { length: 15 * minuteSeconds, step: minuteSeconds },
  '1h': { length: hourSeconds, step: minuteSeconds },
  '6h': { length: 6 * hourSeconds, step: 5 * minuteSeconds },
  '24h': { length: daySeconds, step: 5 * minuteSeconds },
  '7d': { length: 7 * daySeconds, step: hourSeconds },
  '30d': { length: 30 * daySeconds, step: 4 * hourSeconds },
  '90d': { length: 90 * daySeconds, step: daySeconds },
  '1y': { length: 365 * daySeconds, step: daySeconds },
} as const;

/** What the dashboard shows: a range, from a moment up to now, or between two moments (unix seconds). */
export type Period =
  | { readonly kind: 'last'; readonly range: Range }
  | { readonly kind: 'since'; readonly from: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number };

/**
 * What it is compared with, always as long: nothing; the time just before; the time before a restart or session mark;
 * an earlier window that begins at a moment (unix seconds), and may end before it is as long; or the last of a file's
 * traffic.
 */
export type Compare =
  | { readonly kind: 'none' }
  | { readonly kind: 'previous' }
  | { readonly kind: 'before'; readonly at: number }
  | { readonly kind: 'earlier'; readonly from: number; readonly to?: number }
  | { readonly kind: 'file'; readonly path: string };

/** A half-open part of the time, unix seconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What a period is meant about. */
export interface Present {
  /** Unix milliseconds. */
  readonly now: number;
  /** From when to when anything is stored; null where nothing is. All data are asked for by it alone. */
  readonly stored: TimeWindow | null;
}

/** A span of the dashboard, unix seconds, cut into steps that begin at whole ones of their size. */
export interface SteppedSpan extends TimeWindow {
  readonly bucketSeconds: number;
}

/** Steps that fall together with the rows of minutes, hours or days. */
const steps = [
  minuteSeconds,
  5 * minuteSeconds,
  hourSeconds,
  4 * hourSeconds,
  daySeconds,
  weekSeconds,
] as const;

/** So many steps that a chart can show them, and one more where a span begins within one. */
const mostSteps = 400;

/** The length of a range, seconds. */
export function lengthOfRange(range: FixedRange): number {
  return shapes[range].length;
}

/** The shortest range that reaches so many seconds back, but for a minute; the longest where none does. */
export function shortestRange(seconds: number): FixedRange {
  return fixedRanges.find((range) => lengthOfRange(range) >= seconds - minuteSeconds) ?? '1y';
}

/**
 * The span that ends at `now` (unix milliseconds): it begins with a whole step, the last one is still
 * open, and it has as many steps as the range has, so it is at most as long as the range says.
 */
export function spanOfRange(range: FixedRange, now: number): SteppedSpan {
  const { length, step } = shapes[range];
  const to = endOfSecond(now);
  return { from: ceilTo(to - length, step), to, bucketSeconds: step };
}

/**
 * The span from the step that holds `from` up to `to`, unix seconds, in at most `most` steps of minutes, hours, days or
 * weeks, or one more.
 */
export function steppedSpan(from: number, to: number, most = mostSteps): SteppedSpan {
  const length = to - from;
  const step =
    steps.find((size) => length / size <= most) ??
    Math.ceil(length / (most * weekSeconds)) * weekSeconds;
  return { from: stepOf(from, step), to, bucketSeconds: step };
}

/** A span, and what it is compared with; unix seconds. */
export interface ComparedSpan extends SteppedSpan {
  /** Where the period begins that it is compared with; null where there is none. */
  readonly compareFrom: number | null;
  /** Where that period ends, if it may be shorter. */
  readonly compareTo?: number;
}

/**
 * The span that is looked at, and where the one begins that it is compared with: null where there is none, or none that
 * is over before it. When a file's traffic ends is not known here: null, too.
 */
export function comparedSpan(period: Period, compare: Compare, present: Present): ComparedSpan {
  const span = spanOf(period, present);
  const from = compareFrom(period, compare, span);
  const compareTo = from !== null && compare.kind === 'earlier' ? compare.to : undefined;
  return { ...span, compareFrom: from, ...(compareTo !== undefined && { compareTo }) };
}

function spanOf(period: Period, { now, stored }: Present): SteppedSpan {
  const end = endOfSecond(now);
  if (period.kind === 'between') {
    // Minutes are read whole: one in which it ends is all of it.
    const to = Math.min(ceilTo(period.to, minuteSeconds), end);
    return steppedSpan(period.from, Math.max(period.from + minuteSeconds, to));
  }
  if (period.kind === 'last' && period.range !== 'all') return spanOfRange(period.range, now);
  const from = period.kind === 'since' ? period.from : (stored?.from ?? Infinity);
  return from < end ? steppedSpan(from, end) : spanOfRange('15m', now);
}

function compareFrom(period: Period, compare: Compare, span: SteppedSpan): number | null {
  const { from, to, bucketSeconds } = span;
  switch (compare.kind) {
    case 'previous': {
      const whole = ceilTo(to - from, bucketSeconds);
      const isFixed = period.kind === 'last' && period.range !== 'all';
      return from - (isFixed ? shapes[period.range].length : whole);
    }
    case 'before': {
      // The minute of the mark belongs half to each side, and so to neither, as what a first step has of before it.
      const end = floorTo(compare.at, minuteSeconds);
      if (end >= from + bucketSeconds) return null;
      return Math.min(end, from) - ceilTo(to - from, minuteSeconds);
    }
    case 'earlier': {
      const start = floorTo(compare.from, minuteSeconds);
      return start < from ? start : null;
    }
    default:
      return null;
  }
}
