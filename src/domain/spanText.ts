import { daySeconds, hourSeconds, minuteSeconds, weekSeconds } from './time';
import type { TimeFormat } from './timeFormat';

/**
 * A chart's step: `22:46 – 22:47`, with its day in ranges of days; `Mon 23 Nov` for a whole day and
 * `23 Nov – 29 Nov 2026` for weeks, which are of UTC. In an hour that comes twice it says which: `02:46 – 02:47 CET`.
 */
export function stepText(times: TimeFormat, at: number, seconds: number, withDay: boolean): string {
  if (seconds >= weekSeconds) {
    const last = at + seconds - daySeconds;
    return `${times.utcDate(at)} – ${times.utcDateOfYear(last)}`;
  }
  if (seconds >= daySeconds) return times.utcDay(at);
  const text = minutesText(times, at, at + seconds);
  return withDay ? `${times.day(at)} ${text}` : text;
}

/**
 * Where a step of so many seconds begins, no finer than it is: `22:46`, with its day where that is another than that of
 * `now`; `23 Nov` for whole days and `23 Nov 2026` for weeks, which are of UTC.
 */
export function stepStartText(times: TimeFormat, at: number, now: number, seconds: number): string {
  if (seconds >= weekSeconds) return times.utcDateOfYear(at);
  return seconds >= daySeconds ? times.utcDate(at) : times.short(at, now);
}

/** `Mon 23 Nov 22:38 – 22:53`, in two parts since the day is drawn quieter; also where it ends after midnight. */
export function spanText(
  times: TimeFormat,
  from: number,
  to: number,
): { readonly day: string; readonly times: string } {
  const { date, dateOfYear, day, minute } = times;
  const length = to - from;
  if (length > 300 * daySeconds)
    return { day: '', times: `${dateOfYear(from)} – ${dateOfYear(to)}` };
  if (length > 2 * daySeconds) return { day: '', times: `${day(from)} – ${day(to)}` };
  return length < daySeconds
    ? { day: day(from), times: minutesText(times, from, to) }
    : { day: '', times: `${date(from)} ${minute(from)} – ${date(to)} ${minute(to)}` };
}

function minutesText(times: TimeFormat, from: number, to: number): string {
  const [first, last] = [zoneText(times, from), zoneText(times, to)];
  const begin = times.minute(from) + (first === last ? '' : first);
  return `${begin} – ${times.minute(to)}${last}`;
}

/** ` CET` in an hour that comes twice; else nothing. */
function zoneText(times: TimeFormat, at: number): string {
  return isRepeated(times, at) ? ` ${times.zone(at)}` : '';
}

/** Where clocks are put back, most by an hour, some by half of one or by two, the same times come again. */
function isRepeated(times: TimeFormat, at: number): boolean {
  const near = 6 * hourSeconds;
  if (times.zone(at - near) === times.zone(at + near)) return false;
  const clock = (moment: number): string => `${times.date(moment)} ${times.minute(moment)}`;
  return [30, 60, 120]
    .flatMap((minutes) => [-minutes * minuteSeconds, minutes * minuteSeconds])
    .some((apart) => clock(at + apart) === clock(at));
}
