import { basename } from 'node:path';
import { conditionText } from '../domain/conditionText';
import { standOfPanel } from '../domain/filterStanding';
import { durationText } from '../domain/duration';
import { joined, numberFormat, unknown } from '../domain/numberFormat';
import { protocolTitle } from '../domain/protocol';
import { statusCodesText } from '../domain/statusCodes';
import { errorTypeText } from '../domain/errorClass';
import { statusPhrase } from '../domain/statusText';
import { timeFormat } from '../domain/timeFormat';
import { clientName } from '../domain/userAgent';
import { quantileChange, rateChange, shareChange } from '../protocol/changes';
import type { Change } from '../protocol/changes';
import { requestsOf } from '../protocol/contractCoverage';
import type { ComparedTotals, DashboardData } from '../protocol/dashboardData';
import { delayText, impactText } from '../protocol/endpointTexts';
import type { ChangedText } from '../protocol/differenceTexts';
import { changedText, differenceText, onlyTexts, verdictText } from '../protocol/differenceTexts';
import {
  codelessErrorsText,
  countedWholeText,
  noneListedText,
  unlistedText,
} from '../protocol/errorTotalsText';
import { conditionsIn, ofHandlers } from '../protocol/trafficFilter';
import { interruptionsOf } from '../protocol/interruptions';
import { restartText } from '../protocol/interruptionText';
import { isRealVerdict } from '../protocol/spanComparison';
import type { Localize } from '../sentences/localize';
import type { ReportFacts } from './reportFacts';
import type { ReportSection } from './reportSection';

/** A server by its host and port, a file by its name. */
export function targetName({ target }: ReportFacts): string {
  if (/^https?:/.test(target)) return new URL(target).host;
  return target.startsWith('postgres:') ? storeName(new URL(target)) : basename(target);
}

/** What of a team's store it is: the workspace and the target where they have names, or else the database. */
function storeName({ searchParams, pathname }: URL): string {
  const names = ['workspace', 'target'].map((name) => searchParams.get(name)).filter(Boolean);
  return names.join('/') || decodeURIComponent(pathname.slice(1));
}

