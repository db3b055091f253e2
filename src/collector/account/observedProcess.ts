import type { AccountState, ServerProcess } from './accountState';
import { movementSince } from './counterDeltas';
import { isSameProcess, startOf } from './processIdentity';
import type { ScrapeObservation } from './scrapeObservation';

type Known = Pick<AccountState, 'process' | 'lastScrapeAt' | 'counters' | 'latency'>;

/** The process that answered a scrape: the one we know, or another with the next ordinal. */
export function observedProcess(
  known: Known,
  { at, reading, dashboardStart, clockOffset }: ScrapeObservation,
  signs: { readonly knownLogId: boolean; readonly isGap: (silence: number) => boolean },
): ServerProcess {
  const before = known.process;
  const { processStart, uptime } = reading;
  const identity = { processStart, dashboardStart, uptime };
  if (before) {
    const silence = at - (known.lastScrapeAt ?? at);
    const same = isSameProcess(before.identity, identity, {
      silence,
      gap: signs.isGap(silence),
      knownLogId: signs.knownLogId,
      lowerCounter: movementSince(known, reading).anomalies > 0,
    });
    if (same) return { ...before, identity };
  }
  const start = startOf(identity, at + clockOffset);
  const startedAt = start === null ? null : Math.min(at, start - clockOffset);
  return { ordinal: (before?.ordinal ?? 0) + 1, startedAt, identity };
}

/**
 * Where the interval that a scrape ends begins, unix ms; null when there is no baseline to count from (rules
 * 2 and 6): at first contact with a process that is older than our last look at the target.
 */
export function countingFrom(
  known: Known,
  { at, lastLookAt }: ScrapeObservation,
  { ordinal, startedAt }: ServerProcess,
): number | null {
  const { process: before, lastScrapeAt } = known;
  if (before === null) {
    const younger = lastLookAt !== null && startedAt !== null && startedAt >= lastLookAt;
    return younger ? startedAt : null;
  }
  if (before.ordinal === ordinal) return lastScrapeAt;
  return Math.min(at, Math.max(startedAt ?? 0, lastScrapeAt ?? 0));
}
