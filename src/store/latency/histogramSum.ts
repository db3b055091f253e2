import type { Histogram } from '../../domain/histogram';
import type { SparseHistogram } from '../../domain/sparseHistogram';
import type { Row } from '../database/row';
import type { BucketBounds } from './bucketBounds';
import { commonHistogram } from '../../domain/commonHistogram';
import { addCounts } from './sparseCounts';

/** Adds stored latency distributions up, those with the same bounds exactly. */
export class HistogramSum {
  readonly #bounds: BucketBounds;
  readonly #byBounds = new Map<number, { counts: number[]; sum: number }>();

  constructor(bounds: BucketBounds) {
    this.#bounds = bounds;
  }

  /** Adds a row with the columns bounds_id, counts and sum. */
  add(row: Row): void {
    const part = this.#part(row.number('bounds_id'));
    addCounts(row.text('counts'), part.counts);
    part.sum += row.number('sum');
  }

  /** Adds a distribution that is not stored yet. */
  addHistogram({ bounds, filled, sum }: SparseHistogram): void {
    const part = this.#part(this.#bounds.idOf(bounds));
    for (let i = 0; i < filled.length; i += 2) {
      const index = filled[i] ?? 0;
      part.counts[index] = (part.counts[index] ?? 0) + (filled[i + 1] ?? 0);
    }
    part.sum += sum;
  }

  /** The sums, one for each list of bounds, with its id. */
  parts(): { readonly boundsId: number; readonly histogram: Histogram }[] {
    return [...this.#byBounds].map(([boundsId, { counts, sum }]) => ({
      boundsId,
      histogram: { bounds: this.#bounds.boundsOf(boundsId), counts, sum },
    }));
  }

  /** Everything added, as one distribution; undefined when nothing was. */
  total(): Histogram | undefined {
    return commonHistogram(this.parts().map((part) => part.histogram));
  }

  #part(boundsId: number): { counts: number[]; sum: number } {
    let part = this.#byBounds.get(boundsId);
    if (!part) {
      const buckets = this.#bounds.boundsOf(boundsId).length + 1;
      part = { counts: new Array<number>(buckets).fill(0), sum: 0 };
      this.#byBounds.set(boundsId, part);
    }
    return part;
  }
}
