import endpointLatenciesSql from '../../../sql/readModels/endpointLatencies.sql';
import { hasLatencies } from '../../domain/filterStanding';
import type { Histogram } from '../../domain/histogram';
import { histogramCount } from '../../domain/histogram';
import type { TimeSpan, TopEndpoint } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { readWatermarks } from '../state/watermarks';
import { endpointKey } from './endpointKey';
import { quantileOrNull } from './requestLatencies';
import type { Segment } from './segments';
import { trafficSegments } from './segments';
import { spanParameters } from './span';
import type { EndpointCounts } from './spanCounts';
import { SpanCounts } from './spanCounts';

/** The endpoints with the most requests of a span; what is not attributed is one of them for each method. */
export function readTopEndpoints(
  connection: Connection,
  span: TimeSpan,
  limit: number,
): readonly TopEndpoint[] {
  const segments = trafficSegments(span, readWatermarks(connection), span);
  const counts = new SpanCounts(connection, span, segments);
  return topEndpoints(connection, span, segments, { counts, ofPaths: counts, limit });
}

/** As readTopEndpoints, from segments that are cut and counted already; `ofPaths`: with every method of their paths. */
export function topEndpoints(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  {
    counts,
    ofPaths,
    limit,
  }: { readonly counts: SpanCounts; readonly ofPaths: SpanCounts; readonly limit: number },
): readonly TopEndpoint[] {
  const endpoints = counts.endpoints(limit);
  const { handler, injected } = endpointLatencies(connection, span, segments, endpoints);
  const traffic = ofPaths.ofPaths;
  return [...endpoints].map(([key, own]) => {
    const delay = own.endpoint === null ? undefined : injected.get(own.endpoint);
    const path = own.endpoint === null ? undefined : traffic.get(own.endpoint);
    return {
      ...topEndpoint(own, handler.get(key)?.total()),
      injected:
        delay === undefined || path === undefined
          ? null
          : { averageMs: delay / path.requests, isShared: path.methods > 1 },
    };
  });
}

/** Handler times of the endpoints that are wanted, by their key, and all injected delays; none where neither is kept. */
export function endpointLatencies(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  wanted: ReadonlyMap<string, unknown>,
): {
  /** By the key of the endpoint. */
  readonly handler: ReadonlyMap<string, HistogramSum>;
  /** Sums of delays by path, ms. */
  readonly injected: ReadonlyMap<string, number>;
} {
  const bounds = new BucketBounds(connection).read();
  const handler = new Map<string, HistogramSum>();
  const injected = new Map<string, number>();
  const parameters = { ...spanParameters(span), segments: listParameter(segments) };
  if (!hasLatencies(conditionsIn(span.filter))) return { handler, injected };
  connection.each(endpointLatenciesSql, parameters, (row) => {
    if (row.text('source') === 'injected') {
      const path = row.text('endpoint');
      injected.set(path, (injected.get(path) ?? 0) + row.number('sum'));
      return;
    }
    const key = endpointKey(row);
    if (!wanted.has(key)) return;
    const sum = handler.get(key) ?? new HistogramSum(bounds);
    handler.set(key, sum);
    sum.add(row);
  });
  return { handler, injected };
}

function topEndpoint(
  counts: EndpointCounts,
  latency: Histogram | undefined,
): Omit<TopEndpoint, 'injected'> {
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

/** Requests by status code, most frequent first. */
function statusCodes(byStatus: EndpointCounts['byStatus']): TopEndpoint['statusCodes'] {
  return [...byStatus]
    .filter(([, requests]) => requests > 0)
    .map(([code, requests]) => ({ code, requests }))
    .sort((a, b) => b.requests - a.requests || (a.code ?? 0) - (b.code ?? 0));
}
