import type { Quantile } from '../../src/domain/histogram';
import { joined, numberFormat, unknown } from '../../src/domain/numberFormat';

/** Rows of latency_histograms with their bounds. */
export interface StoredHistogram {
  /** JSON array, milliseconds. */
  readonly bounds: string;
  /** `index count`, with a space between each. */
  readonly counts: string;
  readonly sum: number;
}

const numbers = numberFormat('en');

/** Distributions of one server added up bucket by bucket, and how the dashboard must write their quantiles. */
export class StoredLatency {
  readonly count: number;
  /** Milliseconds. */
  readonly sum: number;
  readonly #bounds: readonly number[];
  readonly #counts = new Map<number, number>();

  constructor(rows: readonly StoredHistogram[]) {
    const bounds = new Set(rows.map((row) => row.bounds));
    if (bounds.size > 1) throw new Error('One server has one list of bounds for a measure.');
    this.#bounds = JSON.parse([...bounds][0] ?? '[]') as number[];
    for (const { counts } of rows) {
      const words = counts.split(' ').map(Number);
      for (let i = 0; i < words.length; i += 2) {
        const [index = 0, count = 0] = words.slice(i, i + 2);
        this.#counts.set(index, (this.#counts.get(index) ?? 0) + count);
      }
    }
    this.count = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    this.sum = rows.reduce((sum, row) => sum + row.sum, 0);
  }

  /** Of whole requests. */
  text(q: number): string {
    const quantile = this.#quantile(q);
    return quantile ? joined(numbers.quantile(quantile)) : unknown;
  }

  /** Of handler times, which the log has in whole milliseconds. */
  handlerText(q: number): string {
    const quantile = this.#quantile(q);
    return quantile ? joined(numbers.handlerQuantile(quantile)) : unknown;
  }

  /** As Prometheus has it: the bucket that holds the rank, and in it by proportion. */
  #quantile(q: number): Quantile | null {
    let rank = q * this.count;
    if (rank === 0) return null;
    for (const [i, to] of this.#bounds.entries()) {
      const count = this.#counts.get(i) ?? 0;
      const from = this.#bounds[i - 1] ?? (to > 0 ? 0 : -Infinity);
      if (rank <= count && count > 0) {
        const value = from === -Infinity ? to : from + ((to - from) * rank) / count;
        return { value, bucket: [from, to], above: false };
      }
      rank -= count;
    }
    const highest = this.#bounds.at(-1) ?? 0;
    return { value: highest, bucket: [highest, Infinity], above: true };
  }
}
