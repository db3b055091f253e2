import { basename } from 'node:path';
import {
  formatAverage,
  formatBytes,
  formatCount,
  formatDuration,
  formatHandlerQuantile,
  formatMoment,
  formatQuantile,
  formatRate,
  formatShare,
  unknownText,
} from '../../domain/format';
import { protocolTitle } from '../../domain/protocol';
import { statusCodesText } from '../../domain/statusCodes';
import { clientName } from '../../domain/userAgent';
import type { DashboardData, TrafficPoint } from '../../protocol/dashboardData';
import type { Localize } from '../localize';
import { escapeHtml, htmlTable } from './html';
import { barChart, lineChart } from './reportCharts';
import { reportStyle } from './reportStyle';

/** What a report is made from. */
export interface ReportFacts {
  readonly data: DashboardData;
  /** Where the metrics came from: an address, or the path of an imported file. */
  readonly target: string;
  /** Unix milliseconds. */
  readonly madeAt: number;
  readonly locale: string;
}

/** The dashboard's numbers as one HTML file that needs no network and no script. */
export function reportHtml(facts: ReportFacts, t: Localize): string {
  const title = t('Traffic of {0}', nameOf(facts.target));
  const sections = [
    head(facts, title, t),
    summary(facts, t),
    charts(facts, t),
    endpoints(facts, t),
    errors(facts, t),
    others(facts, t),
  ];
  return `<!DOCTYPE html>
<html lang="${escapeHtml(facts.locale)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

/** A server by its host and port, a file by its name. */
function nameOf(target: string): string {
  const address = /^https?:/.test(target) ? new URL(target) : null;
  return address ? address.host : basename(target);
}

function head({ data, target, madeAt, locale }: ReportFacts, title: string, t: Localize): string {
  const { query, comparison } = data;
  const { filter } = query;
  const moment = (at: number): string => formatMoment(at * 1000, 0, locale);
  const span = (part: { from: number; to: number }): string =>
    `${moment(part.from)} – ${moment(part.to)}`;
  const endpoint = filter?.endpoint;
  const rows: readonly (readonly [string, string | null])[] = [
    [t('Target'), target],
    [t('Period'), span(query)],
    [t('Compared with'), comparison && span(comparison)],
    [t('Protocol'), filter?.protocol ? protocolTitle(filter.protocol) : t('All')],
    [t('Workspace'), filter?.workspaceId ?? t('All')],
    [t('Environment'), filter?.environment ?? t('All')],
    [t('Endpoint'), endpoint ? `${endpoint.method ?? ''} ${endpoint.endpoint}`.trim() : t('All')],
    [t('Search'), query.endpointPage.search || null],
    [t('Collected'), covered(data, locale, t)],
    [t('Made'), formatMoment(madeAt, 0, locale)],
  ];
  const list = rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value ?? '')}</dd>`);
  return `<h1>${escapeHtml(title)}</h1>\n<dl>${list.join('')}</dl>`;
}

function covered(
  { summary: { coveredSeconds }, query }: DashboardData,
  locale: string,
  t: Localize,
): string {
  const share = coveredSeconds / Math.max(1, query.to - query.from);
  return t('{0} of the period', formatShare(Math.min(1, share), locale));
}

function summary({ data, locale }: ReportFacts, t: Localize): string {
  const { requests, errors: failed, coveredSeconds, p50, p95, p99, bytesSent } = data.summary;
  const known = coveredSeconds > 0;
  const quantile = data.query.filter?.endpoint
    ? (value: typeof p50): string => (value ? formatHandlerQuantile(value, locale) : unknownText)
    : (value: typeof p50): string => formatQuantile(value, locale);
  const row = [
    known ? formatCount(requests, locale) : unknownText,
    known ? `${formatRate(requests / coveredSeconds, locale)}/s` : unknownText,
    requests > 0 ? formatShare(failed / requests, locale) : unknownText,
    quantile(p50),
    quantile(p95),
    quantile(p99),
    bytesSent === null ? unknownText : `≥ ${formatBytes(bytesSent, locale)}`,
  ];
  const names = [t('Requests'), t('Rate'), t('Error rate'), 'p50', 'p95', 'p99', t('Bytes sent')];
  return section(t('Summary'), htmlTable(names, [row], 'rrrrrrr'));
}

