import { noBreak } from './numberFormat';
import { daySeconds, hourSeconds, minuteSeconds } from './time';

/** Units that are written alike in every language; `null` is days. */
const units: readonly (readonly [seconds: number, upTo: number, unit: string | null])[] = [
  [1, 2 * minuteSeconds, 's'],
  [minuteSeconds, 2 * hourSeconds, 'min'],
  [hourSeconds, 2 * daySeconds, 'h'],
  [daySeconds, Infinity, null],
];

/** A length of time in its most telling unit: `30 s`, `3 min`, `5 h`, `7 days`; `days` is the word for these. */
export function durationText(seconds: number, days: string): string {
  if (seconds >= minuteSeconds && seconds < 2 * minuteSeconds && seconds % minuteSeconds === 0) {
    return `1${noBreak}min`;
  }
  const [size, , unit] = units.find(([, upTo]) => seconds < upTo) ?? [1, 0, 's'];
  return `${Math.round(seconds / size).toString()}${noBreak}${unit ?? days}`;
}
