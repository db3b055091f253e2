import { basename } from 'node:path';
import { conditionText } from '../domain/conditionText';
import { standOfPanel } from '../domain/filterStanding';
import { durationText } from '../domain/duration';
import { escapeHtml, htmlTable, section } from '../domain/html';
import { joined, numberFormat, unknown } from '../domain/numberFormat';
import { protocolTitle } from '../domain/protocol';
import { statusCodesText } from '../domain/statusCodes';
import { errorTypeText } from '../domain/errorClass';
import { statusPhrase } from '../domain/statusText';
import { timeFormat } from '../domain/timeFormat';
import { clientName } from '../domain/userAgent';
import { quantileChange, rateChange, shareChange } from '../protocol/changes';
import type { Change } from '../protocol/changes';
import type { ComparedTotals, DashboardData } from '../protocol/dashboardData';
import { delayText, impactText } from '../protocol/endpointTexts';
import {
  codelessErrorsText,
  countedWholeText,
  noneListedText,
  unlistedText,
} from '../protocol/errorTotalsText';
import { conditionsIn, ofHandlers } from '../protocol/trafficFilter';
import { interruptionsOf } from '../protocol/interruptions';
import { restartText } from '../protocol/interruptionText';
import type { Localize } from '../sentences/localize';
import type { ReportFacts } from './reportFacts';
import { reportFigures } from './reportFigures';
import { reportStyle } from './reportStyle';

export { reportJson } from './reportJson';

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

