import { unknown } from '../../src/domain/numberFormat';
import type { TrafficPoint } from '../../src/protocol/dashboardData';
import { errorRateChart, thresholdText } from '../charts/errorRateChart';
import { widened } from '../charts/widened';
import type { DashboardView } from '../dashboardView';
import { lineKey } from '../elements/marks';
import { t } from '../localize';
import { comparedText } from '../text/compareChoices';
import { errorRateRows } from './chartRows';
import {
  comparedAt,
  comparedItem,
  comparedRow,
  pointAt,
  rateText,
  requestsRow,
} from './chartSteps';
import type { PanelKind } from './panelKind';
import { TimeChart } from './timeChart';
import type { TimeChartKind } from './timeChartKind';

/** The share of requests that failed. */
export const errorRatePanel: PanelKind = (context) => new TimeChart(errorRateKind(), context);

function errorRateKind(): TimeChartKind {
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

/** The last step of which there is a rate. */
function lastWithRequests({ data }: DashboardView): TrafficPoint | undefined {
  return data.points.findLast((point) => point.requests > 0);
}

function comparedRate(view: DashboardView, step: number | null): string {
  return rateText(view, comparedAt(view, step));
}
