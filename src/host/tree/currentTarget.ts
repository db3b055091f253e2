import { joined, numberFormat, unknown } from '../../domain/numberFormat';
import { timeFormat } from '../../domain/timeFormat';
import type { CollectingStatus } from '../../protocol/collectingStatus';
import type { ServerRestarts } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import { plainLabel } from '../surfaces/plainText';
import { diagnosticsRow } from './diagnosticsRow';
import { sourceRows } from './sourceRows';
import { valueRow, type TargetRow } from './targetRow';

/** What the rows are made from. */
export interface TargetFacts {
  readonly name: string;
  readonly status: CollectingStatus;
  /** Of the last 24 hours. */
  readonly restarts: ServerRestarts;
  /** Unix milliseconds. */
  readonly now: number;
}

/** A target alone, with the state of its sources and what collecting has seen below it. */
export function currentTargetRow(facts: TargetFacts, locale: string, t: Localize): TargetRow {
  const { name, status } = facts;
  const label = plainLabel(name);
  const phase = phaseText(status, t);
  return {
    id: 'target',
    text: {
      label,
      description: phase,
      tooltip: [
        { title: label },
        {
          rows: [
            [t('Metrics'), status.metricsUrl],
            [t('Admin API'), status.adminUrl],
          ],
        },
      ],
      spoken: `${label}, ${phase}`,
    },
    icon: { name: 'server', color: null },
    open: true,
    help: [],
    children: [
      ...sourceRows(status, t),
      ...rhythmRows(facts, locale, t),
      restartsRow(facts, locale, t),
      diagnosticsRow(status.diagnostics, locale, t),
    ],
  };
}

/** How collecting stands, in a word or two. */
export function phaseText({ phase, collectedBy, metrics }: CollectingStatus, t: Localize): string {
  switch (phase) {
    case 'waiting':
      return t('has not answered yet');
    case 'collecting':
      return t('collecting');
    case 'restarting':
      return t('restarting?');
    case 'watching':
      return t('collected by another window (process {0})', String(collectedBy?.process));
    case 'failing':
      return metrics.failure?.kind === 'store' ? t('numbers stale') : t('not collecting');
    case 'paused':
      return t('paused');
  }
}

function rhythmRows({ status, now }: TargetFacts, locale: string, t: Localize): TargetRow[] {
  const { lastScrapeAt, nextTryAt, failedTries, scrapeIntervalSeconds } = status;
  const last =
    lastScrapeAt === null ? unknown : timeFormat(locale).moment(lastScrapeAt / 1000, now / 1000);
  const numbers = numberFormat(locale);
  const tries =
    failedTries === 1 ? t('1 failed try') : t('{0} failed tries', numbers.count(failedTries));
  return [
    withIcon(
      'clock',
      'lastScrape',
      t('Last scrape'),
      failedTries === 0 ? last : `${last} · ${tries}`,
      t(
        'When the metrics were last read and stored. Numbers are current up to this moment. Failed tries came later.',
      ),
    ),
    withIcon(
      'watch',
      'nextTry',
      t('Next scrape'),
      nextTryAt === null ? unknown : timeFormat(locale).clock(nextTryAt / 1000),
      nextTryAt === null
        ? t('Nothing is scraped while collecting is paused.')
        : t('When the metrics are next read.'),
    ),
    withIcon(
      'pulse',
      'scrapeInterval',
      t('Scrape interval'),
      joined(numbers.bound(scrapeIntervalSeconds * 1000)),
      t(
        'How often a server is scraped once it has answered. Until then, it is tried once a minute.',
      ),
    ),
  ];
}

/** Rows beside the sources have icons too, so all labels line up. */
function withIcon(name: string, ...row: Parameters<typeof valueRow>): TargetRow {
  return { ...valueRow(...row), icon: { name, color: null } };
}

function restartsRow({ restarts, now }: TargetFacts, locale: string, t: Localize): TargetRow {
  const { count, last } = restarts;
  const value =
    last === null
      ? t('none')
      : t(
          '{0} in 24 h · last {1}',
          numberFormat(locale).count(count),
          timeFormat(locale).moment(last, now / 1000),
        );
  return withIcon(
    'refresh',
    'restarts',
    t('Server restarts'),
    value,
    t(
      'A restarted server counts from 0 again. Its counts are added to those already stored, so no request is lost or counted twice.',
    ),
  );
}
