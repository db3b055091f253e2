import upsertHistogram from '../../../sql/commit/upsertHistogram.sql';
import type { Dimensions, LatencySource } from '../../domain/commitBatch';
import { sparseCount } from '../../domain/sparseHistogram';
import type { SparseHistogram } from '../../domain/sparseHistogram';
import type { Connection } from '../database/connection';
import type { BucketBounds } from './bucketBounds';
import { encodeCounts } from './sparseCounts';

/** Names one latency distribution. */
export interface HistogramKey extends Dimensions {
  readonly protocol: string;
  readonly method: string | null;
  readonly endpoint: string | null;
  readonly source: LatencySource;
}

/** A distribution and the span it is of; timestamp is unix seconds, 0 for `all`. */
export interface StoredHistogram extends HistogramKey {
  readonly resolution: 'minute' | 'hour' | 'day' | 'all';
  readonly timestamp: number;
  readonly histogram: SparseHistogram;
}

/** Writes a distribution in the place of the one of the same key, span and bounds; an empty one is not kept. */
export function writeHistogram(
  connection: Connection,
  bounds: BucketBounds,
  { histogram, ...key }: StoredHistogram,
): void {
  const count = sparseCount(histogram);
  if (count === 0) return;
  connection.run(upsertHistogram, {
    ...key,
    boundsId: bounds.idOf(histogram.bounds),
    counts: encodeCounts(histogram),
    sum: histogram.sum,
    count,
  });
}
