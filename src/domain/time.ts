/** Seconds in a minute, an hour and a day: the three grains of the aggregate tables; and in a week. */
export const minuteSeconds = 60;
export const hourSeconds = 3600;
export const daySeconds = 86_400;
export const weekSeconds = 7 * daySeconds;

/** An hour and a day in milliseconds. */
export const hourMs = 1000 * hourSeconds;
export const dayMs = 1000 * daySeconds;

/** Monday, 5 January 1970, 00:00 UTC. */
const firstMonday = 4 * daySeconds;

/** The start of the span of `size` (same unit as `value`) that holds `value`; spans begin at 0. */
export function floorTo(value: number, size: number): number {
  return Math.floor(value / size) * size;
}

/** The end of the span of `size` that ends at `value` or holds it; `value` itself where one ends there. Whole numbers. */
export function ceilTo(value: number, size: number): number {
  return floorTo(value + size - 1, size);
}

/** Whole unix seconds of a time in unix milliseconds. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/**
 * Where what has happened until a time in unix milliseconds ends, unix seconds, exclusive: the second that runs has its
 * part in it, so that what failed a moment ago is not waited for.
 */
export function endOfSecond(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

/** The start, in unix seconds, of the minute that holds a time in unix milliseconds. */
export function minuteOf(milliseconds: number): number {
  return floorTo(toSeconds(milliseconds), minuteSeconds);
}

/** The Monday, 00:00 UTC, that begins the week of a time; unix seconds. */
export function weekOf(seconds: number): number {
  return stepOf(seconds, weekSeconds);
}

/** The start of the step of `size` seconds that holds a time: whole weeks begin on Mondays, others at multiples of their size. */
export function stepOf(seconds: number, size: number): number {
  const first = size % weekSeconds === 0 ? firstMonday : 0;
  return floorTo(seconds - first, size) + first;
}

/** Unix seconds as ISO 8601 in UTC: `2026-11-23T22:53:15Z`; with milliseconds where there are any. */
export function isoTime(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().replace('.000Z', 'Z');
}
