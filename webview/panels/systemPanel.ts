import type { SystemHour } from '../../src/protocol/dashboardData';
import type { DashboardView, PanelActions } from '../dashboardView';
import { joined, unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { duration } from '../text/times';
import { DataTable } from '../tables/dataTable';
import { exportButton } from '../controls/exportButton';
import { Panel } from './panel';
import { sparkline } from '../charts/sparkline';

interface Gauge {
  readonly name: string;
  readonly last: string;
  readonly highest: string;
  readonly series: readonly (number | null)[];
}

/** What the server says of the machine it runs on, by the hour. */
export class SystemPanel {
  readonly panel = new Panel('system', t('System'));
  #view: DashboardView | undefined;
  readonly #table = new DataTable<Gauge>({
    caption: t('System'),
    className: 'system',
    columns: [
      {
        key: 'name',
        title: t('Gauge'),
        className: 'name',
        draw: (cell, { name }) => {
          cell.textContent = name;
        },
      },
      {
        key: 'last',
        title: t('Last'),
        className: 'number last-value',
        draw: (cell, { last }) => {
          cell.textContent = last;
        },
      },
      {
        key: 'highest',
        title: t('Highest'),
        className: 'number highest',
        draw: (cell, { highest }) => {
          cell.textContent = highest;
        },
      },
      {
        key: 'trend',
        title: t('Over time'),
        className: 'trend',
        draw: (cell, { series }) => {
          const options = { width: 108, height: 16, area: false, logarithmic: false };
          cell.append(sparkline(series, options));
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): (string | number | null)[][] => [
      ['Hour (UTC)', 'Memory, bytes', 'CPU, percent', 'Threads', 'Uptime, s'],
      ...(this.#view?.data.system ?? []).map((hour) => [
        new Date(hour.at * 1000).toISOString(),
        hour.memoryBytes,
        hour.cpuPercent,
        hour.threads,
        hour.uptimeSeconds,
      ]),
    ];
    this.panel.actions.append(exportButton('system', t('System'), { csv }, actions));
    this.panel.content.append(this.#table.root);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const { system } = view.data;
    this.panel.note(t('hourly samples'));
    const isTold = system.some((hour) =>
      Object.values(hour).some((value, i) => i > 0 && value !== null),
    );
    this.panel.empty(isTold ? null : t('The server reported no system metrics in the last day.'));
    const { numbers } = view;
    const gauge = (
      name: string,
      value: (hour: SystemHour) => number | null,
      text: (value: number) => string,
    ): Gauge => {
      const series = system.map(value);
      const known = series.filter((one) => one !== null);
      const last = series.at(-1) ?? null;
      return {
        name,
        last: last === null ? unknown : text(last),
        highest: known.length === 0 ? unknown : text(Math.max(...known)),
        series,
      };
    };
    this.#table.show([
      gauge(
        t('Memory'),
        ({ memoryBytes }) => memoryBytes,
        (bytes) => joined(numbers.bytes(bytes)),
      ),
      gauge(
        t('CPU'),
        ({ cpuPercent }) => cpuPercent,
        (percent) => joined(numbers.percent(percent / 100)),
      ),
      gauge(t('Threads'), ({ threads }) => threads, numbers.count),
      gauge(t('Uptime'), ({ uptimeSeconds }) => uptimeSeconds, duration),
    ]);
  }
}
