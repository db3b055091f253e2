import type { ProcessIdentity } from './accountState';

/**
 * How the run of the server that answered a scrape stands to that of the last good one: the same, one that has
 * begun since, or another that was there already.
 */
export type Continuity = 'same' | 'restarted' | 'other';

/** Around a scrape: what else tells whether a server was restarted. */
export interface IdentityEvidence {
  /** When the last good scrape was, unix ms on the server's clock, and how long ago, ms; less than 0 where ours was set back. */
  readonly lastScrapeAt: number;
  readonly silence: number;
  /** What became of the rows that the log's ring held then: some are still there, or it was emptied; else unknown. */
  readonly ring: 'kept' | 'emptied' | 'unknown';
  /** Some series is lower than it was; all that had counted are lower or gone. */
  readonly fell: boolean;
  readonly countedAnew: boolean;
}

/** How far two statements of one moment may differ, ms: starts are given in whole seconds, and clocks are set. */
const slackMs = 2000;
/** How old an uptime may be, ms: MockForge updates it that often. */
const uptimeAgeMs = 15_000;

/**
 * Who answered a scrape, by the strongest sign that this answer and the last good one both have: process start, the
 * dashboard's start, uptime, and only where none exists the counters (docs/collection.md#process-identity). A new run
 * must have begun after the last good scrape; any other start is that of the same run, stated a little differently, or
 * of another server. In doubt nothing is counted twice.
 */
export function continuityOf(
  before: ProcessIdentity,
  now: ProcessIdentity,
  evidence: IdentityEvidence,
): Continuity {
  for (const startOfRun of [processStartOf, dashboardStartOf]) {
    const [was, is] = [startOfRun(before), startOfRun(now)];
    if (was !== null && is !== null) return byStart(was, is, now.uptime, evidence);
  }
  if (before.uptime !== null && now.uptime !== null) {
    return byUptime(before.uptime * 1000, now.uptime * 1000, evidence);
  }
  return evidence.countedAnew ? 'restarted' : 'same';
}

/** `was` and `is` are starts, unix ms on the server's clock. */
function byStart(
  was: number,
  is: number,
  uptime: number | null,
  { lastScrapeAt, silence, ring, fell }: IdentityEvidence,
): Continuity {
  const begunSince = is >= lastScrapeAt - slackMs;
  if (Math.abs(is - was) <= slackMs) {
    return begunSince && isAnew(fell, ring) ? 'restarted' : 'same';
  }
  if (!begunSince) return 'other';
  // The server's clock may have been set forward: then nothing fell, and its uptime or its log goes on.
  const ranOn = (uptime !== null && uptime * 1000 > silence + slackMs) || ring === 'kept';
  return ranOn && !fell ? 'other' : 'restarted';
}

/** `was` and `is` are uptimes, ms. */
function byUptime(was: number, is: number, { silence, ring, fell }: IdentityEvidence): Continuity {
  const begunSince = is <= silence + slackMs;
  if (is < was - slackMs) return begunSince ? 'restarted' : 'other';
  if (begunSince && isAnew(fell, ring)) return 'restarted';
  const ranFasterThanTime = silence >= 0 && is - was > silence + uptimeAgeMs + slackMs;
  return ranFasterThanTime && ring !== 'kept' ? 'other' : 'same';
}

/**
 * Whether a run that tells the same start, or nearly so, must be another: it counts or logs anew. Counters alone would not
 * do where a script asks the same of each run.
 */
function isAnew(fell: boolean, ring: IdentityEvidence['ring']): boolean {
  return ring === 'emptied' || (fell && ring !== 'kept');
}

/** Whether nothing that two identities say speaks against their being of one run. */
export function mayBeSameRun(before: ProcessIdentity, now: ProcessIdentity): boolean {
  if (isSameRun(before, now)) return true;
  const toldBoth = (startOfRun: (identity: ProcessIdentity) => number | null): boolean =>
    startOfRun(before) !== null && startOfRun(now) !== null;
  if (toldBoth(processStartOf) || toldBoth(dashboardStartOf)) return false;
  return before.uptime === null || now.uptime === null || now.uptime >= before.uptime;
}

/** Whether two identities name the same run, which may be told a little differently. */
export function isSameRun(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return [processStartOf, dashboardStartOf].some((startOfRun) => {
    const [a, b] = [startOfRun(one), startOfRun(other)];
    return a !== null && b !== null && Math.abs(a - b) <= slackMs;
  });
}

/** When the process started at the earliest, unix ms on the server's clock; null where nothing says. */
export function startOf(identity: ProcessIdentity, now: number): number | null {
  const told = processStartOf(identity) ?? dashboardStartOf(identity);
  if (told !== null) return told;
  return identity.uptime === null ? null : now - identity.uptime * 1000 - uptimeAgeMs;
}

function processStartOf({ processStart }: ProcessIdentity): number | null {
  return processStart === null ? null : processStart * 1000;
}

function dashboardStartOf({ dashboardStart }: ProcessIdentity): number | null {
  return dashboardStart;
}
