import type { ProcessIdentity } from './accountState';

/** Around a scrape: what else tells whether a server was restarted. */
export interface IdentityEvidence {
  /** Milliseconds since the last good scrape. */
  readonly silence: number;
  /** More than one and a half intervals passed without a good scrape. */
  readonly gap: boolean;
  /** An id of the log's ring as last read is still in it. */
  readonly knownLogId: boolean;
  /** Some counter is lower than at the last good scrape. */
  readonly lowerCounter: boolean;
}

/**
 * Whether a scrape was answered by the same run of the server as the last good one, by the strongest sign
 * that both have: process start, the dashboard's start, uptime, and only where none exists a lower counter
 * (design, collection, section 3, rule 1). In doubt it is the same.
 */
export function isSameProcess(
  before: ProcessIdentity,
  now: ProcessIdentity,
  evidence: IdentityEvidence,
): boolean {
  if (before.processStart !== null && now.processStart !== null) {
    return before.processStart === now.processStart;
  }
  if (before.dashboardStart !== null && now.dashboardStart !== null) {
    return before.dashboardStart === now.dashboardStart;
  }
  if (before.uptime !== null && now.uptime !== null) {
    if (now.uptime < before.uptime) return false;
    const startedInGap = evidence.gap && now.uptime * 1000 < evidence.silence;
    return !(startedInGap && !evidence.knownLogId);
  }
  return !evidence.lowerCounter;
}

/** How old an uptime may be, ms: MockForge updates it that often. */
const uptimeAgeMs = 15_000;

/** When the process started at the earliest, unix ms on the server's clock; null where nothing says. */
export function startOf(identity: ProcessIdentity, now: number): number | null {
  if (identity.processStart !== null) return identity.processStart * 1000;
  if (identity.dashboardStart !== null) return identity.dashboardStart;
  return identity.uptime === null ? null : now - identity.uptime * 1000 - uptimeAgeMs;
}
