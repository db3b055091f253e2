import type { Histogram } from '../../domain/histogram';
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
    const id = row.number('bounds_id');
    let part = this.#byBounds.get(id);
    if (!part) {
      part = { counts: new Array<number>(this.#bounds.boundsOf(id).length + 1).fill(0), sum: 0 };
      this.#byBounds.set(id, part);
    }
    addCounts(row.text('counts'), part.counts);
    part.sum += row.number('sum');
  }

  /** Adds a distribution that is not stored yet. */
  addHistogram({ bounds, counts, sum }: Histogram): void {
    const id = this.#bounds.idOf(bounds);
    const part = this.#byBounds.get(id);
    this.#byBounds.set(id, {
      counts: counts.map((count, index) => count + (part?.counts[index] ?? 0)),
      sum: sum + (part?.sum ?? 0),
    });
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
}
