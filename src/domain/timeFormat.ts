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
  /** `Mon 23 Nov`, `23 Nov` and `23 Nov 2026`, of a day of UTC. */
  readonly utcDay: (at: number) => string;
  readonly utcDate: (at: number) => string;
  readonly utcDateOfYear: (at: number) => string;
  /** `23 Nov` */
  readonly date: (at: number) => string;
  /** `Nov 2026` */
  readonly month: (at: number) => string;
  /** `23 Nov 2026` */
  readonly dateOfYear: (at: number) => string;
  /** `23 Nov 22:46:05`, for values that stand alone. */
  readonly full: (at: number) => string;
  /** `23 Nov 2026 22:46:05`, where the year is not known from elsewhere. */
  readonly dated: (at: number) => string;
  /** `GMT+1`: the zone that all these times are of, at a moment. */
  readonly zone: (at: number) => string;
  /** `23 Nov 2026 22:38 – 22:53, GMT+1`: a span as it can be understood elsewhere and later. */
  readonly wholeSpan: (from: number, to: number) => string;
  /** `22:53:15` on the day of `now`, else `23 Nov 22:53:15`. */
  readonly moment: (at: number, now: number) => string;
  /** `22:46` on the day of `now`, else `23 Nov 22:46`. */
  readonly short: (at: number, now: number) => string;
}

const formats = new Map<string, TimeFormat>();

/**
 * The time formats of a locale (BCP 47), on a 24-hour clock. Plain `en` names no region; it is read as
 * `en-GB`, whose dates go day, month. `timeZone` is for tests; the default is the user's.
 */
export function timeFormat(locale: string, timeZone?: string): TimeFormat {
  const key = `${locale} ${timeZone ?? ''}`;
  const format = formats.get(key) ?? newTimeFormat(locale, timeZone);
  formats.set(key, format);
  return format;
}

function newTimeFormat(locale: string, timeZone: string | undefined): TimeFormat {
  const format = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const intl = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      timeZone,
      ...options,
      hourCycle: 'h23',
    });
    return (at) => intl.format(at * 1000).replace(',', '');
  };
  const hours = { hour: '2-digit', minute: '2-digit' } as const;
  const clock = format({ ...hours, second: '2-digit' });
  const minute = format(hours);
  const day = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const date = format({ day: 'numeric', month: 'short' });
  const zoned = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone,
    timeZoneName: 'short',
  });
  const zone = (at: number): string =>
    zoned.formatToParts(at * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const dateOfYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const utc = { timeZone: 'UTC' } as const;
  const clockMs = format({ ...hours, second: '2-digit', fractionalSecondDigits: 3 });
  const onItsDay = (time: string, at: number, now: number): string =>
    dateOfYear(at) === dateOfYear(now) ? time : `${date(at)} ${time}`;
  const short = (at: number, now: number): string => onItsDay(minute(at), at, now);

  return {
    clock,
    clockMs: (atMs) => clockMs(atMs / 1000),
    minute,
    day,
    weekday: format({ weekday: 'short', day: 'numeric' }),
    utcDay: format({ weekday: 'short', day: 'numeric', month: 'short', ...utc }),
    utcDate: format({ day: 'numeric', month: 'short', ...utc }),
    utcDateOfYear: format({ day: 'numeric', month: 'short', year: 'numeric', ...utc }),
    date,
    dateOfYear,
    month: format({ month: 'short', year: 'numeric' }),
    full: (at) => `${date(at)} ${clock(at)}`,
    dated: (at) => `${dateOfYear(at)} ${clock(at)}`,
    zone,
    wholeSpan: (from, to) => {
      const [first, last] = [zone(from), zone(to)];
      // Where the clocks change in between, each end has its own.
      const start = first === last ? '' : ` ${first}`;
      const end =
        dateOfYear(from) === dateOfYear(to) ? minute(to) : `${dateOfYear(to)} ${minute(to)}`;
      return `${dateOfYear(from)} ${minute(from)}${start} – ${end}, ${last}`;
    },
    moment: (at, now) => onItsDay(clock(at), at, now),
    short,
  };
}
