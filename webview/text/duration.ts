import { daySeconds, hourSeconds, minuteSeconds } from '../../src/domain/time';
import { noBreak } from '../../src/domain/numberFormat';
import { t } from '../localize';

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
