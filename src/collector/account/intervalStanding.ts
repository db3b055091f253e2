import type { AccountState, OpenInterval } from './accountState';

/** Ticks after its first log read for which an interval still waits for late rows. */
const ticksOpen = 2;
/** An interval that no log read ever followed is given up after this long, as one is that lies so far ahead again. */
const longestOpenMs = 600_000;

/** What faults may claim of an interval's failed requests. */
export interface IntervalStanding {
  /** The log had its chance to name them: a fault must not take a logged failure's place. */
  readonly isReady: (interval: OpenInterval) => boolean;
  /** No fault that is counted later can have ended one of them, or none is waited for. */
  readonly isDue: (interval: OpenInterval) => boolean;
}

/** How intervals stand at a scrape at `at` (unix ms): a fault is counted by the one after its request's at the latest. */
export function standingAt({ ring }: Pick<AccountState, 'ring'>, at: number): IntervalStanding {
  const hasLog = ring.ids.length > 0 || ring.epoch > 0;
  const isReady = ({ logReads }: OpenInterval): boolean => logReads >= 0 || !hasLog;
  const isDue = (interval: OpenInterval): boolean =>
    (interval.to !== at && isReady(interval)) || isOver(interval, at);
  return { isReady, isDue };
}

/** How they stand when their process has ended, which counts no more. */
export const standingAtEnd: IntervalStanding = { isReady: () => true, isDue: () => true };

/** Whether late rows of an interval are waited for no longer. */
export function isOver({ logReads, to }: OpenInterval, at: number): boolean {
  return logReads >= ticksOpen || Math.abs(at - to) > longestOpenMs;
}
