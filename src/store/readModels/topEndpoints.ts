import endpointLatenciesSql from '../../../sql/readModels/endpointLatencies.sql';
import endpointsSql from '../../../sql/readModels/endpoints.sql';
import type { Protocol } from '../../domain/protocol';
import type { Histogram } from '../../domain/histogram';
import { histogramCount } from '../../domain/histogram';
import type { TimeSpan, TopEndpoint } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';
import { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { readWatermarks } from '../watermarks';
import { quantileOrNull } from './requestLatencies';
import type { Segment } from './segments';
import { segmentsOf } from './segments';
import { overTraffic, spanParameters } from './span';

/** The endpoints with the most requests of a span; what is not attributed is one of them for each method. */
export function readTopEndpoints(
  connection: Connection,
  span: TimeSpan,
  limit: number,
): readonly TopEndpoint[] {
  const segments = segmentsOf(span, readWatermarks(connection));
  return topEndpoints(connection, span, segments, limit);
}

/** As readTopEndpoints, from segments that are cut already. */
export function topEndpoints(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  limit: number,
): readonly TopEndpoint[] {
  const parameters = { ...spanParameters(span, segments), limit };
  const byEndpoint = new Map<string, Row[]>();
  for (const row of connection.all(overTraffic(endpointsSql), parameters)) {
    const key = endpointKey(row);
    const rows = byEndpoint.get(key) ?? [];
    byEndpoint.set(key, rows);
    rows.push(row);
  }
  const latencies = endpointLatencies(connection, span, segments, byEndpoint);
  return [...byEndpoint].map(([key, rows]) => topEndpoint(rows, latencies.get(key)?.total()));
}

/** An endpoint as text, for maps; of any row with the columns protocol, method and endpoint. */
export function endpointKey(row: Row): string {
  return keyText(row.text('protocol'), row.textOrNull('method'), row.textOrNull('endpoint'));
}

/** The same key as endpointKey gives, of an endpoint that is read already. */
export function keyText(protocol: string, method: string | null, endpoint: string | null): string {
  return JSON.stringify([protocol, method, endpoint]);
}

function endpointLatencies(
  connection: Connection,
  span: TimeSpan,
  segments: readonly Segment[],
  wanted: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, HistogramSum> {
  const bounds = new BucketBounds(connection);
  const sums = new Map<string, HistogramSum>();
  const parameters = spanParameters(span, segments);
  for (const row of connection.all(endpointLatenciesSql, parameters)) {
    const key = endpointKey(row);
    if (!wanted.has(key)) continue;
    const sum = sums.get(key) ?? new HistogramSum(bounds);
    sums.set(key, sum);
    sum.add(row);
  }
  return sums;
}

function topEndpoint(rows: readonly Row[], latency: Histogram | undefined): TopEndpoint {
  const [first] = rows;
  if (!first) throw new RangeError('An endpoint has at least one row.');
  const count = latency ? histogramCount(latency) : 0;
  return {
    protocol: first.text('protocol') as Protocol,
    method: first.textOrNull('method'),
    endpoint: first.textOrNull('endpoint'),
    requests: first.number('requests'),
    errors: first.number('errors'),
    averageMs: latency && count > 0 ? latency.sum / count : null,
    timed: count,
    p95: quantileOrNull(latency, 0.95),
    statusCodes: rows.map((row) => ({
      code: row.numberOrNull('status_code'),
      requests: row.number('status_requests'),
    })),
  };
}
