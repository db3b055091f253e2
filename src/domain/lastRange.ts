import type { Range } from './range';

/** A range, in words: `Last hour`. `t` puts a text into the reader's language. */
export function lastRange(range: Range, t: (text: string) => string): string {
  const words: Readonly<Record<Range, string>> = {
    '15m': t('Last 15 minutes'),
    '1h': t('Last hour'),
    '6h': t('Last 6 hours'),
    '24h': t('Last 24 hours'),
    '7d': t('Last 7 days'),
    '30d': t('Last 30 days'),
    '90d': t('Last 90 days'),
    '1y': t('Last year'),
    all: t('All data'),
  };
  return words[range];
}
