import readEndpoint from '../../../sql/commit/readEndpoint.sql';
import readEndpointHistograms from '../../../sql/commit/readEndpointHistograms.sql';
import upsertEndpoint from '../../../sql/commit/upsertEndpoint.sql';
import type { EndpointIncrement } from '../../domain/commitBatch';
import { joinKey } from '../../domain/compositeKey';
import { histogramCount } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { sparse } from '../../domain/sparseHistogram';
import type { Connection, SqlParameters } from '../database/connection';
import type { Row } from '../database/row';
import { withColumns } from '../database/withColumns';
import type { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { cachedQuantile } from '../latency/percentiles';
import { writeHistograms } from '../latency/writeHistograms';
import type { StoredHistogram } from '../latency/writeHistograms';
import { moreSizes } from './sizes';

const readKnown = withColumns(readEndpoint);
const upsert = withColumns(upsertEndpoint);

/** Adds increments to the cumulative statistics of their endpoints. `updatedAt` is in unix seconds. */
export function writeEndpoints(
  connection: Connection,
  bounds: BucketBounds,
  increments: readonly EndpointIncrement[],
  updatedAt: number,
): void {
  for (const round of roundsOf(increments)) writeRound(connection, bounds, round, updatedAt);
}

/** Increments of which no two are of one endpoint: all of them are read, then all are written. */
function writeRound(
  connection: Connection,
  bounds: BucketBounds,
  increments: readonly EndpointIncrement[],
  updatedAt: number,
): void {
  const keys = increments.map(keyOf);
  const known = connection.allEach(readKnown, keys);
  const latencies = connection.allEach(readEndpointHistograms, keys);
  const histograms: StoredHistogram[] = [];
  const rows = increments.map((increment, i) => {
    const sum = new HistogramSum(bounds);
    for (const row of latencies[i] ?? []) sum.add(row);
    if (increment.handler) {
      sum.addHistogram(increment.handler.histogram);
      for (const { histogram } of sum.parts()) histograms.push(ofAllTime(increment, histogram));
    }
    return { ...rowOf(increment, known[i]?.[0], sum.total()), updatedAt };
  });
  writeHistograms(connection, bounds, histograms);
  connection.runEach(upsert, rows);
}

function rowOf(
  increment: EndpointIncrement,
  before: Row | undefined,
  total: Histogram | undefined,
): SqlParameters {
  const count = total ? histogramCount(total) : 0;
  const statusCodes = mergedStatusCodes(before, increment.statusCounts);
  return {
    ...keyOf(increment),
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
  };
}

function ofAllTime(increment: EndpointIncrement, histogram: Histogram): StoredHistogram {
  const key = keyOf(increment);
  return { ...key, source: 'log', resolution: 'all', timestamp: 0, histogram: sparse(histogram) };
}

function keyOf({
  endpoint,
  protocol,
  method,
  workspaceId,
  environment,
}: EndpointIncrement): Pick<
  EndpointIncrement,
  'endpoint' | 'protocol' | 'method' | 'workspaceId' | 'environment'
> {
  return { endpoint, protocol, method, workspaceId, environment };
}

/** Mostly one: more only where several increments are of one endpoint. */
function roundsOf(increments: readonly EndpointIncrement[]): EndpointIncrement[][] {
  const rounds: EndpointIncrement[][] = [];
  const times = new Map<string, number>();
  for (const increment of increments) {
    const { endpoint, protocol, method, workspaceId, environment } = increment;
    const key = joinKey(endpoint, protocol, method ?? '', workspaceId ?? '', environment ?? '');
    const round = times.get(key) ?? 0;
    times.set(key, round + 1);
    (rounds[round] ??= []).push(increment);
  }
  return rounds;
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
