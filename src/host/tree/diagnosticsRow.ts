import { formatBytes, formatCount, formatDuration } from '../../domain/format';
import type { CollectingDiagnostics, DataDiagnostics } from '../../protocol/collectingStatus';
import type { Localize } from '../localize';
import { valueRow, type TargetRow } from './targetRow';

type Key = Exclude<keyof CollectingDiagnostics, 'lastUnreadable'>;

/** What collecting noticed about the data and what the last good scrape cost. None of it changes a number silently. */
export function diagnosticsRow(
  diagnostics: CollectingDiagnostics | undefined,
  locale: string,
  t: Localize,
): TargetRow {
  const label = t('Collector diagnostics');
  const children = diagnostics ? valueRows(diagnostics, locale, t) : [];
  const row = valueRow(
    'diagnostics',
    label,
    summaryOf(diagnostics, locale, t),
    t(
      'What was wrong with the data since collecting from this server began, and what the last good scrape cost. Each count is told here and, when it rises, in the log: none of it changes a number silently.',
    ),
  );
  return { ...row, icon: { name: 'info', color: null }, children };
}

const dataCounts: readonly Exclude<keyof DataDiagnostics, 'lastUnreadable'>[] = [
  'droppedSamples',
  'seriesAnomalies',
  'lateRows',
  'lateFaults',
  'clockSteps',
  'otherEndpoints',
  'countedFromLog',
  'unequalHistograms',
  'repeatedSamples',
  'brokenHistograms',
  'otherServers',
  'unreadableEntries',
];

function summaryOf(
  diagnostics: CollectingDiagnostics | undefined,
  locale: string,
  t: Localize,
): string {
  if (!diagnostics) return t('no good scrape yet');
  const noticed = dataCounts.reduce((sum, name) => sum + diagnostics[name], 0);
  return noticed === 0 ? t('nothing noticed') : t('{0} noticed', formatCount(noticed, locale));
}

function valueRows(diagnostics: CollectingDiagnostics, locale: string, t: Localize): TargetRow[] {
  const count = (value: number): string => formatCount(value, locale);
  const time = (value: number): string => formatDuration(value, locale);
  const size = (value: number): string => formatBytes(value, locale);
  const rows: readonly (readonly [Key, string, (value: number) => string, string])[] = [
    [
      'droppedSamples',
      t('Dropped samples'),
      count,
      t(
        'Samples that were NaN, infinite or negative, which no counter can be. They were left out, and no number was put in their place; the next good sample counts all that came since the last good one.',
      ),
    ],
    [
      'seriesAnomalies',
      t('Series anomalies'),
      count,
      t(
        'Series that fell or went missing while their server ran on. Each is measured against the most that it ever said, so that no number counts twice when it comes back.',
      ),
    ],
    [
      'lateRows',
      t('Late log rows'),
      count,
      t(
        'Requests that the log tells of and no counter accounts for. They are added to no number: the counters decide how many requests there were.',
      ),
    ],
    [
      'lateFaults',
      t('Late faults'),
      count,
      t(
        'Injected faults for which no failed request was found in time. They are added to no number; the failed requests stay counted, without an endpoint.',
      ),
    ],
    [
      'clockSteps',
      t('Clock steps'),
      count,
      t(
        "Times that this machine's clock was set back. Requests counted across such a step stand in the minute that it was then; an event in the database marks it.",
      ),
    ],
    [
      'otherEndpoints',
      t('Requests at other endpoints'),
      count,
      t(
        'Requests whose endpoint is shown as (other): at most 2000 names that are no route templates keep their own. No number changes: they are counted like all others.',
      ),
    ],
    [
      'countedFromLog',
      t('Counted from the log'),
      count,
      t(
        'Requests that the log alone tells of, as this MockForge counts none or has no metrics. Their number is that of the log, which lacks GraphQL, injected faults and what came too quickly.',
      ),
    ],
    [
      'unequalHistograms',
      t('Unequal histograms'),
      count,
      t(
        'Latency histograms whose buckets held another number of requests than they said there were. The buckets are what is shown; requests are counted by counters of their own.',
      ),
    ],
    [
      'repeatedSamples',
      t('Repeated samples'),
      count,
      t(
        'Samples whose series stood in the same answer before. No number counts twice: each series counts as it stood first.',
      ),
    ],
    [
      'brokenHistograms',
      t('Broken histograms'),
      count,
      t(
        'Latency histograms that lacked their sum or their +Inf bucket, or whose buckets did not ascend. They change no number of requests, and no quantile is read from them; the next whole one tells all that came since the last.',
      ),
    ],
    [
      'otherServers',
      t('Other servers'),
      count,
      t(
        'Servers that answered at this address in the place of another, though they had started before it last answered. What they had counted until then is added to no number; what they count from then on is.',
      ),
    ],
    ['unreadableEntries', t('Unreadable entries'), count, unreadableText(diagnostics, t)],
    [
      'bodyBytes',
      t('Body size'),
      size,
      t(
        'Size of the metrics at the last good scrape. It grows with each path that the server has seen; a body that is too large fails the scrape, with a message, and changes no number.',
      ),
    ],
    [
      'scrapeMs',
      t('Scrape time'),
      time,
      t(
        'From asking for the metrics until they were read, at the last good scrape. A slow scrape makes numbers late, not wrong.',
      ),
    ],
    [
      'commitMs',
      t('Commit time'),
      time,
      t(
        'From there until the database had taken them. A slow commit makes numbers late, not wrong; what was not committed is counted again by the next scrape.',
      ),
    ],
  ];
  return rows.map(([key, label, text, sentence]) =>
    valueRow(`diagnostics ${key}`, label, text(diagnostics[key]), sentence),
  );
}

function unreadableText({ lastUnreadable }: DataDiagnostics, t: Localize): string {
  const text = t(
    'Entries of the request log, the routes, the recorder or the mailbox that could not be read. Each was left out, and the others were used. No number of requests changes: they stay counted, without the endpoint that such a row would have named.',
  );
  return lastUnreadable === null ? text : `${text} ${t('The last one was {0}.', lastUnreadable)}`;
}
