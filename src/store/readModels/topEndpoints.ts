import endpointLatenciesSql from '../../../sql/readModels/endpointLatencies.sql';
import type { Histogram } from '../../domain/histogram';
import { histogramCount } from '../../domain/histogram';
import type { TimeSpan, TopEndpoint } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { readWatermarks } from '../watermarks';
import { endpointKey } from './endpointKey';
import { quantileOrNull } from './requestLatencies';
import type { Segment } from './segments';
import { segmentsOf } from './segments';
import { spanParameters } from './span';
import type { EndpointCounts } from './spanCounts';
import { SpanCounts } from './spanCounts';

/** The endpoints with the most requests of a span; what is not attributed is one of them for each method. */
export function readTopEndpoints(
  connection: Connection,
  span: TimeSpan,
  limit: number,
): readonly TopEndpoint[] {
  const segments = segmentsOf(span, readWatermarks(connection));
  const counts = new SpanCounts(connection, span, segments);
  return topEndpoints(connection, span, segments, { counts, limit });
}

/** As readTopEndpoints, from segments that are cut and counted already. */
export function topEndpoints(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  { counts, limit }: { readonly counts: SpanCounts; readonly limit: number },
): readonly TopEndpoint[] {
  const endpoints = counts.endpoints(limit);
  const latencies = endpointLatencies(connection, span, segments, endpoints);
  return [...endpoints].map(([key, own]) => topEndpoint(own, latencies.get(key)?.total()));
}

function endpointLatencies(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  wanted: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, HistogramSum> {
  const bounds = new BucketBounds(connection);
  const sums = new Map<string, HistogramSum>();
  const parameters = { ...spanParameters(span), segments: JSON.stringify(segments) };
  for (const row of connection.all(endpointLatenciesSql, parameters)) {
    const key = endpointKey(row);
    if (!wanted.has(key)) continue;
    const sum = sums.get(key) ?? new HistogramSum(bounds);
    sums.set(key, sum);
    sum.add(row);
  }
  return sums;
}

function topEndpoint(counts: EndpointCounts, latency: Histogram | undefined): TopEndpoint {
  const { protocol, method, endpoint, requests, errors, byStatus } = counts;
  const count = latency ? histogramCount(latency) : 0;
  return {
    protocol,
    method,
    endpoint,
    requests,
    errors,
    averageMs: latency && count > 0 ? latency.sum / count : null,
    timed: count,
    p95: quantileOrNull(latency, 0.95),
    statusCodes: statusCodes(byStatus),
  };
}

function statusCodes(byStatus: EndpointCounts['byStatus']): TopEndpoint['statusCodes'] {
  return [...byStatus]
    .filter(([, requests]) => requests > 0)
    .map(([code, requests]) => ({ code, requests }))
    .sort((a, b) => b.requests - a.requests || (a.code ?? 0) - (b.code ?? 0));
}
