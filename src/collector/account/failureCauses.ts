import type { ErrorCause } from '../../domain/commitBatch';
import { toSeconds } from '../../domain/time';
import { trafficKeyOf } from '../../domain/trafficKey';
import type { Exchange } from '../../mockforge/exchange';
import type { AccountState, StoredFailure } from './accountState';
import { causesOf, longestDriftMs, toleranceMs } from './causes';
import type { Cause } from './causes';
import type { EndpointNames } from './endpointNames';
import type { FreshRow } from './freshRow';

/** How long a failed request that is stored waits for its cause, ms, and how many do: their state is committed. */
const longestWaitMs = 60_000;
const mostWaiting = 1000;

/** What the recorder told: all that it recorded from `from` until `until`, unix ms on the server's clock. */
export interface Recorded {
  readonly from: number;
  readonly until: number;
  readonly exchanges: readonly Exchange[];
}

/** Why requests failed, as the recorder tells it: before they are stored, or a while after. */
export class FailureCauses {
  /** Whether there is a recorder, so that a failed request that is stored without a cause waits for it. */
  isRecorded = false;
  readonly #state: AccountState;
  readonly #names: EndpointNames;
  #late: ErrorCause[] = [];

  constructor(state: AccountState, names: EndpointNames) {
    this.#state = state;
    this.#names = names;
  }

  /** Failed requests that are stored got their cause, which no batch has had yet. */
  get hasLate(): boolean {
    return this.#late.length > 0;
  }

  /** When the first failed request was answered whose cause is wanted, unix ms; null for none. */
  wantedSince(fresh: readonly FreshRow[]): number | null {
    const wanted = [...fresh.filter(isWanted).map(({ row }) => row), ...this.#state.unexplained];
    return wanted.reduce<number | null>(
      (first, { finishedAt }) => Math.min(first ?? Infinity, finishedAt),
      null,
    );
  }

  /** Tells what was recorded of requests; the server's clock is `clockOffset` ms ahead of ours. */
  explain(
    fresh: readonly FreshRow[],
    { from, until, exchanges }: Recorded,
    clockOffset: number,
  ): void {
    const isCovered = ({ finishedAt }: { readonly finishedAt: number }): boolean =>
      finishedAt + clockOffset >= from;
    const rows = fresh.filter(({ row }) => isCovered(row));
    const stored = this.#state.unexplained.filter(isCovered);
    const all = [...rows.map(({ row }) => row), ...stored];
    const { routes } = this.#names;
    const found = new Map(causesOf(all, exchanges, { routes, clockOffset }));
    /** What was not recorded by then never will be. */
    const isTold = ({ finishedAt }: { readonly finishedAt: number }): boolean =>
      finishedAt + clockOffset + toleranceMs <= until;
    const drifted = all.filter(
      (request) =>
        !found.has(request) &&
        isTold(request) &&
        request.finishedAt + clockOffset - longestDriftMs >= from,
    );
    const near = causesOf(drifted, exchanges, { routes, clockOffset, withinMs: longestDriftMs });
    for (const [request, { validation }] of near) {
      if (validation !== null) found.set(request, { exchange: null, validation, bytesSent: null });
    }
    for (const each of rows) {
      const cause = found.get(each.row);
      each.cause ??= cause ?? null;
      each.isExplained ||= cause !== undefined || isTold(each.row);
      if (cause?.bytesSent) each.entered.bytesSent = cause.bytesSent;
    }
    const explained = new Set(stored.filter((each) => found.has(each) || isTold(each)));
    this.#state.unexplained = this.#state.unexplained.filter((each) => !explained.has(each));
    for (const each of explained) this.#tell(each, found.get(each));
  }

  /** These are stored at `at`, unix ms; those without a cause wait for it. */
  stored(fresh: readonly FreshRow[], at: number): void {
    const unexplained = fresh.filter(isWanted).map(({ row, at: came }): StoredFailure => {
      const { id, method, status, path, userAgent, finishedAt } = row;
      return { logId: id, method, status, path, userAgent, finishedAt, at: came };
    });
    this.#state.unexplained = this.isRecorded
      ? [...this.#state.unexplained, ...unexplained]
          .filter((failure) => failure.at >= at - longestWaitMs)
          .slice(-mostWaiting)
      : [];
  }

  /** What is to be added to failed requests that are stored. */
  takeLate(): readonly ErrorCause[] {
    const late = this.#late;
    this.#late = [];
    return late;
  }

  #tell(failure: StoredFailure, cause: Cause | undefined): void {
    if (!cause) return;
    const { exchange, validation, bytesSent } = cause;
    if (bytesSent) this.#setSize(failure, bytesSent);
    if (validation === null && exchange === null) return;
    this.#late.push({
      logId: failure.logId,
      timestamp: toSeconds(failure.at),
      errorMessage: validation,
      requestId: exchange?.requestId ?? null,
      traceId: exchange?.traceId ?? null,
      spanId: exchange?.spanId ?? null,
    });
  }

  /** The size of its answer, unless it was counted without one. Rows that are alike get one each in turn. */
  #setSize({ method, status, path, userAgent, finishedAt }: StoredFailure, bytes: number): void {
    const endpoint = this.#names.routes.nameOf(path);
    const row = this.#state.waiting.find(
      (waiting) =>
        waiting.finishedAt === finishedAt &&
        waiting.bytesSent === 0 &&
        waiting.userAgent === userAgent &&
        waiting.endpoint === endpoint &&
        waiting.key === trafficKeyOf({ protocol: 'http', method, status }),
    );
    if (row) row.bytesSent = bytes;
  }
}

function isWanted({ isEvent, isExplained }: FreshRow): boolean {
  return isEvent && !isExplained;
}
