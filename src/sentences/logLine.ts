import type { CollectorEvent, CollectorEvents } from '../collector/collectorEvent';
import type { DiagnosticCount, DiagnosticRises } from '../collector/diagnosticRises';
import { joined, numberFormat } from '../domain/numberFormat';
import { failureLine } from './failureText';
import { english } from './localize';
import type { Wording } from './localize';
import { worded } from './localize';
import { retentionText } from './retentionText';
import { storeText } from './storeText';
import { unreadableText } from './unreadableText';

/** An event as a line of a log. Logs go into reports to developers, so they are English everywhere. */
export function logLine(event: CollectorEvent): string {
  return worded(lines, event, english);
}

const lines: Wording<CollectorEvents> = {
  collecting: ({ metricsUrl }) => `Collecting from ${metricsUrl}.`,
  log_alone: ({ failure }) =>
    `Collecting from the request log alone. ${failureLine(failure, english)}`,
  source_read: ({ source }) =>
    source === 'request_log' ? 'The request log is read.' : 'The recorder is read.',
  source_failed: ({ failure }) => failureLine(failure, english),
  live_log_connected: () => 'The live request log is connected.',
  other_collects: ({ process, host }) =>
    `Another window is collecting from this server: process ${process} on ${host}.`,
  store_answers: () => 'The store answers again.',
  other_ended: () => 'The window that was collecting from this server has ended.',
  slow_scrape: ({ scrapeMs, intervalSeconds }) =>
    `A scrape took ${scrapeMs / 1000} s, so there is one every ${intervalSeconds} s from now on.`,
  diagnostics: ({ rises }) => risesText(rises),
  deleted: ({ rows }) => `Deleted ${rows} expired rows.`,
  deleting_failed: ({ error }) => `Deleting what has expired failed: ${storeText(error, english)}`,
  space_returned: ({ bytes }) =>
    `Returned ${joined(numberFormat('en').bytes(bytes))} of the database to the disk.`,
  returning_failed: ({ error }) =>
    `Returning free space to the disk failed: ${storeText(error, english)}`,
  retention_notice: ({ notice }) => retentionText(notice, english),
};

const meanings: Readonly<Record<DiagnosticCount, string>> = {
  droppedSamples: 'samples that no counter can be, ignored',
  seriesAnomalies: 'series that fell or went missing',
  lateRows: 'log rows with no matching counter',
  lateFaults: 'injected faults with no matching request',
  clockSteps: 'times the clock was set back',
  otherEndpoints: 'requests shown as (other), because too many paths match no route',
  countedFromLog: 'requests counted from the log, because no counter moves',
  unequalHistograms: 'histograms whose buckets and count disagree',
  repeatedSamples: 'repeated samples, ignored',
  brokenHistograms: 'broken histograms, ignored',
  otherServers: 'different servers at this address, whose counts so far are left out',
  unreadableEntries: 'unreadable entries, left out',
};

function risesText({ counts, lastUnreadable }: DiagnosticRises): string {
  const rises = counts.map(([count, rise]) => {
    const isTold = count === 'unreadableEntries' && lastUnreadable !== null;
    return `${meanings[count]}: ${rise}${isTold ? ` (${unreadableText(lastUnreadable, english)})` : ''}`;
  });
  return `In this scrape: ${rises.join('; ')}.`;
}
