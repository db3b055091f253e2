import { isLogarithmic, percentiles } from '../../src/protocol/chartValues';
import type { Quantile } from '../../src/domain/histogram';
import { joined, unknown } from '../../src/domain/numberFormat';
import { ofHandlers } from '../../src/protocol/trafficFilter';
import { latencyChart } from '../charts/latencyChart';
import { widened } from '../charts/widened';
import type { DashboardView } from '../dashboardView';
import { percentileKey } from '../elements/marks';
import { t } from '../localize';
import { bucketText } from '../text/bucketText';
import { latencyRows } from './chartRows';
import { comparedAt, comparedItem, comparedRow, pointAt, requestsRow } from './chartSteps';
import type { PanelKind } from './panelKind';
import { TimeChart } from './timeChart';
import type { TimeChartKind } from './timeChartKind';

/** Percentiles of whole requests; of an endpoint those of its handler times. */
export const latencyPanel: PanelKind = (context) => new TimeChart(latencyKind(), context);

function latencyKind(): TimeChartKind {
  return {
    name: 'latency',
    title: t('Latency'),
    laneLabels: { wide: true, narrow: false },
    note: (view) => {
      const notes = [
        ...(ofHandlers(view.data.query.filter) ? [t('handler time')] : []),
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
          note: quantile ? t('bucket {0}', bucketText(quantile, view.numbers)) : '',
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

/** A quantile as its chart draws it: an endpoint's are whole milliseconds. */
function latencyText(view: DashboardView, quantile: Quantile): string {
  const { numbers, data } = view;
  return joined(
    ofHandlers(data.query.filter) ? numbers.handlerQuantile(quantile) : numbers.quantile(quantile),
  );
}

function comparedP95(view: DashboardView, step: number | null): string {
  const quantile = comparedAt(view, step)?.p95;
  return quantile ? latencyText(view, quantile) : unknown;
}
