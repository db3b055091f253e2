import { joined, numberFormat, steadyUnknown, unknown } from '../domain/numberFormat';
import type { Session } from '../domain/session';
import { timeFormat } from '../domain/timeFormat';
import { commandIds } from '../ids';
import type { CollectingStatus } from '../protocol/collectingStatus';
import type { TrafficSummary } from '../protocol/readModels';
import type { Localize } from '../sentences/localize';
import type { StatusItemContent } from './surfaces/statusItem';
import type { Tooltip, TooltipOffer } from './surfaces/tooltip';

/** What the status bar is made from. */
export interface StatusBarFacts {
  /** The current server's name; null where it is the only one. */
  readonly server: string | null;
  readonly status: CollectingStatus;
  /** Totals of the last five minutes; null when the database cannot be read. */
  readonly summary: TrafficSummary | null;
  /** Until when the five minutes of the totals last, unix seconds, where nothing newer can be read; null: they end now. */
  readonly staleSince: number | null;
  /** Of a file. */
  readonly databaseBytes: number | null;
  /** The address of the team's store that it is in; null where it is in a file. */
  readonly teamStore: string | null;
  /** Sessions that have no end yet, newest first. */
  readonly running: readonly Session[];
  /** What is said of each alert rule that is broken. */
  readonly alerts: readonly string[];
  readonly errorRateThresholdPercent: number;
  /** A sentence on something else the user should know, else null. */
  readonly notice: string | null;
}

/** Text, tooltip and colour of the status item. */
export function statusBarContent(
  facts: StatusBarFacts,
  locale: string,
  localize: Localize,
): StatusItemContent {
  const { status, summary, alerts } = facts;
  const failing = status.phase === 'failing';
  const rates = summary && summary.coveredSeconds > 0 ? ratesOf(summary, locale) : null;
  const share = summary && summary.requests > 0 ? summary.errors / summary.requests : 0;
  const tooMany = status.phase !== 'paused' && share * 100 > facts.errorRateThresholdPercent;
  return {
    icon: alerts.length > 0 ? 'bell-dot' : icons[status.phase],
    text: [facts.server, textOf(facts, rates, localize)].filter(Boolean).join(': '),
    tooltip: tooltipOf(facts, locale, localize),
    label: [labelOf(facts, rates, locale, localize), ...alerts].join('. '),
    severity: alerts.length > 0 || (tooMany && !failing) ? 'error' : failing ? 'warning' : 'normal',
  };
}

const icons: Readonly<Record<CollectingStatus['phase'], string>> = {
  waiting: 'pulse',
  collecting: 'pulse',
  restarting: 'sync',
  watching: 'eye',
  failing: 'warning',
  paused: 'debug-pause',
};

function textOf(
  { status: { phase }, staleSince }: StatusBarFacts,
  rates: Rates | null,
  localize: Localize,
): string {
  if (rates && staleSince !== null) {
    return localize('{0} err · {1} req/s · stale', rates.errors, rates.requests);
  }
  if (!rates) return phase === 'restarting' ? localize('restarting?') : localize('no data');
  return phase === 'restarting'
    ? localize('{0} err · restarting?', rates.errors)
    : localize('{0} err · {1} req/s', rates.errors, rates.requests);
}

/** Who collects in this window's place, as a sentence; null when nobody does. */
export function otherCollectorText(
  { phase, collectedBy }: CollectingStatus,
  localize: Localize,
): string | null {
  if (phase !== 'watching' || !collectedBy) return null;
  const { process, host } = collectedBy;
  return localize(
    'Another window is collecting from this server (process {0} on {1}).',
    String(process),
    host,
  );
}

interface Rates {
  readonly errors: string;
  readonly requests: string;
}

function ratesOf(summary: TrafficSummary, locale: string): Rates {
  const { requests, errors, coveredSeconds } = summary;
  const numbers = numberFormat(locale);
  return {
    errors: requests === 0 ? steadyUnknown : joined(numbers.steadyPercent(errors / requests)),
    // The sentence says what it is a second of.
    requests: numbers.steadyPerSecond(requests / coveredSeconds).value,
  };
}

