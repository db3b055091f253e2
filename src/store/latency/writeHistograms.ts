import upsertHistogram from '../../../sql/commit/upsertHistogram.sql';
import type { Dimensions, LatencySource } from '../../domain/commitBatch';
import { sparseCount } from '../../domain/sparseHistogram';
import type { SparseHistogram } from '../../domain/sparseHistogram';
import { joinKey } from '../../domain/compositeKey';
import type { Connection, SqlParameters } from '../database/connection';
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

/** Writes distributions, each in the place of the one of the same key, span and bounds; an empty one is not kept. */
export function writeHistograms(
  connection: Connection,
  bounds: BucketBounds,
  histograms: readonly StoredHistogram[],
): void {
  // Of several of one key the last one counts.
  const rows = new Map<string, SqlParameters>();
  for (const { histogram, ...key } of histograms) {
    const count = sparseCount(histogram);
    if (count === 0) continue;
    const boundsId = bounds.idOf(histogram.bounds);
    rows.set(textOf(key, boundsId), {
      ...key,
      boundsId,
      counts: encodeCounts(histogram),
      sum: histogram.sum,
      count,
    });
  }
  connection.runEach(upsertHistogram, [...rows.values()]);
}

/** Unknown and empty are the same. */
function textOf(key: Omit<StoredHistogram, 'histogram'>, boundsId: number): string {
  const { protocol, method, endpoint, source, workspaceId, environment } = key;
  return joinKey(
    ...[key.resolution, `${key.timestamp}`, protocol, method ?? '', endpoint ?? '', source],
    ...[workspaceId ?? '', environment ?? '', `${boundsId}`],
  );
}
