import { sumOf } from '../../domain/sum';
import { dayMs, minuteOf } from '../../domain/time';
import type { AccountState, ServerProcess, WaitingRow } from './accountState';
import { baselineOfSeries } from './baselineByKey';
import { beginByPath, restartByPath } from './byPath';
import { baselineAgain, noBaseline } from './counterDeltas';
import type { Entries } from './entries';
import type { FaultBook } from './faultBook';
import { beginInjectedDelay, restartInjectedDelay } from './injectedDelay';
import type { LogIntake } from './logIntake';
import type { LoneRows } from './loneRows';
import { observedProcess } from './observedProcess';
import type { OwnRequests } from './ownRequests';
import { beginBalance } from './runBalance';
import type { ScrapeObservation } from './scrapeObservation';
import { setAside, takeBack } from './setAside';
import type { Timeline } from './timeline';
import { isWholeAccount } from './wholeLog';

/** The run of the server that a scrape belongs to. */
export interface CurrentRun {
  readonly process: ServerProcess;
  /** Where the interval that the scrape ends begins, unix ms; null where it is only a baseline. */
  readonly from: number | null;
  /** Whether counters of this target were never read before. */
  readonly isFirst: boolean;
}

/** What the books of a server's run consist of, and how rows claim what it counted. */
export interface RunBooks {
  readonly log: LogIntake;
  readonly entries: Entries;
  readonly timeline: Timeline;
  readonly faults: FaultBook;
  readonly own: OwnRequests;
  readonly lone: LoneRows;
  /** Returns the rows that found nothing. */
  readonly claim: (rows: readonly WaitingRow[]) => readonly WaitingRow[];
  /** Matches what faults there are with what was counted, and is done with the rest. */
  readonly endFaults: () => void;
}

/** Tells by a scrape which run of the server answered, and begins, ends and changes the books of runs. */
export class ServerRuns {
  readonly #state: AccountState;
  readonly #books: RunBooks;

  constructor(state: AccountState, books: RunBooks) {
    this.#state = state;
    this.#books = books;
  }

  /** The run that answered; its books are the state's from now on. */
  observe(observation: ScrapeObservation): CurrentRun {
    const state = this.#state;
    const { log } = this.#books;
    const { baselineByKey } = state;
    if (baselineByKey) {
      Object.assign(state, baselineOfSeries(baselineByKey, observation.reading));
      state.baselineByKey = null;
    }
    const { process, continuity } = observedProcess(state, observation, log.knownId);
    const { at } = observation;
    switch (continuity) {
      case 'same':
        state.balance ??= beginBalance(state, minuteOf(state.lastScrapeAt ?? at), state.counters);
        return { process, from: state.lastScrapeAt, isFirst: false };
      case null: {
        const from = this.#countableFrom(observation, process);
        if (from !== null) this.#begin(from);
        return { process, from, isFirst: true };
      }
      case 'restarted': {
        const startedAt = process.startedAt ?? at;
        this.#end(process, startedAt);
        this.#begin(startedAt);
        const from = Math.min(at, Math.max(startedAt, state.lastScrapeAt ?? 0));
        return { process, from, isFirst: false };
      }
      case 'other':
        return { ...this.#changeTo(process, observation), isFirst: false };
    }
  }

  /**
   * Since when everything that a process counted can be placed at first contact: since its start, where it began
   * after our last look, or the log still has every row that it wrote and none of it is counted (docs/collection.md#first-contact).
   */
  #countableFrom(
    { at, lastLookAt, logRead, reading }: ScrapeObservation,
    { startedAt }: ServerProcess,
  ): number | null {
    if (startedAt === null) return null;
    if (lastLookAt !== null && startedAt >= lastLookAt) return startedAt;
    const { waiting, coverage } = this.#state;
    const faults = sumOf(reading.faults.values());
    const isAllLogged =
      logRead &&
      this.#books.log.isWhole &&
      coverage === null &&
      isWholeAccount(reading, waiting, faults);
    return isAllLogged && at - startedAt <= dayMs ? startedAt : null;
  }

  /** All counters of a run that began at `startedAt` (unix ms) began at 0. */
  #begin(startedAt: number): void {
    const state = this.#state;
    this.#books.faults.restart(startedAt);
    this.#books.own.restart(startedAt);
    state.balance = beginBalance(state, minuteOf(startedAt), noBaseline.counters);
    restartByPath(state.byPath);
    restartInjectedDelay(state.injectedDelay);
    state.mailbox = [];
  }

  /** The ended run's rows that no counter covers count on their own. */
  #end(process: ServerProcess, startedAt: number): void {
    const state = this.#state;
    const { claim, endFaults, entries, lone, timeline } = this.#books;
    const isOld = (row: WaitingRow): boolean =>
      row.epoch < state.ring.epoch ||
      (process.startedAt !== null && row.finishedAt < process.startedAt);
    const old = state.waiting.filter(isOld);
    state.waiting = state.waiting.filter((row) => !isOld(row));
    lone.count(claim(old), startedAt);
    endFaults();
    for (const interval of state.intervals) entries.settle(interval);
    state.intervals = [];
    timeline.event('server_restart', startedAt, startedAt, { process: process.ordinal });
    Object.assign(state, { ...noBaseline, families: [], owedByHttp: new Map() });
  }

  /**
   * Another server answers at the same address. A new one has only a baseline, since nobody knows when
   * it counted what it had; one that answered before goes on from there, so that two in turn add up.
   */
  #changeTo(
    process: ServerProcess,
    { at, reading, mailbox }: ScrapeObservation,
  ): Pick<CurrentRun, 'process' | 'from'> {
    const state = this.#state;
    const known = takeBack(state, process.identity);
    const baseline = known ? baselineAgain(known, state, reading) : noBaseline;
    setAside(state);
    Object.assign(state, { ...baseline, families: [], owedByHttp: new Map() });
    const counted = known ? baseline.counters : reading.counters;
    state.balance = beginBalance(state, minuteOf(state.lastScrapeAt ?? at), counted);
    this.#books.faults.forget();
    beginByPath(state.byPath, reading);
    beginInjectedDelay(state.injectedDelay, reading);
    state.mailbox = mailbox && [...mailbox];
    if (known) {
      const { identity } = process;
      return { process: { ...known.process, identity }, from: state.lastScrapeAt };
    }
    state.diagnostics.otherServers++;
    this.#books.timeline.cover(at, at, 'scraped');
    this.#books.timeline.event('other_server', at, at, { process: process.ordinal });
    return { process, from: null };
  }
}
