import { errorRate } from '../../src/protocol/chartValues';
import { joined, unknown } from '../../src/domain/numberFormat';
import { daySeconds, isoTime } from '../../src/domain/time';
import type { DayTotals } from '../../src/protocol/dashboardData';
import type { DashboardView } from '../dashboardView';
import { t } from '../localize';
import { percentOf } from './chartRows';
import type { PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';

interface DayRow {
  readonly day: DayTotals;
  /** The snapshot of the day before; null where there is none. */
  readonly before: DayTotals | null;
}

/** Daily snapshots, each beside the day before. */
export const daysPanel: PanelKind = ({ actions }) =>
  new TablePanel<DayRow, DashboardView>(
    {
      name: 'days',
      title: t('Days'),
      className: 'days',
      viewOf: (view) => view,
      rows: ({ data: { days } }) =>
        days.map((day) => ({
          day,
          before: days.find(({ at }) => at === day.at - daySeconds) ?? null,
        })),
      note: () => t('daily snapshots, compared with the day before'),
      emptyReason: () => null,
      short: { length: 5, what: t('days') },
      columns: [
        {
          key: 'day',
          title: t('Day (UTC)'),
          className: 'name',
          draw: (cell, { day }, { times }) => {
            cell.textContent = times.utcDay(day.at);
          },
        },
        {
          key: 'requests',
          title: t('Requests'),
          className: 'number',
          draw: (cell, { day }, { numbers }) => {
            cell.textContent = numbers.count(day.requests);
          },
        },
        {
          key: 'change',
          title: t('Change'),
          className: 'number change',
          draw: (cell, { day, before }, { numbers }) => {
            const isKnown = before !== null && before.requests > 0;
            cell.textContent = isKnown
              ? numbers.change(day.requests / before.requests - 1)
              : unknown;
          },
        },
        {
          key: 'errors',
          title: t('Error rate'),
          className: 'number',
          draw: (cell, { day }, { numbers }) => {
            const rate = errorRate(day);
            cell.textContent = rate === null ? unknown : joined(numbers.percent(rate));
          },
        },
        {
          key: 'error-change',
          title: t('Change'),
          className: 'number change',
          draw: (cell, { day, before }, { numbers }) => {
            const [now, then] = [errorRate(day), before && errorRate(before)];
            const isKnown = now !== null && then !== null;
            cell.textContent = isKnown ? numbers.pointChange(now - then) : unknown;
          },
        },
        {
          key: 'average',
          title: t('Average'),
          className: 'number',
          hint: t('Whole requests, including injected delay.'),
          draw: (cell, { day: { averageMs } }, { numbers }) => {
            cell.textContent =
              averageMs === null ? unknown : joined(numbers.milliseconds(averageMs));
          },
        },
      ],
      csv: (_, rows) => [
        ['Day (UTC)', 'Requests', 'Errors', 'Error rate, %', 'Whole request average, ms'],
        ...rows.map(({ day: { at, requests, errors, averageMs } }) => [
          isoTime(at).slice(0, 10),
          requests,
          errors,
          percentOf(errors, requests),
          averageMs,
        ]),
      ],
      span: () => null,
    },
    actions,
  );
