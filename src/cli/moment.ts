import { UsageError } from './usageError';

/** RFC 3339, section 5.6; a blank may stand for the T. */
const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * Unix seconds of a moment as Prometheus takes it: RFC 3339 or unix seconds.
 * @throws UsageError for anything else, a date or a time of day that does not exist among it: a second 60, which
 * unix seconds leave out, and hour 24 too
 */
export function momentOf(text: string, option: string): number {
  const seconds = secondsOf(text);
  if (!Number.isFinite(seconds)) {
    throw new UsageError(
      `--${option} ${text} is not a time. Write an existing date and time with its zone, such as 2026-01-05T12:00:00Z, or Unix seconds.`,
    );
  }
  return seconds;
}

/** Unix seconds of a moment as momentOf takes it; NaN for anything else. */
export function secondsOf(text: string): number {
  return rfc3339Seconds(text) ?? unixSeconds(text);
}

/** NaN for a date or a time of day that does not exist; undefined for what is not RFC 3339. */
function rfc3339Seconds(text: string): number | undefined {
  const [, date, time, fraction = '', sign, hours = '0', minutes = '0'] = rfc3339.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const written = `${date}T${time}`;
  const utc = Date.parse(`${written}Z`);
  // Date.parse takes 30 February for 2 March, and hour 24 for the next day's first.
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(written)) return NaN;
  if (Number(hours) > 23 || Number(minutes) > 59) return NaN;
  const offset = Number(hours) * 3600 + Number(minutes) * 60;
  return utc / 1000 + Number(`0${fraction}`) - (sign === '-' ? -offset : offset);
}

function unixSeconds(text: string): number {
  return /^\d{1,11}(\.\d+)?$/.test(text) ? Number(text) : NaN;
}
