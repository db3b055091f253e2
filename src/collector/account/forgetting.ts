import { minuteOf, toSeconds } from '../../domain/time';
import type { AccountState } from './accountState';
import { beginBalance } from './runBalance';

/**
 * What was collected before a moment (unix seconds) is deleted: a state that goes on writes none of it again. Nothing
 * that it still adds up may be older.
 */
export function forgetBefore(state: AccountState, before: number): void {
  const { coverage } = state;
  if (coverage && coverage.from < before) state.coverage = { ...coverage, from: before };
}

/**
 * Everything that was collected is deleted, as of `at` (unix ms). What its sources have told stays known, so that none of
 * it is counted again: the counters, and the rows of the log.
 */
export function forgetAll(state: AccountState, at: number): void {
  const minute = minuteOf(at);
  state.coverage = null;
  state.ledger.minutes = [];
  state.ledger.floor = Math.max(state.ledger.floor, minute);
  state.intervals = [];
  // Those that no scrape can have counted yet are still to be counted.
  const countedUntil = state.lastScrapeAt ?? at;
  state.waiting = state.waiting.filter(({ finishedAt }) => finishedAt >= countedUntil);
  state.unexplained = [];
  state.faults.waiting = [];
  state.faults.untold.length = 0;
  state.byPath.waiting = [];
  state.errorQuota = { minute: toSeconds(at), stored: 0 };
  state.balance = state.process && beginBalance(state, minute, state.counters);
}
