import type { StatusClass } from '../../src/protocol/chartValues';
import { perStep, requestsOfClass, statusClasses } from '../../src/protocol/chartValues';
import { unknown } from '../../src/domain/numberFormat';
import { axisUnit, trafficChart } from '../charts/trafficChart';
import { widened } from '../charts/widened';
import type { DashboardView } from '../dashboardView';
import { squareKey } from '../elements/marks';
import { t } from '../localize';
import { trafficRows } from './chartRows';
import { pointAt, requestsRow } from './chartSteps';
import type { PanelKind } from './panelKind';
import { TimeChart } from './timeChart';
import type { TimeChartKind } from './timeChartKind';

/** Requests by status class. */
export const trafficPanel: PanelKind = (context) => new TimeChart(trafficKind(), context);

function trafficKind(): TimeChartKind {
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

function statusName(status: StatusClass): string {
  return status === 'other' ? t('other') : status;
}

function isStatusShown({ data }: DashboardView, status: StatusClass): boolean {
  return status !== 'other' || data.points.some((point) => requestsOfClass(point, 'other') > 0);
}
