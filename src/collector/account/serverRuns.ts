import { sumOf } from '../../domain/sum';
import { dayMs, minuteOf } from '../../domain/time';
import type { AccountState, ServerProcess, WaitingRow } from './accountState';
import { baselineOfSeries } from './baselineByKey';
import { beginByPath, restartByPath } from './byPath';
import { baselineAgain, noBaseline } from './counterDeltas';
import type { RequestAccumulator } from './requestAccumulator';
import type { FaultReconciler } from './faultReconciler';
import { beginInjectedDelay, restartInjectedDelay } from './injectedDelay';
import type { LogIntake } from './logIntake';
import type { UncountedRows } from './uncountedRows';
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

/** What a server's run is accounted with, and how rows are attributed to what it counted. */
export interface RunAccounts {
  readonly log: LogIntake;
  readonly requests: RequestAccumulator;
  readonly timeline: Timeline;
  readonly faults: FaultReconciler;
  readonly own: OwnRequests;
  readonly uncounted: UncountedRows;
  /** Returns the rows that found nothing. */
  readonly attribute: (rows: readonly WaitingRow[]) => readonly WaitingRow[];
  /** Matches the faults that there are with what was counted, and gives up the rest. */
  readonly endFaults: () => void;
}

/** Tells by a scrape which run of the server answered, and begins, ends and changes the account of runs. */
export class ServerRuns {
  readonly #state: AccountState;
  readonly #accounts: RunAccounts;

  constructor(state: AccountState, books: RunAccounts) {
    this.#state = state;
    this.#accounts = books;
  }

  /** The run that answered; the state is its account from now on. */
  observe(observation: ScrapeObservation): CurrentRun {
    const state = this.#state;
    const { log } = this.#accounts;
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
   * after our last scrape, or the log still has every row that it wrote and none of it is counted (docs/collection.md#first-contact).
   */
  #countableFrom(
    { at, lastAttemptAt: lastLookAt, logRead, reading }: ScrapeObservation,
    { startedAt }: ServerProcess,
  ): number | null {
    if (startedAt === null) return null;
    if (lastLookAt !== null && startedAt >= lastLookAt) return startedAt;
    const { waiting, coverage } = this.#state;
    const faults = sumOf(reading.faults.values());
    const isAllLogged =
      logRead &&
      this.#accounts.log.isWhole &&
      coverage === null &&
      isWholeAccount(reading, waiting, faults);
    return isAllLogged && at - startedAt <= dayMs ? startedAt : null;
  }

  /** All counters of a run that began at `startedAt` (unix ms) began at 0. */
  #begin(startedAt: number): void {
    const state = this.#state;
    this.#accounts.faults.restart(startedAt);
    this.#accounts.own.restart(startedAt);
    state.balance = beginBalance(state, minuteOf(startedAt), noBaseline.counters);
    restartByPath(state.byPath);
    restartInjectedDelay(state.injectedDelay);
    state.mailbox = [];
  }

  /** The ended run's rows that no counter covers count on their own. */
  #end(process: ServerProcess, startedAt: number): void {
    const state = this.#state;
    const {
      attribute: claim,
      endFaults,
      requests: entries,
      uncounted: lone,
      timeline,
    } = this.#accounts;
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
    this.#accounts.faults.forget();
    beginByPath(state.byPath, reading);
    beginInjectedDelay(state.injectedDelay, reading);
    state.mailbox = mailbox && [...mailbox];
    if (known) {
      const { identity } = process;
      return { process: { ...known.process, identity }, from: state.lastScrapeAt };
    }
    state.diagnostics.otherServers++;
    this.#accounts.timeline.cover(at, at, 'scraped');
    this.#accounts.timeline.event('other_server', at, at, { process: process.ordinal });
    return { process, from: null };
  }
}
