import type { Quantile } from '../../src/domain/histogram';
import { errorRate, latencyValue } from '../charts/chartView';
import { requestsOfClass } from '../charts/trafficChart';
import type { ChartRows } from './timeChartKind';

/** Requests by status class. */
export const trafficRows: ChartRows = {
  head: ['2xx', '3xx', '4xx', '5xx', 'Other', 'Requests'],
  row: (_, point) => [
    ...(['2xx', '3xx', '4xx', '5xx', 'other'] as const).map((status) =>
      requestsOfClass(point, status),
    ),
    point.requests,
  ],
};

/** Percentiles; null also where the buckets know a limit alone. */
export const latencyRows: ChartRows = {
  head: ['p50, ms', 'p95, ms', 'p99, ms', 'p95 before, ms', 'Requests'],
  row: (data, point, before) => {
    const value = (quantile: Quantile | null | undefined): number | null =>
      quantile && !quantile.above ? latencyValue(data, quantile) : null;
    const { p50, p95, p99, requests } = point;
    return [value(p50), value(p95), value(p99), value(before?.p95), requests];
  },
};

/** Shares of the requests. */
export const errorRateRows: ChartRows = {
  head: ['Error rate', 'Error rate before', 'Errors', 'Requests'],
  row: (_, point, before) => [
    errorRate(point),
    before ? errorRate(before) : null,
    point.errors,
    point.requests,
  ],
};
