import type { DayTotals } from '../../src/protocol/dashboardData';
import { errorRate } from '../charts/chartView';
import type { DashboardView, PanelActions } from '../dashboardView';
import { joined, unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { DataTable } from '../tables/dataTable';
import { exportButton } from '../controls/exportButton';
import { MoreRows } from '../tables/moreRows';
import { Panel } from './panel';

const fewDays = 5;

interface DayRow {
  readonly day: DayTotals;
  /** The snapshot of the day before; null where there is none. */
  readonly before: DayTotals | null;
}

/** Daily snapshots, each beside the day before. */
export class DaysPanel {
  readonly panel = new Panel('days', t('Days'));
  readonly #more = new MoreRows(t('days'), fewDays, () => {
    if (this.#view) this.update(this.#view);
  });
  #view: DashboardView | undefined;
  readonly #table = new DataTable<DayRow>({
    caption: t('Days'),
    className: 'days',
    columns: [
      {
        key: 'day',
        title: t('Day (UTC)'),
        className: 'name',
        draw: (cell, { day }) => {
          cell.textContent = this.#view?.times.utcDay(day.at) ?? '';
        },
      },
      {
        key: 'requests',
        title: t('Requests'),
        className: 'number',
        draw: (cell, { day }) => {
          cell.textContent = this.#view?.numbers.count(day.requests) ?? '';
        },
      },
      {
        key: 'change',
        title: t('Change'),
        className: 'number change',
        draw: (cell, { day, before }) => {
          const change = before && before.requests > 0 ? day.requests / before.requests - 1 : null;
          cell.textContent =
            (change === null ? null : this.#view?.numbers.change(change)) ?? unknown;
        },
      },
      {
        key: 'errors',
        title: t('Error rate'),
        className: 'number',
        draw: (cell, { day }) => {
          const rate = errorRate(day);
          const text = rate === null ? null : this.#view?.numbers.percent(rate);
          cell.textContent = text ? joined(text) : unknown;
        },
      },
      {
        key: 'error-change',
        title: t('Change'),
        className: 'number change',
        draw: (cell, { day, before }) => {
          const [now, then] = [errorRate(day), before && errorRate(before)];
          const known = now !== null && then !== null;
          cell.textContent =
            (known ? this.#view?.numbers.pointChange(now - then) : null) ?? unknown;
        },
      },
      {
        key: 'average',
        title: t('Average'),
        className: 'number',
        hint: t('Whole requests, including injected delay.'),
        draw: (cell, { day }) => {
          const text =
            day.averageMs === null ? null : this.#view?.numbers.milliseconds(day.averageMs);
          cell.textContent = text ? joined(text) : unknown;
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): (string | number | null)[][] => [
      ['Day (UTC)', 'Requests', 'Errors', 'Average, ms'],
      ...(this.#view?.data.days ?? []).map((day) => [
        new Date(day.at * 1000).toISOString().slice(0, 10),
        day.requests,
        day.errors,
        day.averageMs,
      ]),
    ];
    this.panel.actions.append(exportButton('days', t('Days'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#more.root);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const { days } = view.data;
    this.panel.note(t('daily snapshots, compared with the day before'));
    this.panel.empty(
      days.length > 0 ? null : t('The first snapshot is made at the end of a day (UTC).'),
    );
    const rows = days.map((day) => ({
      day,
      before: days.find(({ at }) => at === day.at - 86_400) ?? null,
    }));
    this.#table.show(this.#more.slice(rows, view.numbers));
  }
}
