import { durationText } from '../domain/duration';
import type { Localize } from '../domain/localize';
import type { NumberFormat } from '../domain/numberFormat';
import type { UncertainSpan } from './interruptions';

/** `gap 30 s`, `not collected`; where requests of it have no time of their own, how many: `gap 26 h, 312 requests`. */
export function spanText(span: UncertainSpan, numbers: NumberFormat, t: Localize): string {
  const label = kindText(span, t);
  return span.unplaced > 0
    ? t('{0}, {1} requests at an unknown time', label, numbers.count(span.unplaced))
    : label;
}

/** `restart`, `3 restarts` */
export function restartText(count: number, t: Localize): string {
  return count === 1 ? t('restart') : t('{0} restarts', String(count));
}

function kindText({ kind, from, to }: UncertainSpan, t: Localize): string {
  switch (kind) {
    case 'gap':
      return t('gap {0}', durationText(to - from, t('days')));
    case 'clock_ahead':
      return t('clock was ahead');
    case 'no_answer':
      return t('no answer');
    case 'not_collected':
      return t('not collected');
  }
}
