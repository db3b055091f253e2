import type { Condition } from './condition';
import { conditionsOf } from './condition';
import { daySeconds, floorTo, hourSeconds } from './time';

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of a span that conditions on hours leave, ascending and apart; null where there are no such conditions.
 * Numbers are kept by the hour of UTC: as in the heatmap, one counts where the middle of it lies. Unix seconds.
 */
export function wantedSpans(span: Span, conditions: readonly Condition[]): readonly Span[] | null {
  const [wanted, left] = [false, true].map((isExcluded) =>
    conditionsOf(conditions, 'hour', isExcluded).map(
      ({ weekday, hour, timeZone }) =>
        (at: number): boolean =>
          isIn(at + hourSeconds / 2, weekday, hour, timeZone),
    ),
  );
  if (!wanted || !left || wanted.length + left.length === 0) return null;
  const spans: Span[] = [];
  for (let at = floorTo(span.from, hourSeconds); at < span.to; at += hourSeconds) {
    if (wanted.length > 0 && !wanted.some((is) => is(at))) continue;
    if (left.some((is) => is(at))) continue;
    const part = { from: Math.max(at, span.from), to: Math.min(at + hourSeconds, span.to) };
    const last = spans.at(-1);
    if (last?.to === part.from) spans[spans.length - 1] = { from: last.from, to: part.to };
    else spans.push(part);
  }
  return spans;
}

/** Seconds that the clocks of a time zone are ahead of UTC in the middle of an hour. */
function zoneOffset(at: number, timeZone: string): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const offset = known.get(at) ?? readOffset(at, timeZone);
  known.set(at, offset);
  return offset;
}

function readOffset(at: number, timeZone: string): number {
  const parts = zoneFormat(timeZone).formatToParts(at * 1000);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((one) => one.type === type)?.value);
  const [year, month, day] = [part('year'), part('month') - 1, part('day')];
  const local = Date.UTC(year, month, day, part('hour'), part('minute'), part('second')) / 1000;
  return local - Math.floor(at);
}

/** Whether the editor knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    zoneFormat(name);
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Asking for one takes some microseconds, and each hour of a year is asked for many times. */
const offsets = new Map<string, Map<number, number>>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(timeZone, format);
  return format;
}

function isIn(at: number, weekday: number, hour: number, timeZone: string): boolean {
  // No zone is more than 15 hours from UTC: most days need no look at its clocks.
  const hourOfWeek = weekday * 24 + hour;
  const utc = (Math.floor(at / hourSeconds) + 4 * 24) % (7 * 24);
  const distance = Math.abs(utc - hourOfWeek);
  if (Math.min(distance, 7 * 24 - distance) > 15) return false;
  const local = at + zoneOffset(at, timeZone);
  const day = (Math.floor(local / daySeconds) + 4) % 7;
  return day === weekday && Math.floor((local % daySeconds) / hourSeconds) === hour;
}
