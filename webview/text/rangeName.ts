import type { Period, Range } from '../../src/domain/range';
import { t } from '../localize';
import { duration } from './duration';

/** A range in words, for labels and messages. */
export function rangeName(range: Range): string {
  const words: Readonly<Record<Range, string>> = {
    '15m': t('15 minutes'),
    '1h': t('1 hour'),
    '6h': t('6 hours'),
    '24h': t('24 hours'),
    '7d': t('7 days'),
    '30d': t('30 days'),
    '90d': t('90 days'),
    '1y': t('1 year'),
    all: t('all data'),
  };
  return words[range];
}

/** A range as its button says: `1h`. */
export function rangeText(range: Range): string {
  return range === 'all' ? t('All') : range;
}

/** Where one goes back to: `Back to 1h`. */
export function backText(range: Range): string {
  return t('Back to {0}', range === 'all' ? rangeName(range) : range);
}

/** A period in words, as what is being read. */
export function periodName(period: Period): string {
  if (period.kind === 'last') return rangeName(period.range);
  return duration((period.kind === 'between' ? period.to : Date.now() / 1000) - period.from);
}