function head(facts: ReportFacts, title: string, t: Localize): string {
  const { data, target, madeAt, locale } = facts;
  const { query, comparison } = data;
  const { filter } = query;
  const times = timeFormat(locale);
  const endpoint = filter?.endpoint;
  const rows: readonly (readonly [string, string | null])[] = [
    [t('Target'), target],
    [t('Period'), times.wholeSpan(query.from, query.to)],
    [t('Compared with'), comparison && comparedPeriod(facts)],
    [t('Filters'), filtersText(data, locale, t)],
    [t('Workspace'), filter?.workspaceId ?? t('All')],
    [t('Environment'), filter?.environment ?? t('All')],
    [t('Endpoint'), endpoint ? `${endpoint.method ?? ''} ${endpoint.endpoint}`.trim() : t('All')],
    [t('Search'), query.endpointPage.search || null],
    [t('Collected'), covered(data, locale, t)],
    [t('Interruptions'), interruptions(facts, t)],
    [t('Generated'), `${times.dated(madeAt / 1000)} ${times.zone(madeAt / 1000)}`],
  ];
  const list = rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value ?? '')}</dd>`);
  return `<h1>${escapeHtml(title)}</h1>\n<dl class="facts">${list.join('')}</dl>`;
}

/** What the chips of the dashboard say; null without any. */
function filtersText({ query }: DashboardData, locale: string, t: Localize): string | null {
  const texts = conditionsIn(query.filter).map((one) => conditionText(one, locale, t));
  return texts.length === 0 ? null : texts.join('; ');
}

/** The compared period, with its file where it is another one's; empty where nothing is compared. */
function comparedPeriod({ data: { query, comparison }, locale }: ReportFacts): string {
  if (!comparison) return '';
  const span = timeFormat(locale).wholeSpan(comparison.from, comparison.to);
  return query.compareFile ? `${query.compareFile.name}, ${span}` : span;
}

/** `2 restarts, 1 gap of 30 s`; null where there was none. */
function interruptions({ data, locale }: ReportFacts, t: Localize): string | null {
  const { spans, restarts } = interruptionsOf(data, false);
  const gaps = spans.filter(({ kind }) => kind === 'gap');
  const total = durationText(
    gaps.reduce((sum, { from, to }) => sum + to - from, 0),
    t('days'),
  );
  const count = numberFormat(locale).count(gaps.length);
  const parts = [
    ...(restarts.length > 0 ? [restartText(restarts.length, t)] : []),
    ...(gaps.length === 1 ? [t('1 gap of {0}', total)] : []),
    ...(gaps.length > 1 ? [t('{0} gaps, {1} in total', count, total)] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : null;
}

function covered(
  { summary: { coveredSeconds }, query }: DashboardData,
  locale: string,
  t: Localize,
): string {
  const share = coveredSeconds / Math.max(1, query.to - query.from);
  return t('{0} of the period', joined(numberFormat(locale).percent(Math.min(1, share))));
}

function summary(facts: ReportFacts, t: Localize): string {
  const { data, locale } = facts;
  const { requests, errors: failed, coveredSeconds, p50, p95, p99, bytesSent } = data.summary;
  const ofFailed = data.counted === 'failed';
  const isCovered = coveredSeconds > 0;
  const numbers = numberFormat(locale);
  const isHandler = ofHandlers(data.query.filter);
  const written = isHandler ? numbers.handlerQuantile : numbers.quantile;
  const timeName = (name: string): string => (isHandler ? t('{0} handler', name) : name);
  const quantile = (value: typeof p50): string => (value ? joined(written(value)) : unknown);
  const rate = (text: (totals: ComparedTotals) => string): Change | null =>
    rateChange(data, numbers, (totals) => totals.requests, text);
  const cards: readonly (readonly [string, string, Change | null])[] = [
    [
      ofFailed ? t('Failed requests') : t('Requests'),
      isCovered ? requestsText(facts, t) : unknown,
      rate((totals) => numbers.count(totals.requests)),
    ],
    [
      t('Rate'),
      isCovered ? joined(numbers.perSecond(requests / coveredSeconds)) : unknown,
      rate((totals) => joined(numbers.perSecond(totals.requests / totals.coveredSeconds))),
    ],
    [
      t('Error rate'),
      requests > 0 && !ofFailed ? joined(numbers.percent(failed / requests)) : unknown,
      ofFailed ? null : shareChange(data, numbers),
    ],
    [timeName('p50'), quantile(p50), quantileChange(data, numbers, 'p50')],
    [timeName('p95'), quantile(p95), quantileChange(data, numbers, 'p95')],
    [timeName('p99'), quantile(p99), quantileChange(data, numbers, 'p99')],
    [t('Bytes sent'), bytesSent === null ? unknown : `≥ ${joined(numbers.bytes(bytesSent))}`, null],
  ];
  const list = cards.map(
    ([name, value, change]) =>
      `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>${changeLine(change, t)}</div>`,
  );
  const basis = comparedBasis(facts, t);
  return `<dl class="cards">${list.join('')}</dl>${basis === null ? '' : note(basis)}`;
}

/** `755`, or `755 of 11,727` where filters leave some of all. */
function requestsText({ data: { summary, unfiltered }, locale }: ReportFacts, t: Localize): string {
  const { count } = numberFormat(locale);
  return unfiltered
    ? t('{0} of {1}', count(summary.requests), count(unfiltered.requests))
    : count(summary.requests);
}

/** `+12.5%, was 8,113`; what it was over is said once, below all. */
function changeLine(change: Change | null, t: Localize): string {
  if (!change) return '';
  const text = t('{0}, was {1}', change.text, change.was);
  return `<dd class="change ${change.judgement ?? ''}">${escapeHtml(text)}</dd>`;
}

/** Over what the changes are: both periods in the time that both cover. */
function comparedBasis(facts: ReportFacts, t: Localize): string | null {
  const { comparison, query } = facts.data;
  if (!comparison || comparison.now.coveredSeconds === 0) return null;
  const length = (seconds: number): string => durationText(seconds, t('days'));
  return t(
    'Changes compare with {0}, over {1} of {2} that both periods have.',
    comparedPeriod(facts),
    length(comparison.now.coveredSeconds),
    length(query.to - query.from),
  );
}

function endpoints({ data, locale }: ReportFacts, t: Localize): string {
  const { rows, found } = data.endpoints;
  const numbers = numberFormat(locale);
  const { coveredSeconds } = data.summary;
  const perSecond = (value: number): string =>
    coveredSeconds > 0 ? joined(numbers.perSecond(value / coveredSeconds)) : unknown;
  const table = htmlTable(
    [
      ...[t('Method'), t('Path'), data.counted === 'failed' ? t('Failed') : t('Requests')],
      ...[t('Rate'), t('Error rate'), t('Handler avg')],
      ...[t('Handler p95'), t('Injected faults'), t('Injected delay'), t('Change'), t('Impact')],
    ],
    rows.map((row) => [
      row.method ?? protocolTitle(row.protocol),
      row.endpoint,
      numbers.count(row.requests),
      perSecond(row.requests),
      data.counted === 'failed'
        ? unknown
        : joined(numbers.percent(row.errors / Math.max(1, row.requests))),
      row.averageMs === null ? unknown : joined(numbers.handlerAverage(row.averageMs)),
      row.p95 ? joined(numbers.handlerQuantile(row.p95)) : unknown,
      row.faults === null ? unknown : numbers.count(row.faults),
      delayText(row, numbers),
      row.change === null ? unknown : numbers.change(row.change),
      impactText(row, coveredSeconds, numbers),
    ]),
    'llrrrrrrrrr',
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
  const numbers = numberFormat(locale);
  const groups = data.errorGroups.toSorted((a, b) => b.count - a.count);
  const table = htmlTable(
    [t('Status'), t('Error'), t('Endpoint'), t('Count'), t('First'), t('Last')],
    groups.map((group) => [
      statusCodesText(group.statusCodes) || unknown,
      [errorTypeText(group.errorType, t), group.errorMessage]
        .filter((part) => part !== null)
        .join(': '),
      [group.method, group.endpoint ?? t('not attributed')].filter(Boolean).join(' '),
      numbers.count(group.count),
      moment(group.first),
      moment(group.last),
    ]),
    'ollroo',
  );
  const notes = [unlistedText(data, numbers, t), countedWholeText(data, t)];
  const content =
    groups.length === 0
      ? note(noneListedText(data, numbers, t) ?? t('None in this period.'))
      : notes.map((text) => (text === null ? '' : note(text))).join('') + table;
  return section(t('Errors'), content);
}

/** Clients are counted in whole hours; of an endpoint those whose requests failed, of which the range has its own. */
function clientHours({ data: { clients, query }, locale }: ReportFacts, t: Localize): string {
  const isFailed = standOfPanel('clients', conditionsIn(query.filter)).standing === 'failed';
  if (query.filter?.endpoint || isFailed) return '';
  if (clients.from === query.from && clients.to === query.to) return '';
  const span = timeFormat(locale).wholeSpan(clients.from, clients.to);
  return note(t('whole hours, {0}', span));
}

function others(facts: ReportFacts, t: Localize): string {
  const { data, locale } = facts;
  const numbers = numberFormat(locale);
  const { count } = numbers;
  const codeless = codelessErrorsText(data, numbers, t);
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
    data.statusCodes.length > 0
      ? section(t('Status codes'), (codeless === null ? '' : note(codeless)) + codes)
      : '',
    data.clients.rows.length > 0 ? section(t('Clients'), clientHours(facts, t) + clients) : '',
    routes.length > 0 ? section(t('Never called'), never) : '',
    data.notDefined.length > 0 ? section(t('Not defined'), missing) : '',
  ];
  return `<div class="pair">${sections.join('\n')}</div>`;
}

function note(text: string): string {
  return `<p class="dim">${escapeHtml(text)}</p>`;
}
