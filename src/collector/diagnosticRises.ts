import type { UnreadableReason } from '../domain/unreadableEntry';
import type { DataDiagnostics } from '../protocol/collectingStatus';

/** By how much counts rose; only those that did. */
export interface DiagnosticRises {
  readonly counts: readonly (readonly [count: DiagnosticCount, rise: number])[];
  /** Set where unreadable entries are among them. */
  readonly lastUnreadable: UnreadableReason | null;
}

/** In the order in which they are reported. */
const diagnosticCounts = [
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
] as const satisfies readonly (keyof DataDiagnostics)[];

export type DiagnosticCount = (typeof diagnosticCounts)[number];

/** The counts that rose from `before` to `after`; null where none did. */
export function diagnosticRises(
  before: DataDiagnostics,
  after: DataDiagnostics,
): DiagnosticRises | null {
  const counts = diagnosticCounts
    .map((count) => [count, after[count] - before[count]] as const)
    .filter(([, rise]) => rise > 0);
  if (counts.length === 0) return null;
  const isEntryLeftOut = counts.some(([count]) => count === 'unreadableEntries');
  return { counts, lastUnreadable: isEntryLeftOut ? after.lastUnreadable : null };
}
