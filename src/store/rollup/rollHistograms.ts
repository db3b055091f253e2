import { sparse } from '../../domain/sparseHistogram';
import readHistograms from '../../../sql/rollup/readHistograms.sql';
import type { LatencySource } from '../../domain/commitBatch';
import type { Histogram } from '../../domain/histogram';
import type { HistogramKey, StoredHistogram } from '../latency/writeHistograms';
import { writeHistograms } from '../latency/writeHistograms';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import type { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { cachedQuantile } from '../latency/percentiles';

/** A span whose distributions are merged from those of the finer resolution; unix seconds. */
export interface HistogramSpan {
  readonly from: number;
  readonly to: number;
  readonly finer: 'minute' | 'hour';
  readonly resolution: 'hour' | 'day';
  /** The statement that writes percentiles onto the span's rows of a key. */
  readonly setPercentiles: string;
}

/** Merges the distributions of a span and writes the percentiles that follow onto its rows. */
export function rollHistograms(
  connection: Connection,
  bounds: BucketBounds,
  { from, to, finer, resolution, setPercentiles }: HistogramSpan,
): void {
  const sums = new Map<string, { key: HistogramKey; sum: HistogramSum }>();
  for (const row of connection.all(readHistograms, { resolution: finer, from, to })) {
    const key = keyOf(row);
    const text = JSON.stringify(key);
    let entry = sums.get(text);
    if (!entry) {
      entry = { key, sum: new HistogramSum(bounds) };
      sums.set(text, entry);
    }
    entry.sum.add(row);
  }
  const rolled = [...sums.values()].flatMap(({ key, sum }) =>
    sum.parts().map(({ histogram }): StoredHistogram => ({
      ...key,
      resolution,
      timestamp: from,
      histogram: sparse(histogram),
    })),
  );
  writeHistograms(connection, bounds, rolled);
  for (const { key, sum } of sums.values()) {
    writePercentiles(connection, setPercentiles, from, key, sum.total());
  }
}

/**
 * Writes the percentiles of a key's merged distribution onto its rows of the hour or day that begins at `from`,
 * if it is the distribution that those show.
 */
export function writePercentiles(
  connection: Connection,
  setPercentiles: string,
  from: number,
  key: HistogramKey,
  total: Histogram | undefined,
): void {
  if (!isOfRows(key)) return;
  connection.run(setPercentiles, {
    ...key,
    from,
    p50: cachedQuantile(total, 0.5),
    p95: cachedQuantile(total, 0.95),
    p99: cachedQuantile(total, 0.99),
  });
}

/** An endpoint's rows show its handler times; rows without one, what the server measured for the method. */
function isOfRows({ endpoint, source }: HistogramKey): boolean {
  return source === (endpoint === null ? 'metrics' : 'log');
}

function keyOf(row: Row): HistogramKey {
  return {
    protocol: row.text('protocol'),
    method: row.textOrNull('method'),
    endpoint: row.textOrNull('endpoint'),
    workspaceId: row.textOrNull('workspace_id'),
    environment: row.textOrNull('environment'),
    source: row.text('source') as LatencySource,
  };
}
