import { basename } from 'node:path';
import { joined, numberFormat, unknown } from '../../domain/numberFormat';
import { protocolTitle } from '../../domain/protocol';
import { statusCodesText } from '../../domain/statusCodes';
import { errorTypeText } from '../../domain/errorClass';
import { statusPhrase } from '../../domain/statusText';
import { timeFormat } from '../../domain/timeFormat';
import { clientName } from '../../domain/userAgent';
import type { DashboardData } from '../../protocol/dashboardData';
import type { Localize } from '../../sentences/localize';
import { escapeHtml, htmlTable, section } from './html';
import type { ReportFacts } from './reportFacts';
import { reportFigures } from './reportFigures';
import { reportStyle } from './reportStyle';

/** The dashboard's numbers as one HTML file that needs no network and no script. */
export function reportHtml(facts: ReportFacts, t: Localize): string {
  const title = t('Traffic of {0}', nameOf(facts.target));
  const sections = [
    head(facts, title, t),
    summary(facts, t),
    reportFigures(facts, t),
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
  const moment = (at: number): string => timeFormat(locale).moment(at, 0);
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
    [t('Generated'), timeFormat(locale).moment(madeAt / 1000, 0)],
  ];
  const list = rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value ?? '')}</dd>`);
  return `<h1>${escapeHtml(title)}</h1>\n<dl class="facts">${list.join('')}</dl>`;
}

function covered(
  { summary: { coveredSeconds }, query }: DashboardData,
  locale: string,
  t: Localize,
): string {
  const share = coveredSeconds / Math.max(1, query.to - query.from);
  return t('{0} of the period', joined(numberFormat(locale).percent(Math.min(1, share))));
}

function summary({ data, locale }: ReportFacts, t: Localize): string {
  const { requests, errors: failed, coveredSeconds, p50, p95, p99, bytesSent } = data.summary;
  const known = coveredSeconds > 0;
  const numbers = numberFormat(locale);
  const written = data.query.filter?.endpoint ? numbers.handlerQuantile : numbers.quantile;
  const quantile = (value: typeof p50): string => (value ? joined(written(value)) : unknown);
  const cards = [
    [t('Requests'), known ? numbers.count(requests) : unknown],
    [t('Rate'), known ? joined(numbers.perSecond(requests / coveredSeconds)) : unknown],
    [t('Error rate'), requests > 0 ? joined(numbers.percent(failed / requests)) : unknown],
    ['p50', quantile(p50)],
    ['p95', quantile(p95)],
    ['p99', quantile(p99)],
    [t('Bytes sent'), bytesSent === null ? unknown : `≥ ${joined(numbers.bytes(bytesSent))}`],
  ] as const;
  const list = cards.map(
    ([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl class="cards">${list.join('')}</dl>`;
}

function endpoints({ data, locale }: ReportFacts, t: Localize): string {
  const { rows, found } = data.endpoints;
  const numbers = numberFormat(locale);
  const table = htmlTable(
    [t('Method'), t('Path'), t('Requests'), t('Error rate'), t('Handler avg'), t('Handler p95')],
    rows.map((row) => [
      row.method ?? protocolTitle(row.protocol),
      row.endpoint,
      numbers.count(row.requests),
      joined(numbers.percent(row.errors / Math.max(1, row.requests))),
      row.averageMs === null ? unknown : joined(numbers.handlerAverage(row.averageMs)),
      row.p95 ? joined(numbers.handlerQuantile(row.p95)) : unknown,
    ]),
    'llrrrr',
  );
  const more =
    found > rows.length
      ? note(t('First {0} of {1}.', numbers.count(rows.length), numbers.count(found)))
      : '';
  return section(
    t('Endpoints'),
    rows.length === 0 ? note(t('None in this period.')) : more + table,
  );
}

function errors({ data, locale }: ReportFacts, t: Localize): string {
  const moment = (at: number): string => timeFormat(locale).moment(at, 0);
  const groups = data.errorGroups.toSorted((a, b) => b.count - a.count);
  const table = htmlTable(
    [t('Status'), t('Error'), t('Endpoint'), t('Count'), t('First'), t('Last')],
    groups.map((group) => [
      statusCodesText(group.statusCodes) || unknown,
      [errorTypeText(group.errorType, t), group.errorMessage]
        .filter((part) => part !== null)
        .join(': '),
      [group.method, group.endpoint ?? t('not attributed')].filter(Boolean).join(' '),
      numberFormat(locale).count(group.count),
      moment(group.first),
      moment(group.last),
    ]),
    'ollroo',
  );
  return section(t('Errors'), groups.length === 0 ? note(t('None in this period.')) : table);
}

function others({ data, locale }: ReportFacts, t: Localize): string {
  const { count } = numberFormat(locale);
  const codes = htmlTable(
    [t('Status'), t('Count')],
    data.statusCodes.map(({ code, requests }) => [
      `${code} ${statusPhrase(code)}`.trim(),
      count(requests),
    ]),
    'lr',
  );
  const clients = htmlTable(
    [t('Client'), t('Requests'), t('Errors')],
    data.clients.rows.map((row) => [
      clientName(row.userAgent, t),
      row.requests === null ? unknown : count(row.requests),
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
  const sections = [
    data.statusCodes.length > 0 ? section(t('Status codes'), codes) : '',
    data.clients.rows.length > 0 ? section(t('Clients'), clients) : '',
    routes.length > 0 ? section(t('Never called'), never) : '',
    data.notDefined.length > 0 ? section(t('Not defined'), missing) : '',
  ];
  return `<div class="pair">${sections.join('\n')}</div>`;
}

function note(text: string): string {
  return `<p class="dim">${escapeHtml(text)}</p>`;
}
