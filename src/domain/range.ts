import { ceilTo, daySeconds, floorTo, hourSeconds, minuteSeconds, toSeconds } from './time';

/** The ranges of the dashboard's toolbar. */
export const ranges = ['15m', '1h', '6h', '24h', '7d', '30d', '90d', '1y'] as const;
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

/** What the dashboard shows: up to now, or between two moments (unix seconds). */
export type Period =
  | { readonly kind: 'last'; readonly range: Range }
  | { readonly kind: 'between'; readonly from: number; readonly to: number };

/**
 * What it is compared with: nothing; the time just before, as long; the time before a restart or session mark, of what
 * came since; an earlier window that begins at a moment (unix seconds); or the last of a file's traffic, as long.
 */
export type Compare =
  | { readonly kind: 'none' }
  | { readonly kind: 'previous' }
  | { readonly kind: 'since'; readonly at: number }
  | { readonly kind: 'earlier'; readonly from: number }
  | { readonly kind: 'file'; readonly path: string };

/** The shortest range in which so many seconds fit; the longest where none is. */
export function rangeFor(seconds: number): Range {
  return ranges.find((range) => shapes[range].length >= seconds) ?? '1y';
}

/** A span of the dashboard, unix seconds, cut into steps that begin at multiples of their size. */
export interface SteppedSpan {
  readonly from: number;
  readonly to: number;
  readonly bucketSeconds: number;
}

/**
 * The span that ends at `now` (unix milliseconds): it begins with a whole step, the last one is still
 * open, and it has as many steps as the range has, so it is at most as long as the range says.
 */
export function spanOfRange(range: Range, now: number): SteppedSpan {
  const { length, step } = shapes[range];
  const to = toSeconds(now);
  return { from: ceilTo(to - length, step), to, bucketSeconds: step };
}

/**
 * The span that is looked at, and where the one begins that it is compared with; `now` unix milliseconds. When a file's
 * traffic ends is not known here: null then.
 */
export function comparedSpan(
  period: Period,
  compare: Compare,
  now: number,
): SteppedSpan & { readonly compareFrom: number | null } {
  if (compare.kind === 'since') return sinceMark(compare.at, toSeconds(now));
  const span = period.kind === 'last' ? spanOfRange(period.range, now) : between(period, now);
  return { ...span, compareFrom: compareFrom(period, compare, span) };
}

function between(
  { from, to }: { readonly from: number; readonly to: number },
  now: number,
): SteppedSpan {
  const end = Math.max(from + minuteSeconds, Math.min(to, toSeconds(now)));
  const step = stepFor(end - from);
  return { from: floorTo(from, step), to: end, bucketSeconds: step };
}

/** The minute of the mark itself belongs half to each side, and so to neither. */
function sinceMark(at: number, now: number): SteppedSpan & { readonly compareFrom: number } {
  const start = Math.min(ceilTo(at, minuteSeconds), floorTo(now - 1, minuteSeconds));
  const step = stepFor(now - start);
  const from = floorTo(start, step);
  const length = ceilTo(now - from, minuteSeconds);
  return { from, to: now, bucketSeconds: step, compareFrom: floorTo(at, minuteSeconds) - length };
}

function compareFrom(period: Period, compare: Compare, span: SteppedSpan): number | null {
  if (compare.kind === 'previous') {
    const whole = ceilTo(span.to - span.from, span.bucketSeconds);
    const length = period.kind === 'last' ? shapes[period.range].length : whole;
    return span.from - length;
  }
  if (compare.kind !== 'earlier') return null;
  const from = floorTo(compare.from, minuteSeconds);
  return from < span.from ? from : null;
}

/** A step that cuts a span into at most as many as the ranges have. */
function stepFor(length: number): number {
  const steps = [...new Set(Object.values(shapes).map(({ step }) => step))];
  return steps.find((step) => length / step <= 300) ?? daySeconds;
}