function labelOf(
  facts: StatusBarFacts,
  rates: Rates | null,
  locale: string,
  localize: Localize,
): string {
  const { phase, metrics } = facts.status;
  const traffic = trafficLabel(facts, rates, locale, localize);
  if (phase === 'paused') return `${traffic}. ${localize('Collecting is paused.')}`;
  const other = otherCollectorText(facts.status, localize);
  if (other !== null) return `${traffic}. ${other}`;
  if (phase === 'restarting') return `${traffic}. ${localize('The server may be restarting.')}`;
  return phase === 'failing' && metrics.failure ? `${traffic}. ${metrics.failure.what}` : traffic;
}

function trafficLabel(
  { server, staleSince }: StatusBarFacts,
  rates: Rates | null,
  locale: string,
  localize: Localize,
): string {
  const name = server ?? 'MockForge';
  if (!rates) return localize('{0}: no data in the last 5 minutes', name);
  const numbers = [rates.errors.trim(), rates.requests.trim()] as const;
  if (staleSince === null) {
    return localize('{0}, last 5 minutes: {1} errors, {2} requests per second', name, ...numbers);
  }
  return localize(
    '{0}, 5 minutes up to {1}: {2} errors, {3} requests per second',
    name,
    timeFormat(locale).clock(staleSince),
    ...numbers,
  );
}

function tooltipOf(facts: StatusBarFacts, locale: string, localize: Localize): Tooltip {
  const { status, summary, staleSince, databaseBytes, teamStore, notice } = facts;
  const { lastScrapeAt, metrics, log, phase } = status;
  const numbers = numberFormat(locale);
  const rows: [string, string][] = [
    [localize('Requests'), summary ? numbers.count(summary.requests) : unknown],
    [localize('Errors'), summary ? numbers.count(summary.errors) : unknown],
    ['p95', summary?.p95 ? joined(numbers.quantile(summary.p95)) : unknown],
    [
      localize('Last scrape'),
      lastScrapeAt === null ? unknown : timeFormat(locale).clock(lastScrapeAt / 1000),
    ],
    ...(databaseBytes === null
      ? []
      : [[localize('Database'), joined(numbers.bytes(databaseBytes))] as [string, string]]),
  ];
  const sentences = [
    phase === 'paused' ? localize('Collecting is paused.') : null,
    otherCollectorText(status, localize),
    metrics.failure && `${metrics.failure.what} ${metrics.failure.todo}`,
    log.state !== 'restarting' && log.failure && `${log.failure.what} ${log.failure.todo}`,
    phase === 'watching' ? null : notice,
    runningText(facts.running, locale, localize),
  ].filter((sentence) => typeof sentence === 'string');
  const isPrometheus = metrics.failure?.kind === 'prometheus_server';
  return [
    ...(facts.server === null ? [] : [{ title: facts.server }]),
    ...facts.alerts.map((text) => ({ text })),
    ...(facts.alerts.length > 0 ? [{ offers: [alertsOffer(localize)] }] : []),
    ...sentences.map((text) => ({ text })),
    ...(isPrometheus ? [{ offers: offersOf(localize) }] : []),
    {
      head:
        staleSince === null
          ? localize('Last 5 minutes')
          : localize('5 minutes up to {0}', timeFormat(locale).clock(staleSince)),
      rows,
    },
    { text: status.metricsUrl },
    ...(teamStore === null ? [] : [{ text: localize('Team store: {0}', teamStore) }]),
    ...(facts.server === null
      ? []
      : [{ offers: [{ title: localize('Switch Server...'), command: commandIds.switchServer }] }]),
  ];
}

/** `Session “smoke” is running since 22:53.`; null where none is. */
function runningText(
  [newest, ...others]: readonly Session[],
  locale: string,
  localize: Localize,
): string | null {
  if (!newest) return null;
  const since = timeFormat(locale).short(newest.from, Date.now() / 1000);
  return others.length === 0
    ? localize('Session “{0}” is running since {1}.', newest.name, since)
    : localize(
        '{0} sessions are running, the newest is “{1}”, since {2}.',
        String(others.length + 1),
        newest.name,
        since,
      );
}

function alertsOffer(localize: Localize): TooltipOffer {
  return { title: localize('Manage Alerts...'), command: commandIds.manageAlerts };
}

/** For where a Prometheus server answers in MockForge's place. */
function offersOf(localize: Localize): TooltipOffer[] {
  const { connectToServer, backfillFromPrometheus } = commandIds;
  return [
    { title: localize('Connect to Server...'), command: connectToServer },
    { title: localize('Backfill from Prometheus...'), command: backfillFromPrometheus },
  ];
}
