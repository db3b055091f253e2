import type { SparseHistogram } from '../../domain/sparseHistogram';
import { StoreError } from '../storeError';

/** Bucket counts as stored: "index count" pairs of the buckets that hold something, separated by spaces. */
export function encodeCounts({ filled }: Pick<SparseHistogram, 'filled'>): string {
  return filled.join(' ');
}

/**
 * Adds stored counts to `into`, bucket by bucket.
 * @throws StoreError when the text is not what encodeCounts writes for so many buckets
 */
export function addCounts(text: string, into: number[]): void {
  if (text === '') return;
  const numbers = text.split(' ').map(Number);
  for (let i = 0; i < numbers.length; i += 2) {
    const index = numbers[i] ?? NaN;
    const count = numbers[i + 1] ?? NaN;
    const before = into[index];
    if (before === undefined || Number.isNaN(count)) {
      throw new StoreError(
        `The database holds a latency distribution that cannot be read ("${text}"). ` +
          'Move the database file away to start a new one.',
      );
    }
    into[index] = before + count;
  }
}
