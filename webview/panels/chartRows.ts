import { latencyValue, requestsOfClass } from '../../src/protocol/chartValues';
import type { Quantile } from '../../src/domain/histogram';
import { isoTime } from '../../src/domain/time';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { Rows } from '../controls/exportButton';
import type { ChartRows } from './timeChartKind';
import { ofHandlers } from '../../src/protocol/trafficFilter';

/** Requests by status class. */
export const trafficRows: ChartRows = {
  head: (data) => ['2xx', '3xx', '4xx', '5xx', 'Other', requestsHead(data)],
  row: (_, point) => [
    ...(['2xx', '3xx', '4xx', '5xx', 'other'] as const).map((status) =>
      requestsOfClass(point, status),
    ),
    point.requests,
  ],
};

/**
 * Percentiles, of whole requests or of an endpoint's handler times, which the columns say. One that lies above every
 * bucket is no number: the last column then has the limit that it is over.
 */
export const latencyRows: ChartRows = {
  head: (data) => {
    const what = ofHandlers(data.query.filter) ? 'Handler' : 'Whole request';
    return [
      ...['p50', 'p95', 'p99', 'p95 before'].map((percentile) => `${what} ${percentile}, ms`),
      'Where empty: over, ms',
      'Requests',
    ];
  },
  row: (data, point, before) => {
    const { p50, p95, p99, requests } = point;
    const all = [p50, p95, p99, before?.p95 ?? null];
    const limit = all.find((quantile) => quantile?.above)?.value ?? null;
    return [...all.map((quantile) => exactMs(data, quantile)), limit, requests];
  },
};

/** Shares of the requests. */
export const errorRateRows: ChartRows = {
  head: () => ['Error rate, %', 'Error rate before, %', 'Errors', 'Requests'],
  row: (_, point, before) => [
    percentOf(point.errors, point.requests),
    before ? percentOf(before.errors, before.requests) : null,
    point.errors,
    point.requests,
  ],
};

/** A chart's steps as rows, oldest first. Of a step that nobody collected only that is known. */
export function stepRows(data: DashboardCharts, { head, row }: ChartRows): Rows {
  const columns = head(data);
  const rows = data.points.map((point, step) => {
    const before = data.comparison?.points[step];
    const isKnown = point.coveredSeconds > 0;
    return [
      isoTime(point.at),
      ...(isKnown ? row(data, point, before) : columns.map(() => null)),
      point.coveredSeconds,
    ];
  });
  return [['Time', ...columns, 'Collected, s'], ...rows];
}

/** What a column is called that counts requests, all or only failed ones. */
export function requestsHead({ counted }: Pick<DashboardCharts, 'counted'>): string {
  return counted === 'failed' ? 'Failed requests' : 'Requests';
}

/** A part in percent of the whole; null of nothing, where there is no rate. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (part * 100) / whole;
}

function exactMs(data: DashboardCharts, quantile: Quantile | null): number | null {
  return quantile && !quantile.above ? latencyValue(data, quantile) : null;
}
