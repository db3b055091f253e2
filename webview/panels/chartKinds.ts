import type { Quantile } from '../../src/domain/histogram';
import type { ComparedPoint, TrafficPoint } from '../../src/protocol/dashboardData';
import { percentiles, statusClasses } from '../charts/chartTheme';
import type { StatusClass } from '../charts/chartTheme';
import { errorRate } from '../charts/chartView';
import { errorRateChart, thresholdText } from '../charts/errorRateChart';
import { isLogarithmic, latencyChart } from '../charts/latencyChart';
import { axisUnit, perStep, requestsOfClass, trafficChart } from '../charts/trafficChart';
import { widened } from '../charts/widened';
import { comparedText } from '../text/compareChoices';
import { targetOf } from '../dashboardView';
import type { DashboardView } from '../dashboardView';
import { joined, unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { errorRateRows, latencyRows, trafficRows } from './chartRows';
import type { LegendItem } from '../charts/legend';
import { lineKey, percentileKey, squareKey } from '../elements/marks';
import type { TimeChartKind } from './timeChart';
import type { TooltipRow } from '../charts/tooltip';

/** Requests by status class. */
export function trafficKind(): TimeChartKind {
  return {
    name: 'traffic',
    title: t('Traffic'),
    laneLabels: { wide: true, narrow: true },
    note: ({ data }) => {
      const unit = perStep(data.query.bucketSeconds);
      return axisUnit(data.query.bucketSeconds) === '' ? t('per {0}', unit.slice(1)) : null;
    },
    rows: trafficRows,
    configuration: (view) => widened(trafficChart(view)),
    legend: (view, step) =>
      statusClasses.map((status) => {
        const point = pointAt(view, step);
        return {
          name: statusName(status),
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
          name: statusName(status),
          value: point ? view.numbers.count(requestsOfClass(point, status)) : unknown,
          note: '',
          key: () => squareKey(`status-${status}`),
        }))
        .reverse();
      return [...rows, requestsRow(view, point)];
    },
  };
}

/** Percentiles of whole requests; of an endpoint those of its handler times. */
export function latencyKind(): TimeChartKind {
  return {
    name: 'latency',
    title: t('Latency'),
    laneLabels: { wide: true, narrow: false },
    note: (view) => {
      const notes = [
        ...(targetOf(view) ? [t('handler time')] : []),
        ...(isLogarithmic(view.data) ? [t('log scale')] : []),
      ];
      return notes.length > 0 ? notes.join(', ') : null;
    },
    rows: latencyRows,
    configuration: (view) => widened(latencyChart(view)),
    legend: (view, step) => [
      ...percentiles.map((percentile) => {
        const quantile =
          step === null
            ? view.data.points.findLast((point) => point[percentile])?.[percentile]
            : view.data.points[step]?.[percentile];
        return {
          name: percentile,
          value: quantile ? latencyText(view, quantile) : unknown,
          key: () => percentileKey(percentile),
          shown: true,
        };
      }),
      comparedItem(view, t('p95 before'), comparedP95(view, step)),
    ],
    tooltip: (view, step) => {
      const point = pointAt(view, step);
      const rows = percentiles.toReversed().map((percentile) => {
        const quantile = point?.[percentile];
        return {
          name: percentile,
          value: quantile ? latencyText(view, quantile) : unknown,
          note: quantile ? t('bucket {0}', view.numbers.bucket(quantile)) : '',
          key: () => percentileKey(percentile),
        };
      });
      return [
        ...rows,
        ...comparedRow(view, t('p95 before'), comparedP95(view, step)),
        requestsRow(view, point),
      ];
    },
  };
}

/** The share of requests that failed. */
export function errorRateKind(): TimeChartKind {
  return {
    name: 'error-rate',
    title: t('Error rate'),
    laneLabels: { wide: false, narrow: false },
    note: () => null,
    rows: errorRateRows,
    configuration: (view) => widened(errorRateChart(view)),
    legend: (view, step) => [
      {
        name: view.data.comparison ? t('This period') : t('Error rate'),
        value: rateText(view, step === null ? lastWithRequests(view) : pointAt(view, step)),
        key: () => lineKey('key-error'),
        shown: true,
      },
      comparedItem(view, comparedText(view.data, view.times) ?? '', comparedRate(view, step)),
      {
        name: view.narrow
          ? t('Limit {0}', thresholdText(view))
          : t('Threshold {0}', thresholdText(view)),
        value: '',
        key: () => lineKey('key-threshold'),
        shown: true,
      },
    ],
    tooltip: (view, step) => {
      const point = pointAt(view, step);
      return [
        {
          name: t('Error rate'),
          value: rateText(view, point),
          note: '',
          key: () => lineKey('key-error'),
        },
        ...comparedRow(view, t('Before'), comparedRate(view, step)),
        {
          name: t('Errors'),
          value: point ? view.numbers.count(point.errors) : unknown,
          note: '',
          key: null,
        },
        requestsRow(view, point),
      ];
    },
  };
}

function statusName(status: StatusClass): string {
  return status === 'other' ? t('other') : status;
}

/** A quantile as its chart draws it: an endpoint's are whole milliseconds. */
function latencyText(view: DashboardView, quantile: Quantile): string {
  const { numbers } = view;
  return joined(targetOf(view) ? numbers.handlerQuantile(quantile) : numbers.quantile(quantile));
}

/** A step of which something is known; the last such for null. */
function pointAt({ data }: DashboardView, step: number | null): TrafficPoint | undefined {
  if (step === null) return data.points.findLast((point) => point.coveredSeconds > 0);
  const point = data.points[step];
  return point && point.coveredSeconds > 0 ? point : undefined;
}

/** The last step of which there is a rate. */
function lastWithRequests({ data }: DashboardView): TrafficPoint | undefined {
  return data.points.findLast((point) => point.requests > 0);
}

/** The compared period's step under the same one. */
function comparedAt({ data }: DashboardView, step: number | null): ComparedPoint | undefined {
  const points = data.comparison?.points ?? [];
  const index = step ?? data.points.findLastIndex((point) => point.coveredSeconds > 0);
  const point = points[index];
  return point && point.coveredSeconds > 0 ? point : undefined;
}

function comparedRate(view: DashboardView, step: number | null): string {
  return rateText(view, comparedAt(view, step));
}

function comparedP95(view: DashboardView, step: number | null): string {
  const quantile = comparedAt(view, step)?.p95;
  return quantile ? latencyText(view, quantile) : unknown;
}

function comparedItem(view: DashboardView, name: string, value: string): LegendItem {
  return {
    name,
    value,
    key: () => lineKey('key-compared'),
    shown: view.data.comparison !== null,
  };
}

function comparedRow({ data }: DashboardView, name: string, value: string): TooltipRow[] {
  return data.comparison ? [{ name, value, note: '', key: () => lineKey('key-compared') }] : [];
}

function isStatusShown({ data }: DashboardView, status: StatusClass): boolean {
  return status !== 'other' || data.points.some((point) => requestsOfClass(point, 'other') > 0);
}

function requestsRow(view: DashboardView, point: TrafficPoint | undefined): TooltipRow {
  const value = point ? view.numbers.count(point.requests) : unknown;
  return { name: t('Requests'), value, note: '', key: null };
}

function rateText(view: DashboardView, point: ComparedPoint | undefined): string {
  const rate = point ? errorRate(point) : null;
  return rate === null ? unknown : joined(view.numbers.percent(rate));
}
