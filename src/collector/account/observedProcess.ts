import type { AccountState, ServerProcess } from './accountState';
import { hasFallen, isCountedAnew } from './counterDeltas';
import { continuityOf, startOf } from './processIdentity';
import type { Continuity } from './processIdentity';
import type { ScrapeObservation } from './scrapeObservation';

type Known = Pick<
  AccountState,
  | 'process'
  | 'lastScrapeAt'
  | 'counters'
  | 'latency'
  | 'fallenCounters'
  | 'fallenLatency'
  | 'ring'
  | 'ringAtScrape'
>;

/** What a scrape tells of who answered it. */
export type ScrapedProcess = Pick<
  ScrapeObservation,
  'at' | 'reading' | 'dashboardStart' | 'clockOffset' | 'logRead'
>;

/** Who answered a scrape: the run that we know, or another with the next ordinal. */
export interface ObservedProcess {
  readonly process: ServerProcess;
  /** Null at first contact. */
  readonly continuity: Continuity | null;
}

export function observedProcess(
  known: Known,
  { at, reading, dashboardStart, clockOffset, logRead }: ScrapedProcess,
  knownLogId: boolean,
): ObservedProcess {
  const before = known.process;
  const { processStart, uptime } = reading;
  const identity = { processStart, dashboardStart, uptime };
  if (before) {
    const lastScrapeAt = known.lastScrapeAt ?? at;
    const silence = at - lastScrapeAt;
    const continuity = continuityOf(before.identity, identity, {
      lastScrapeAt: lastScrapeAt + clockOffset,
      silence,
      ring: ringSince(known, logRead && knownLogId),
      fell: hasFallen(known, reading),
      countedAnew: isCountedAnew(known, reading),
    });
    if (continuity === 'same') {
      // What is not said this time is as it was.
      const told = Object.entries(identity).filter(([, value]) => value !== null);
      const process = { ...before, identity: { ...before.identity, ...Object.fromEntries(told) } };
      return { process, continuity };
    }
    return { process: newProcess(before.ordinal + 1), continuity };
  }
  return { process: newProcess(1), continuity: null };

  function newProcess(ordinal: number): ServerProcess {
    const start = startOf(identity, at + clockOffset);
    const startedAt = start === null ? null : Math.min(at, start - clockOffset);
    return { ordinal, startedAt, identity };
  }
}

/** What became since the last good scrape of the rows that the log's ring held. */
function ringSince(
  { ring, ringAtScrape }: Known,
  knownLogId: boolean,
): 'kept' | 'emptied' | 'unknown' {
  if (ring.epoch > ringAtScrape.epoch) return 'emptied';
  const isKept = ringAtScrape.held && knownLogId && ring.turns === ringAtScrape.turns;
  return isKept ? 'kept' : 'unknown';
}
