import readEndpoint from '../../../sql/commit/readEndpoint.sql';
import readEndpointHistograms from '../../../sql/commit/readEndpointHistograms.sql';
import upsertEndpoint from '../../../sql/commit/upsertEndpoint.sql';
import type { EndpointIncrement } from '../../domain/commitBatch';
import { histogramCount } from '../../domain/histogram';
import { sparse } from '../../domain/sparseHistogram';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import { withColumns } from '../database/withColumns';
import type { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { cachedQuantile } from '../latency/percentiles';
import { writeHistogram } from '../latency/writeHistogram';
import { moreSizes } from './sizes';

const readKnown = withColumns(readEndpoint);
const upsert = withColumns(upsertEndpoint);

/** Adds an increment to an endpoint's cumulative statistics. `updatedAt` is in unix seconds. */
export function writeEndpoint(
  connection: Connection,
  bounds: BucketBounds,
  increment: EndpointIncrement,
  updatedAt: number,
): void {
  const { endpoint, protocol, method, workspaceId, environment } = increment;
  const key = { endpoint, protocol, method, workspaceId, environment };
  const before = connection.first(readKnown, key);
  const latencies = new HistogramSum(bounds);
  for (const row of connection.all(readEndpointHistograms, key)) latencies.add(row);
  if (increment.handler) {
    latencies.addHistogram(increment.handler.histogram);
    for (const { histogram } of latencies.parts()) {
      writeHistogram(connection, bounds, {
        ...key,
        source: 'log',
        resolution: 'all',
        timestamp: 0,
        histogram: sparse(histogram),
      });
    }
  }
  const total = latencies.total();
  const count = total ? histogramCount(total) : 0;
  const statusCodes = mergedStatusCodes(before, increment.statusCounts);
  connection.run(upsert, {
    ...key,
    totalRequests: sumOf(statusCodes),
    totalErrors: increment.errorCount + (before?.number('total_errors') ?? 0),
    avgLatencyMs: total && count > 0 ? total.sum / count : null,
    minLatencyMs: least([before?.numberOrNull('min_latency_ms'), increment.handler?.min]),
    maxLatencyMs: most([before?.numberOrNull('max_latency_ms'), increment.handler?.max]),
    p95LatencyMs: cachedQuantile(total, 0.95),
    statusCodes: JSON.stringify(statusCodes),
    ...moreSizes(before, increment),
    firstSeen: least([before?.number('first_seen'), increment.firstSeen]),
    lastSeen: most([before?.number('last_seen'), increment.lastSeen]),
    updatedAt,
  });
}

function mergedStatusCodes(
  before: Row | undefined,
  added: Readonly<Record<string, number>>,
): Record<string, number> {
  const merged = JSON.parse(before?.textOrNull('status_codes') ?? '{}') as Record<string, number>;
  for (const [code, count] of Object.entries(added)) merged[code] = (merged[code] ?? 0) + count;
  return merged;
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function least(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : Math.min(...known);
}

function most(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : Math.max(...known);
}
