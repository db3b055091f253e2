import type { Quantile } from '../../src/domain/histogram';
import type { NumberFormat } from '../../src/domain/numberFormat';
import { joined } from '../../src/domain/numberFormat';
import { t } from '../localize';

/** The bucket that a quantile fell into, which is all that is known of it: `10–25 ms`, `over 10 s`. */
export function bucketText({ bucket, above }: Quantile, { bound }: NumberFormat): string {
  const from = bound(bucket[0]);
  if (above) return t('over {0}', joined(from));
  const to = bound(bucket[1]);
  // One unit for both ends reads faster, and 0 needs none.
  const start = from.unit === to.unit || bucket[0] === 0 ? from.value : joined(from);
  return `${start}–${joined(to)}`;
}
