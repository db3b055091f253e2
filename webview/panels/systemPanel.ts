import { joined, unknown } from '../../src/domain/numberFormat';
import { isoTime } from '../../src/domain/time';
import type { SystemHour } from '../../src/protocol/dashboardData';
import { sparkline } from '../charts/sparkline';
import type { DashboardView } from '../dashboardView';
import { t } from '../localize';
import { duration } from '../text/duration';
import type { PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';
import type { PanelColumn } from './tablePanel';

interface Gauge {
  readonly name: string;
  readonly last: string;
  readonly highest: string;
  readonly series: readonly (number | null)[];
}

/** What the server says of the machine it runs on, by the hour. */
export const systemPanel: PanelKind = ({ actions }) => {
  const text = (
    key: 'name' | 'last' | 'highest',
    title: string,
    className: string,
  ): PanelColumn<Gauge, DashboardView> => ({
    key,
    title,
    className,
    draw: (cell, row) => {
      cell.textContent = row[key];
    },
  });
  return new TablePanel<Gauge, DashboardView>(
    {
      name: 'system',
      title: t('System'),
      className: 'system',
      viewOf: (view) => view,
      rows: gauges,
      note: () => t('hourly samples'),
      emptyReason: () => null,
      columns: [
        text('name', t('Gauge'), 'name'),
        text('last', t('Last'), 'number last-value'),
        text('highest', t('Highest'), 'number highest'),
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
      csv: ({ data }) => [
        ['Hour', 'Memory, bytes', 'CPU, %', 'Threads', 'Uptime, s'],
        ...data.system.map((hour) => [
          isoTime(hour.at),
          hour.memoryBytes,
          hour.cpuPercent,
          hour.threads,
          hour.uptimeSeconds,
        ]),
      ],
      span: () => null,
    },
    actions,
  );
};

/** None where the server tells nothing of its machine. */
function gauges({ data: { system }, numbers }: DashboardView): readonly Gauge[] {
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
  const all = [
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
  ];
  return all.some(({ series }) => series.some((value) => value !== null)) ? all : [];
}
