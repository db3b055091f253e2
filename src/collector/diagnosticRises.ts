import type { DataDiagnostics } from '../protocol/collectingStatus';

type Count = Exclude<keyof DataDiagnostics, 'lastUnreadable'>;

const meanings: Readonly<Record<Count, string>> = {
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

/** One line on the counts that rose from `before` to `after`; null where none did. */
export function diagnosticRises(before: DataDiagnostics, after: DataDiagnostics): string | null {
  const rises = (Object.keys(meanings) as Count[])
    .map((name) => ({ name, rise: after[name] - before[name], meaning: meanings[name] }))
    .filter(({ rise }) => rise > 0)
    .map(({ name, rise, meaning }) => `${meaning}: ${rise}${exampleOf(name, after)}`);
  return rises.length === 0 ? null : `In this scrape: ${rises.join('; ')}.`;
}

function exampleOf(name: Count, { lastUnreadable }: DataDiagnostics): string {
  return name === 'unreadableEntries' && lastUnreadable !== null ? ` (${lastUnreadable})` : '';
}
