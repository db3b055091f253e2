import type { AccountState, WaitingRow } from './accountState';
import type { RequestAccumulator } from './requestAccumulator';
import { addTo } from './runBalance';
import type { Timeline } from './timeline';

/** How far the server's clock may be from ours without our noticing, ms. */
const clockSlackMs = 2000;

/**
 * Log rows that no counter will ever cover count on their own: before the first counter, at a
 * process's end, and on a server that counts nothing (docs/collection.md#rows-without-a-counter).
 */
export class UncountedRows {
  readonly #state: AccountState;
  readonly #requests: RequestAccumulator;
  readonly #timeline: Timeline;

  constructor(state: AccountState, requests: RequestAccumulator, timeline: Timeline) {
    this.#state = state;
    this.#requests = requests;
    this.#timeline = timeline;
  }

  /** Rows that are not late ones: the last good scrape has counted those. None belongs after `latest` (unix ms). */
  count(rows: readonly WaitingRow[], latest: number): void {
    const since = (this.#state.lastScrapeAt ?? -Infinity) - clockSlackMs;
    const alone = rows.filter((row) => row.finishedAt >= since);
    this.#state.diagnostics.lateRows += rows.length - alone.length;
    this.#enter(alone, latest);
  }

  /**
   * What waits and came before `at` (unix ms) has no counter to claim from; what it spans is known from the log.
   * @returns how many these were
   */
  countPast(at: number): number {
    const past = this.#state.waiting.filter((row) => isPast(row, at));
    this.#state.waiting = this.#state.waiting.filter((row) => !isPast(row, at));
    this.count(past, at);
    if (past.length > 0) this.#timeline.cover(oldestOf(past, at), at, 'log only');
    return past.length;
  }

  /**
   * Older servers export counters that stay zero while their log grows. A row that has waited for a scrape, and was
   * logged before this one began at `at` (unix ms), has no counter on its way. Where a scrape was long followed up the
   * row of a request may be there that the next one has not counted yet.
   */
  countWithoutCounters(at: number): void {
    const { waiting, diagnostics } = this.#state;
    const isAlone = (row: WaitingRow): boolean => row.waits > 0 && isPast(row, at);
    const alone = waiting.filter(isAlone);
    this.#enter(alone, at);
    diagnostics.countedFromLog += alone.length;
    this.#state.waiting = waiting.filter((row) => !isAlone(row));
  }

  /** The server has no metrics at all: the log, read at `at` (unix ms), is all that is known. */
  countWithoutMetrics(at: number, turnedOver: boolean): void {
    const { waiting, diagnostics } = this.#state;
    const known = this.#timeline.coveredUntil;
    const oldest = oldestOf(waiting, at);
    const begin = known === null || turnedOver ? oldest : known;
    if (known === null) {
      const detail = { requestsBefore: null, rowsFromLog: waiting.length };
      this.#timeline.event('first_contact', at, at, detail);
    } else if (begin > known) {
      this.#timeline.event('gap', known, begin, { spread: false, requests: null });
    }
    this.#timeline.cover(begin, at, 'log only');
    this.#enter(waiting, at);
    diagnostics.countedFromLog += waiting.length;
    this.#state.waiting = [];
  }

  #enter(rows: readonly WaitingRow[], latest: number): void {
    const { balance } = this.#state;
    if (balance) for (const { key } of rows) addTo(balance.alone, key, 1);
    this.#requests.addUncounted(rows, latest);
  }
}

/** Whether a row belongs before a moment, unix ms: a scrape that began then can have counted it. */
export function isPast({ finishedAt, ahead }: WaitingRow, at: number): boolean {
  return finishedAt <= at || ahead === true;
}

function oldestOf(rows: readonly WaitingRow[], at: number): number {
  return rows.reduce((oldest, row) => Math.min(oldest, row.finishedAt), at);
}
