import type { Quantile } from './histogram';
import { daySeconds } from './time';

/** Between a number and its unit, so that a line never breaks there. */
const space = '\u00a0';

/** What stands for a value that is not known. It is never shown as 0. */
export const unknownText = '–';

/** `5,627` */
export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** A share of 1 in percent: `10.5%`, `0%`, `<0.1%`. Only the whole is 100%. */
export function formatShare(share: number, locale: string): string {
  const percent = share * 100;
  const whole = percent === 0 || percent === 100;
  const digits = whole ? 0 : 1;
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  if (!whole && percent < 0.1) return `<${format.format(0.1)}%`;
  return `${format.format(whole ? percent : Math.min(percent, 99.9))}%`;
}

/** Events a second, in three digits and without the unit: `1.15`, `14.2`, `412`. */
export function formatRate(perSecond: number, locale: string): string {
  const maximumFractionDigits = perSecond >= 100 ? 0 : perSecond >= 10 ? 1 : 2;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits });
  return perSecond > 0 && perSecond < 0.01 ? `<${format.format(0.01)}` : format.format(perSecond);
}

/** A duration given in milliseconds: `< 1 ms`, `8.6 ms`, `217 ms`, `2.04 s`. */
export function formatDuration(milliseconds: number, locale: string): string {
  if (milliseconds < 1) return `<${space}1${space}ms`;
  if (Math.round(milliseconds) >= 1000) {
    const seconds = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
    return `${seconds.format(milliseconds / 1000)}${space}s`;
  }
  const maximumFractionDigits = milliseconds < 10 ? 1 : 0;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits });
  return `${format.format(milliseconds)}${space}ms`;
}

/** An average of the log's whole milliseconds: `0.8 ms`; `< 1 ms` where each was less than one. */
export function formatAverage(milliseconds: number, locale: string): string {
  if (milliseconds === 0 || milliseconds >= 1) return formatDuration(milliseconds, locale);
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return `${format.format(Math.max(0.1, milliseconds))}${space}ms`;
}

/** A quantile of durations; above the highest bucket's bound only that bound is known: `> 10 s`. */
export function formatQuantile(quantile: Quantile | null, locale: string): string {
  if (!quantile) return unknownText;
  const duration = formatDuration(quantile.value, locale);
  return quantile.above ? `>${space}${duration}` : duration;
}

/** A quantile of the log's handler times, which are whole milliseconds: `2 ms`. */
export function formatHandlerQuantile(quantile: Quantile, locale: string): string {
  return formatQuantile({ ...quantile, value: Math.ceil(quantile.value) }, locale);
}

/** A size, in decimal units: `464.3 kB`. */
export function formatBytes(bytes: number, locale: string): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, bytes))));
  const power = Math.min(units.length - 1, Math.floor(digits / 3));
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return `${format.format(bytes / 1000 ** power)}${space}${units[power] ?? ''}`;
}

/** A time of day in the reader's time zone, unix milliseconds: `22:53:15`. */
export function formatTime(milliseconds: number, locale: string): string {
  return timeFormat(locale).format(milliseconds);
}

/** As formatTime, to the millisecond: `22:53:15.969`. */
export function formatPreciseTime(milliseconds: number, locale: string): string {
  return timeFormat(locale, { fractionalSecondDigits: 3 }).format(milliseconds);
}

/**
 * A moment as a time of day, after its date where that is another one than now's: `23 Nov 22:53:15`. Unix
 * milliseconds; plain `en` writes dates as `en-GB` does.
 */
export function formatMoment(milliseconds: number, now: number, locale: string): string {
  const time = formatTime(milliseconds, locale);
  return isSameDay(milliseconds, now) ? time : `${formatDate(milliseconds, locale)} ${time}`;
}

/** As formatMoment, no finer than the steps that it begins one of; these in seconds: `22:53`, or `23 Nov`. */
export function formatStep(
  milliseconds: number,
  { now, seconds, locale }: { now: number; seconds: number; locale: string },
): string {
  if (seconds >= daySeconds) return formatDate(milliseconds, locale);
  const time = timeFormat(locale, { second: undefined }).format(milliseconds);
  return isSameDay(milliseconds, now) ? time : `${formatDate(milliseconds, locale)} ${time}`;
}

function isSameDay(milliseconds: number, others: number): boolean {
  return new Date(milliseconds).toDateString() === new Date(others).toDateString();
}

function formatDate(milliseconds: number, locale: string): string {
  const dates = locale === 'en' ? 'en-GB' : locale;
  return new Intl.DateTimeFormat(dates, { day: 'numeric', month: 'short' }).format(milliseconds);
}

function timeFormat(locale: string, options: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...options,
  });
}
