import { daySeconds } from './time';

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
