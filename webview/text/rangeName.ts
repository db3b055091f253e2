import type { Range } from '../../src/domain/range';
import { t } from '../localize';

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
  };
  return words[range];
}
