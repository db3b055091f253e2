import { durationText } from '../../src/domain/duration';
import { t } from '../localize';

/** A length of time in its most telling unit: `30 s`, `3 min`, `5 h`, `7 days`. */
export function duration(seconds: number): string {
  return durationText(seconds, t('days'));
}
