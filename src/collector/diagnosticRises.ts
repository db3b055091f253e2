import type { DataDiagnostics } from '../protocol/collectingStatus';

type Count = Exclude<keyof DataDiagnostics, 'lastUnreadable'>;

const meanings: Readonly<Record<Count, string>> = {
  droppedSamples: 'samples dropped, being no number that a counter can have',
  seriesAnomalies: 'series that fell or went missing',
  lateRows: 'log rows that no counter accounts for',
  lateFaults: 'injected faults that no counter accounts for',
  clockSteps: 'steps back of the clock',
  otherEndpoints: 'requests shown as (other), since too many endpoints have a name of their own',
  countedFromLog: 'requests counted from the log, since no counter moves',
  unequalHistograms: 'histograms whose buckets and count differ',
  repeatedSamples: 'samples left out, since their series stood in the body before',
  brokenHistograms: 'histograms left out, since buckets or the sum are missing or wrong',
  otherServers: 'another server answers at this address, whose counters are a baseline',
  unreadableEntries: 'entries left out, since they cannot be read',
};

/** One line on the counts that rose from `before` to `after`; null where none did. */
export function diagnosticRises(before: DataDiagnostics, after: DataDiagnostics): string | null {
  const rises = (Object.keys(meanings) as Count[])
    .map((name) => ({ name, rise: after[name] - before[name], meaning: meanings[name] }))
    .filter(({ rise }) => rise > 0)
    .map(({ name, rise, meaning }) => `${meaning}: ${rise}${exampleOf(name, after)}`);
  return rises.length === 0 ? null : `Noticed at this scrape: ${rises.join('; ')}.`;
}

function exampleOf(name: Count, { lastUnreadable }: DataDiagnostics): string {
  return name === 'unreadableEntries' && lastUnreadable !== null ? ` (${lastUnreadable})` : '';
}
