import { joined, numberFormat } from '../../domain/numberFormat';
import type { CollectingDiagnostics, DataDiagnostics } from '../../protocol/collectingStatus';
import type { Localize } from '../../sentences/localize';
import { unreadableText } from '../../sentences/unreadableText';
import { valueRow, type TargetRow } from './targetRow';

type Key = Exclude<keyof CollectingDiagnostics, 'lastUnreadable'>;

/** What collecting noticed about the data and what the last good scrape cost. None of it changes a number silently. */
export function diagnosticsRow(
  diagnostics: CollectingDiagnostics | undefined,
  locale: string,
  t: Localize,
): TargetRow {
  const label = t('Data quality');
  const children = diagnostics ? valueRows(diagnostics, locale, t) : [];
  const row = valueRow(
    'diagnostics',
    label,
    summaryOf(diagnostics, locale, t),
    t(
      "What collecting has found wrong with this server's data, and what the last successful scrape cost. The log reports each count when it rises. Nothing here changes a number silently.",
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
  if (!diagnostics) return t('no successful scrape yet');
  const noticed = dataCounts.reduce((sum, name) => sum + diagnostics[name], 0);
  if (noticed === 0) return t('no notes');
  return noticed === 1 ? t('1 note') : t('{0} notes', numberFormat(locale).count(noticed));
}

function valueRows(diagnostics: CollectingDiagnostics, locale: string, t: Localize): TargetRow[] {
  const numbers = numberFormat(locale);
  const { count } = numbers;
  const time = (value: number): string => joined(numbers.wholeMilliseconds(value));
  const size = (value: number): string => joined(numbers.bytes(value));
  const rows: readonly (readonly [Key, string, (value: number) => string, string])[] = [
    [
      'droppedSamples',
      t('Dropped samples'),
      count,
      t(
        'Samples that were NaN, infinite or negative, which no counter can be. They were ignored. The next good sample counts everything since the last good one.',
      ),
    ],
    [
      'seriesAnomalies',
      t('Series anomalies'),
      count,
      t(
        'Series that fell or went missing although their server kept running. Each is compared with its highest value so far, so nothing counts twice when it returns.',
      ),
    ],
    [
      'lateRows',
      t('Late log rows'),
      count,
      t('Log rows with no matching counter. They are not counted: the counters are authoritative.'),
    ],
    [
      'lateFaults',
      t('Late faults'),
      count,
      t(
        'Injected faults for which no failed request was found in time. They are not counted. The failed requests still are, without an endpoint.',
      ),
    ],
    [
      'clockSteps',
      t('Clock set back'),
      count,
      t(
        "Times this machine's clock was set back. Affected requests count in the minute it showed then.",
      ),
    ],
    [
      'otherEndpoints',
      t('Requests at other endpoints'),
      count,
      t(
        'Requests whose endpoint is shown as (other), because at most 2000 paths that match no route keep their own name. They are counted like all others.',
      ),
    ],
    [
      'countedFromLog',
      t('Counted from the log'),
      count,
      t(
        'Requests known from the log alone, because this MockForge counts none or has no metrics. The log lacks GraphQL requests, injected faults and requests that came too fast for it.',
      ),
    ],
    [
      'unequalHistograms',
      t('Unequal histograms'),
      count,
      t(
        'Latency histograms whose buckets and count disagree. The latency shown comes from the buckets. Requests have counters of their own.',
      ),
    ],
    [
      'repeatedSamples',
      t('Repeated samples'),
      count,
      t('Samples whose series appeared twice in one scrape. Only the first one counts.'),
    ],
    [
      'brokenHistograms',
      t('Broken histograms'),
      count,
      t(
        'Latency histograms that lacked their sum or +Inf bucket, or whose buckets decreased. They were ignored, and no request count changes. The next complete one covers everything since the last.',
      ),
    ],
    [
      'otherServers',
      t('Other servers'),
      count,
      t(
        'Times a different server answered at this address that had been running all along. What it had counted before is left out. What it counts from then on is included.',
      ),
    ],
    ['unreadableEntries', t('Unreadable entries'), count, unreadableEntriesText(diagnostics, t)],
    [
      'bodyBytes',
      t('Body size'),
      size,
      t(
        'Size of the metrics at the last successful scrape. It grows with every path the server has seen. If it grows too large, the scrape fails with a message and changes no number.',
      ),
    ],
    [
      'scrapeMs',
      t('Scrape time'),
      time,
      t(
        'How long the last successful scrape took to fetch and read the metrics. A slow scrape makes numbers late, not wrong.',
      ),
    ],
    [
      'commitMs',
      t('Commit time'),
      time,
      t(
        'How long it then took to store them. A slow commit makes numbers late, not wrong. The next scrape counts whatever was not committed.',
      ),
    ],
  ];
  return rows.map(([key, label, text, sentence]) =>
    valueRow(`diagnostics ${key}`, label, text(diagnostics[key]), sentence),
  );
}

function unreadableEntriesText({ lastUnreadable }: DataDiagnostics, t: Localize): string {
  const text = t(
    'Entries of the request log, routes, recorder or mailbox that could not be read. Each was left out. Its request is still counted, without an endpoint.',
  );
  return lastUnreadable === null
    ? text
    : `${text} ${t('The last one was {0}.', unreadableText(lastUnreadable, t))}`;
}
