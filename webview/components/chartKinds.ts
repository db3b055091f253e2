import type { ChartConfiguration } from 'chart.js';
import { percentiles, statusClasses } from '../charts/chartTheme';
import type { StatusClass } from '../charts/chartTheme';
import { errorRate } from '../charts/chartView';
import { errorRateChart, thresholdText } from '../charts/errorRateChart';
import { isLogarithmic, latencyChart } from '../charts/latencyChart';
import { axisUnit, perStep, requestsOfClass, trafficChart } from '../charts/trafficChart';
import type { TrafficPoint } from '../../src/protocol/dashboardData';
import type { DashboardView } from '../dashboardView';
import { joined, unknown } from '../format';
import { lineKey, percentileKey, squareKey } from './marks';
import type { TimeChartKind } from './timeChart';

/** Requests by status class. */
export const trafficKind: TimeChartKind = {
  name: 'traffic',
  title: 'Traffic',
  laneLabels: { wide: true, narrow: true },
  note: ({ data }) => {
    const unit = perStep(data.query.bucketSeconds);
    return axisUnit(data.query.bucketSeconds) === '' ? `per ${unit.slice(1)}` : null;
  },
  configuration: (view) => widened(trafficChart(view)),
  legend: (view, step) =>
    statusClasses.map((status) => {
      const point = pointAt(view, step);
      return {
        name: status,
        value: point ? view.numbers.count(requestsOfClass(point, status)) : unknown,
        key: () => squareKey(`status-${status}`),
        shown: isStatusShown(view, status),
      };
    }),
  tooltip: (view, step) => {
    const point = pointAt(view, step);
    const rows = statusClasses
      .filter((status) => isStatusShown(view, status))
      .map((status) => ({
        name: status,
        value: point ? view.numbers.count(requestsOfClass(point, status)) : unknown,
        note: '',
        key: () => squareKey(`status-${status}`),
      }))
      .reverse();
    return [...rows, requestsRow(view, point)];
  },
};

/** Percentiles of whole requests. */
export const latencyKind: TimeChartKind = {
  name: 'latency',
  title: 'Latency',
  laneLabels: { wide: true, narrow: false },
  note: (view) => (isLogarithmic(view.data.points) ? 'log scale' : null),
  configuration: (view) => widened(latencyChart(view)),
  legend: (view, step) =>
    percentiles.map((percentile) => {
      const quantile =
        step === null
          ? view.data.points.findLast((point) => point[percentile])?.[percentile]
          : view.data.points[step]?.[percentile];
      return {
        name: percentile,
        value: quantile ? joined(view.numbers.quantile(quantile)) : unknown,
        key: () => percentileKey(percentile),
        shown: true,
      };
    }),
  tooltip: (view, step) => {
    const point = pointAt(view, step);
    const rows = percentiles.toReversed().map((percentile) => {
      const quantile = point?.[percentile];
      return {
        name: percentile,
        value: quantile ? joined(view.numbers.quantile(quantile)) : unknown,
        note: quantile ? `bucket ${view.numbers.bucket(quantile)}` : '',
        key: () => percentileKey(percentile),
      };
    });
    return [...rows, requestsRow(view, point)];
  },
};

/** The share of requests that failed. */
export const errorRateKind: TimeChartKind = {
  name: 'error-rate',
  title: 'Error rate',
  laneLabels: { wide: false, narrow: false },
  note: () => null,
  configuration: (view) => widened(errorRateChart(view)),
  legend: (view, step) => [
    {
      name: 'Error rate',
      value: rateText(view, pointAt(view, step)),
      key: () => lineKey('key-error'),
      shown: true,
    },
    {
      name: `Threshold ${thresholdText(view)}`,
      value: '',
      key: () => lineKey('key-threshold'),
      shown: true,
    },
  ],
  tooltip: (view, step) => {
    const point = pointAt(view, step);
    return [
      {
        name: 'Error rate',
        value: rateText(view, point),
        note: '',
        key: () => lineKey('key-error'),
      },
      {
        name: 'Errors',
        value: point ? view.numbers.count(point.errors) : unknown,
        note: '',
        key: null,
      },
      requestsRow(view, point),
    ];
  },
};

/** A step of which something is known; the last such for null. */
function pointAt({ data }: DashboardView, step: number | null): TrafficPoint | undefined {
  if (step === null) return data.points.findLast((point) => point.coveredSeconds > 0);
  const point = data.points[step];
  return point && point.coveredSeconds > 0 ? point : undefined;
}

function isStatusShown({ data }: DashboardView, status: StatusClass): boolean {
  return status !== 'other' || data.points.some((point) => requestsOfClass(point, 'other') > 0);
}

function requestsRow(view: DashboardView, point: TrafficPoint | undefined) {
  const value = point ? view.numbers.count(point.requests) : unknown;
  return { name: 'Requests', value, note: '', key: null };
}

function rateText(view: DashboardView, point: TrafficPoint | undefined): string {
  const rate = point ? errorRate(point) : null;
  return rate === null ? unknown : joined(view.numbers.percent(rate));
}

/** Chart.js' configuration types do not widen from one chart type to all of them. */
function widened(configuration: unknown): ChartConfiguration {
  return configuration as ChartConfiguration;
}
