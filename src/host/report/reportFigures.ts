import { joined, numberFormat } from '../../domain/numberFormat';
import { timeFormat } from '../../domain/timeFormat';
import type { ComparedPoint } from '../../protocol/dashboardData';
import type { Localize } from '../../sentences/localize';
import { escapeHtml, section } from './html';
import { barChart, lineChart } from './reportCharts';
import type { ReportFacts } from './reportFacts';

const percentiles = ['p50', 'p95', 'p99'] as const;

/** Traffic, latency and error rate over time, each under its heading. */
export function reportFigures({ data, locale }: ReportFacts, t: Localize): string {
  const { points, comparison } = data;
  const numbers = numberFormat(locale);
  const { to, bucketSeconds: seconds } = data.query;
  const time = (at: number): string => timeFormat(locale).stepStart(at, to, seconds);
  const known = <Point extends ComparedPoint>(
    steps: readonly Point[],
    of: (point: Point) => number | null,
  ): (number | null)[] => steps.map((point) => (point.coveredSeconds === 0 ? null : of(point)));
  const rate = ({ requests, errors: failed }: ComparedPoint): number | null =>
    requests === 0 ? null : failed / requests;
  const traffic = barChart(points, {
    title: t('Requests per step by status class'),
    time,
    value: numbers.shortCount,
  });
  const latency = lineChart(
    points,
    percentiles.map((name) => ({
      className: name,
      values: known(points, (point) => point[name]?.value ?? null),
    })),
    {
      title: t('Latency'),
      time,
      value: (value) => (value === 0 ? '0' : joined(numbers.bound(value))),
    },
  );
  const errorLines = [
    { className: 'error', values: known(points, rate) },
    ...(comparison ? [{ className: 'compared', values: known(comparison.points, rate) }] : []),
  ];
  const errorRate = lineChart(points, errorLines, {
    title: t('Error rate'),
    time,
    value: (value) => `${numbers.plain(value * 100)}%`,
  });
  const hasOther = points.some(({ byClass }) => (byClass[0] ?? 0) > 0);
  const statuses = [2, 3, 4, 5].map((status) => squareKey(`s${status}`, `${status}xx`));
  return [
    figure(
      t('Traffic'),
      [...statuses, ...(hasOther ? [squareKey('s0', t('other'))] : [])],
      traffic,
    ),
    figure(
      t('Latency'),
      percentiles.map((name) => lineKey(name, name)),
      latency,
    ),
    figure(
      t('Error rate'),
      comparison
        ? [lineKey('error', t('This period')), lineKey('compared', t('Compared period'))]
        : [],
      errorRate,
    ),
  ].join('\n');
}

function figure(title: string, keys: readonly string[], chart: string): string {
  const legend = keys.length > 0 ? `<figcaption class="legend">${keys.join('')}</figcaption>` : '';
  return section(title, `<figure>${legend}${chart}</figure>`);
}

function squareKey(className: string, name: string): string {
  return key(`<rect class="${className}" width="10" height="10" x="3"/>`, name);
}

function lineKey(className: string, name: string): string {
  return key(`<polyline class="${className}" points="0,5 16,5"/>`, name);
}

function key(drawing: string, name: string): string {
  const picture = `<svg viewBox="0 0 16 10" aria-hidden="true">${drawing}</svg>`;
  return `<span>${picture}${escapeHtml(name)}</span>`;
}
