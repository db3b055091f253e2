import type { SparseHistogram } from '../../domain/sparseHistogram';
import { StoreError } from '../storeError';

/** Bucket counts as stored: "index count" pairs of the buckets that hold something, separated by spaces. */
export function encodeCounts({ filled }: Pick<SparseHistogram, 'filled'>): string {
  return filled.join(' ');
}

const zero = 48;
const blank = 32;

/**
 * Adds stored counts to `into`, bucket by bucket, or takes them away. Digit by digit, since a dashboard adds up tens of
 * thousands of them.
 * @throws StoreError when the text is not what encodeCounts writes for so many buckets
 */
export function addCounts(text: string, into: number[], sign: 1 | -1 = 1): void {
  let index = -1;
  let number = 0;
  let digits = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : blank;
    if (code !== blank) {
      number = number * 10 + code - zero;
      digits = code >= zero && code < zero + 10 ? digits + 1 : NaN;
    } else if (digits > 0 && index < 0) {
      [index, number, digits] = [number, 0, 0];
    } else if (digits > 0 && index < into.length) {
      into[index] = (into[index] ?? 0) + sign * number;
      [index, number, digits] = [-1, 0, 0];
    } else if (text !== '') {
      throw unreadable(text);
    }
  }
  if (index >= 0) throw unreadable(text);
}

function unreadable(text: string): StoreError {
  return new StoreError({ kind: 'unreadable_counts', text });
}
