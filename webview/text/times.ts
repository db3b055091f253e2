import { daySeconds, hourSeconds, minuteSeconds } from '../../src/domain/time';
import { noBreak } from '../../src/domain/numberFormat';
import { t } from '../localize';

/** How times are written in one locale; all take unix seconds unless they say otherwise. */
export interface TimeFormat {
  /** `22:53:15` */
  readonly clock: (at: number) => string;
  /** `22:52:59.969`; takes unix milliseconds. */
  readonly clockMs: (atMs: number) => string;
  /** `22:46` */
  readonly minute: (at: number) => string;
  /** `Mon 23 Nov` */
  readonly day: (at: number) => string;
  /** `Mon 23` */
  readonly weekday: (at: number) => string;
  /** `Mon 23 Nov`, of a day of UTC. */
  readonly utcDay: (at: number) => string;
  /** `23 Nov` */
  readonly date: (at: number) => string;
  /** `23 Nov 22:46:05`, for values that stand alone. */
  readonly full: (at: number) => string;
  /** `22:46` on the day of `now`, else `23 Nov 22:46`. */
  readonly short: (at: number, now: number) => string;
  /** A chart's step: `22:46 – 22:47`, with its day in ranges of days; `Mon 23 Nov` for a whole day. */
  readonly step: (at: number, seconds: number, withDay: boolean) => string;
  /** `Mon 23 Nov 22:38 – 22:53`, in two parts since the day is drawn quieter; also where it ends after midnight. */
  readonly span: (from: number, to: number) => { readonly day: string; readonly times: string };
}

/**
 * The time formats of a locale (BCP 47), on a 24-hour clock. Plain `en` names no region; it is read as
 * `en-GB`, whose dates go day, month. `timeZone` is for tests; the default is the user's.
 */
export function timeFormat(locale: string, timeZone?: string): TimeFormat {
  const format = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const intl = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      ...options,
      hourCycle: 'h23',
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    return (at) => intl.format(at * 1000).replace(',', '');
  };
  const hours = { hour: '2-digit', minute: '2-digit' } as const;
  const clock = format({ ...hours, second: '2-digit' });
  const minute = format(hours);
  const day = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const weekday = format({ weekday: 'short', day: 'numeric' });
  const utcDay = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const date = format({ day: 'numeric', month: 'short' });
  const withYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const clockMs = format({ ...hours, second: '2-digit', fractionalSecondDigits: 3 });

  return {
    clock,
    clockMs: (atMs) => clockMs(atMs / 1000),
    minute,
    day,
    weekday,
    utcDay: (at) => utcDay.format(at * 1000).replace(',', ''),
    date,
    full: (at) => `${date(at)} ${clock(at)}`,
    short: (at, now) => (date(at) === date(now) ? minute(at) : `${date(at)} ${minute(at)}`),
    step: (at, seconds, withDay) => {
      if (seconds >= daySeconds) return day(at);
      const times = `${minute(at)} – ${minute(at + seconds)}`;
      return withDay ? `${day(at)} ${times}` : times;
    },
    span: (from, to) => {
      if (to - from > 300 * daySeconds)
        return { day: '', times: `${withYear(from)} – ${withYear(to)}` };
      if (to - from > 2 * daySeconds) return { day: '', times: `${day(from)} – ${day(to)}` };
      return to - from < daySeconds
        ? { day: day(from), times: `${minute(from)} – ${minute(to)}` }
        : { day: '', times: `${date(from)} ${minute(from)} – ${date(to)} ${minute(to)}` };
    },
  };
}

const units: readonly (readonly [seconds: number, upTo: number, unit: () => string])[] = [
  [1, 2 * minuteSeconds, () => 's'],
  [minuteSeconds, 2 * hourSeconds, () => 'min'],
  [hourSeconds, 2 * daySeconds, () => 'h'],
  [daySeconds, Infinity, () => t('days')],
];

/** A length of time in its most telling unit: `30 s`, `3 min`, `5 h`, `7 days`. */
export function duration(seconds: number): string {
  if (seconds >= minuteSeconds && seconds < 2 * minuteSeconds && seconds % minuteSeconds === 0) {
    return `1${noBreak}min`;
  }
  const [size, , unit] = units.find(([, upTo]) => seconds < upTo) ?? [1, 0, () => 's'];
  return `${Math.round(seconds / size).toString()}${noBreak}${unit()}`;
}
