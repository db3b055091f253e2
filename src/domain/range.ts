import { daySeconds, hourSeconds, minuteSeconds, toSeconds } from './time';

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
export function spanOfRange(range: keyof typeof shapes, now: number): SteppedSpan {
  const { length, step } = shapes[range];
  const to = toSeconds(now);
  return { from: Math.ceil((to - length) / step) * step, to, bucketSeconds: step };
}