function charts({ data, locale }: ReportFacts, t: Localize): string {
  const { points, comparison } = data;
  const time = (at: number): string => formatMoment(at * 1000, 0, locale);
  const known = (
    of: (point: TrafficPoint) => number | null,
    steps: readonly TrafficPoint[] = points,
  ): (number | null)[] => steps.map((point) => (point.coveredSeconds === 0 ? null : of(point)));
  const rate = ({ requests, errors: failed }: TrafficPoint): number | null =>
    requests === 0 ? null : failed / requests;
  const traffic = barChart(points, {
    title: t('Requests a step by status class'),
    time,
    value: (value) => formatCount(value, locale),
  });
  const latency = lineChart(
    points,
    (['p50', 'p95', 'p99'] as const).map((name) => ({
      name,
      className: name,
      values: known((point) => point[name]?.value ?? null),
    })),
    { title: t('Latency'), time, value: (value) => formatDuration(value, locale) },
  );
  const errorLines = [
    { name: 'now', className: 'error', values: known(rate) },
    ...(comparison
      ? [{ name: 'then', className: 'compared', values: known(rate, comparison.points) }]
      : []),
  ];
  const errorRate = lineChart(points, errorLines, {
    title: t('Error rate'),
    time,
    value: (value) => formatShare(value, locale),
  });
  return [
    section(t('Traffic'), note(t('Green 2xx, blue 3xx, yellow 4xx, red 5xx.')) + traffic),
    section(t('Latency'), note(t('p50 solid, p95 dashed, p99 dotted.')) + latency),
    section(
      t('Error rate'),
      (comparison ? note(t('Dashed: the compared period.')) : '') + errorRate,
    ),
  ].join('\n');
}

function endpoints({ data, locale }: ReportFacts, t: Localize): string {
  const { rows, found } = data.endpoints;
  const table = htmlTable(
    [t('Method'), t('Path'), t('Requests'), t('Error rate'), t('Handler avg'), t('Handler p95')],
    rows.map((row) => [
      row.method ?? protocolTitle(row.protocol),
      row.endpoint,
      formatCount(row.requests, locale),
      formatShare(row.errors / Math.max(1, row.requests), locale),
      row.averageMs === null ? unknownText : formatAverage(row.averageMs, locale),
      row.p95 ? formatHandlerQuantile(row.p95, locale) : unknownText,
    ]),
    'llrrrr',
  );
  const more = found > rows.length ? note(t('The first {0} of {1}.', rows.length, found)) : '';
  return section(
    t('Endpoints'),
    rows.length === 0 ? note(t('None in this period.')) : more + table,
  );
}

function errors({ data, locale }: ReportFacts, t: Localize): string {
  const moment = (at: number): string => formatMoment(at * 1000, 0, locale);
  const table = htmlTable(
    [t('Status'), t('Error'), t('Endpoint'), t('Count'), t('First'), t('Last')],
    data.errorGroups.map((group) => [
      statusCodesText(group.statusCodes) || unknownText,
      [group.errorType, group.errorMessage].filter((part) => part !== null).join(': '),
      [group.method, group.endpoint ?? t('not attributed')].filter(Boolean).join(' '),
      formatCount(group.count, locale),
      moment(group.first),
      moment(group.last),
    ]),
    'lllrll',
  );
  return section(
    t('Errors'),
    data.errorGroups.length === 0 ? note(t('None in this period.')) : table,
  );
}

function others({ data, locale }: ReportFacts, t: Localize): string {
  const count = (value: number): string => formatCount(value, locale);
  const codes = htmlTable(
    [t('Status'), t('Count')],
    data.statusCodes.map(({ code, requests }) => [String(code), count(requests)]),
    'lr',
  );
  const clients = htmlTable(
    [t('Client'), t('Requests'), t('Errors')],
    data.clients.rows.map((row) => [
      clientName(row.userAgent),
      row.requests === null ? unknownText : count(row.requests),
      count(row.errors),
    ]),
    'lrr',
  );
  const routes = data.neverCalled?.routes ?? [];
  const never = htmlTable(
    [t('Method'), t('Path')],
    routes.map(({ method, endpoint }) => [method, endpoint]),
    'll',
  );
  const missing = htmlTable(
    [t('Method'), t('Path'), t('Count')],
    data.notDefined.map((row) => [row.method ?? '', row.endpoint, count(row.count)]),
    'llr',
  );
  return [
    data.statusCodes.length > 0 ? section(t('Status codes'), codes) : '',
    data.clients.rows.length > 0 ? section(t('Clients'), clients) : '',
    routes.length > 0 ? section(t('Never called'), never) : '',
    data.notDefined.length > 0 ? section(t('Not defined'), missing) : '',
  ].join('\n');
}

function section(title: string, content: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>\n${content}</section>`;
}

function note(text: string): string {
  return `<p class="dim">${escapeHtml(text)}</p>`;
}