/** What the numbers are of: names and values, those that there are. */
export function reportBasis(
  facts: ReportFacts,
  t: Localize,
): readonly (readonly [name: string, value: string])[] {
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
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
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

/** A number that stands first, and how it changed against the compared period. */
export interface ReportCard {
  readonly name: string;
  readonly value: string;
  readonly change: Change | null;
}

/** The totals. */
export function reportCards(facts: ReportFacts, t: Localize): readonly ReportCard[] {
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
  return cards.map(([name, value, change]) => ({ name, value, change }));
}

/** `755`, or `755 of 11,727` where filters leave some of all. */
function requestsText({ data: { summary, unfiltered }, locale }: ReportFacts, t: Localize): string {
  const { count } = numberFormat(locale);
  return unfiltered
    ? t('{0} of {1}', count(summary.requests), count(unfiltered.requests))
    : count(summary.requests);
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

/** `+12.5%, was 8,113`, with what it is worth where it is not real; what it was over is said once, below all. */
export function cardChange({ change }: ReportCard, t: Localize): string | null {
  if (!change) return null;
  const text = t('{0}, was {1}', change.text, change.was);
  const { verdict } = change;
  return verdict === null || isRealVerdict(verdict) ? text : `${text}. ${verdictText(verdict, t)}`;
}

/** What is said of a comparison before its numbers; nothing where nothing is compared. */
export function comparedText(
  facts: ReportFacts,
  t: Localize,
): { readonly lines: readonly string[]; readonly changed: ChangedText | null } {
  const { changed } = facts.data;
  const numbers = numberFormat(facts.locale);
  const basis = comparedBasis(facts, t);
  const only = changed ? onlyTexts(changed, numbers, t) : [];
  return {
    lines: basis === null ? only : [basis, ...only],
    changed: changed && changedText(changed, numbers, t),
  };
}

/** The page of endpoints that was read. */
export function endpointsSection({ data, locale }: ReportFacts, t: Localize): ReportSection {
  const { rows, found } = data.endpoints;
  const numbers = numberFormat(locale);
  const { coveredSeconds } = data.summary;
  const perSecond = (value: number): string =>
    coveredSeconds > 0 ? joined(numbers.perSecond(value / coveredSeconds)) : unknown;
  const table = {
    head: [
      ...[t('Method'), t('Path'), data.counted === 'failed' ? t('Failed') : t('Requests')],
      ...[t('Rate'), t('Error rate'), t('Handler avg')],
      ...[t('Handler p95'), t('Injected faults'), t('Injected delay'), t('Change')],
      ...(data.changed ? [t('Difference')] : []),
      t('Impact'),
    ],
    rows: rows.map((row) => [
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
      ...(data.changed ? [row.difference ? differenceText(row.difference, t) : unknown] : []),
      impactText(row, coveredSeconds, numbers),
    ]),
    align: data.changed ? 'llrrrrrrrror' : 'llrrrrrrrrr',
    essential: [0, 1, 2, 4, 6, 7, ...(data.comparison ? [9] : []), ...(data.changed ? [10] : [])],
  };
  const title = t('Endpoints');
  if (rows.length === 0) return { title, lines: [t('None in this period.')], tables: [] };
  const isPart = found > rows.length;
  const counts = [rows.length, found].map((count) => numbers.count(count));
  return { title, lines: isPart ? [t('First {0} of {1}.', ...counts)] : [], tables: [table] };
}

/** Groups of failed requests, most first. */
export function errorsSection({ data, locale }: ReportFacts, t: Localize): ReportSection {
  const moment = (at: number): string => timeFormat(locale).moment(at, 0);
  const numbers = numberFormat(locale);
  const groups = data.errorGroups.toSorted((a, b) => b.count - a.count);
  const title = t('Errors');
  if (groups.length === 0) {
    const none = noneListedText(data, numbers, t) ?? t('None in this period.');
    return { title, lines: [none], tables: [] };
  }
  const table = {
    head: [t('Status'), t('Error'), t('Endpoint'), t('Count'), t('First'), t('Last')],
    rows: groups.map((group) => [
      statusCodesText(group.statusCodes) || unknown,
      [errorTypeText(group.errorType, t), group.errorMessage]
        .filter((part) => part !== null)
        .join(': '),
      [group.method, group.endpoint ?? t('not attributed')].filter(Boolean).join(' '),
      numbers.count(group.count),
      moment(group.first),
      moment(group.last),
    ]),
    align: 'ollroo',
    essential: [0, 1, 2, 3],
  };
  const notes = [unlistedText(data, numbers, t), countedWholeText(data, t)];
  return { title, lines: notes.filter((text) => text !== null), tables: [table] };
}

/** Clients are counted in whole hours; of an endpoint those whose requests failed, of which the range has its own. */
function clientHours({ data: { clients, query }, locale }: ReportFacts, t: Localize): string[] {
  const isFailed = standOfPanel('clients', conditionsIn(query.filter)).standing === 'failed';
  if (query.filter?.endpoint || isFailed) return [];
  if (clients.from === query.from && clients.to === query.to) return [];
  const span = timeFormat(locale).wholeSpan(clients.from, clients.to);
  return [t('whole hours, {0}', span)];
}

/** Short lists; those with nothing in them are left out. */
export function otherSections(facts: ReportFacts, t: Localize): readonly ReportSection[] {
  const { data, locale } = facts;
  const numbers = numberFormat(locale);
  const { count } = numbers;
  const codeless = codelessErrorsText(data, numbers, t);
  const sections = [
    {
      title: t('Status codes'),
      lines: codeless === null ? [] : [codeless],
      head: [t('Status'), t('Count')],
      rows: data.statusCodes.map(({ code, requests }) => [
        `${code} ${statusPhrase(code)}`.trim(),
        count(requests),
      ]),
      align: 'or',
    },
    {
      title: t('Clients'),
      lines: clientHours(facts, t),
      head: [t('Client'), t('Requests'), t('Errors')],
      rows: data.clients.rows.map((row) => [
        clientName(row.userAgent, t),
        row.requests === null ? unknown : count(row.requests),
        count(row.errors),
      ]),
      align: 'lrr',
    },
    {
      title: t('Never called'),
      lines: [],
      head: [t('Method'), t('Path'), t('Defined by')],
      rows: (data.neverCalled?.routes ?? []).map(({ method, endpoint, documents }) => [
        ...[method, endpoint, documents.join(', ') || t('the server')],
      ]),
      align: 'lll',
    },
    {
      title: t('Not defined'),
      lines: data.notDefined ? [] : [t('No API documents: what the server answered with 404.')],
      head: [t('Method'), t('Path'), t('Count')],
      rows: data.notDefined
        ? data.notDefined.map(({ method, path, seen }) => [method, path, count(requestsOf(seen))])
        : data.notFound.map((row) => [row.method ?? '', row.endpoint, count(row.count)]),
      align: 'llr',
    },
  ];
  return sections
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, lines, ...table }) => ({ title, lines, tables: [table] }));
}
