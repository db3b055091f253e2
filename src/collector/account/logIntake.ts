import type { Dimensions, ErrorCause } from '../../domain/commitBatch';
import { isErrorStatus } from '../../domain/protocol';
import { noSizes } from '../../domain/trafficColumns';
import { trafficKeyOf } from '../../domain/trafficKey';
import type { LogRow } from '../../mockforge/logRow';
import { logRingSize } from '../../mockforge/paths';
import { ownUserAgent } from '../ownUserAgent';
import type { AccountState, WaitingRow } from './accountState';
import type { EndpointNames } from './endpointNames';
import { errorsTold, isEvent } from './errorEvents';
import type { ErrorsTold } from './errorEvents';
import { FailureCauses } from './failureCauses';
import type { Recorded } from './failureCauses';
import type { FreshRow } from './freshRow';
import { readRing, takeStreamed } from './logRing';
import { rowsWithin } from './openIntervals';

/** Takes in the rows of the request log, each once, and keeps what is to be told of them. */
export class LogIntake {
  readonly #state: AccountState;
  readonly #names: EndpointNames;
  readonly #errorsPerMinute: number;
  readonly #causes: FailureCauses;
  #fresh: FreshRow[] = [];
  /** When the last requests were answered, unix ms. */
  #times: number[] = [];
  #turnedOver = false;
  #knownId = false;
  #isWhole = false;
  #sameRing = false;

  constructor(state: AccountState, names: EndpointNames, errorsPerMinute: number) {
    this.#state = state;
    this.#names = names;
    this.#errorsPerMinute = errorsPerMinute;
    this.#causes = new FailureCauses(state, names);
  }

  /** A row of the ring as it was before was still in it when it was last read. */
  get knownId(): boolean {
    return this.#knownId;
  }

  /** When the log was last read, it still held every row that its server ever wrote. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** The ring that was read may be the one that was read before. */
  get sameRing(): boolean {
    return this.#sameRing;
  }

  /**
   * All rows that can have been counted between two scrapes, of which the second was answered at `to`, unix ms; null
   * where some may be lost.
   */
  rowsWithin(from: number, to: number): readonly WaitingRow[] | null {
    return this.#turnedOver ? null : rowsWithin(this.#state.waiting, from, to);
  }

  /** Rows may have been lost since this was last asked. */
  takeTurnedOver(): boolean {
    const turnedOver = this.#turnedOver;
    this.#turnedOver = false;
    return turnedOver;
  }

  /** Rows are there that no batch has had yet. */
  get hasFresh(): boolean {
    return this.#fresh.length > 0;
  }

  /** Failed requests are among them. */
  get hasErrors(): boolean {
    return this.#fresh.some(({ row }) => isErrorStatus(row.protocol, row.status));
  }

  /** Whether there is a recorder: what is stored without a cause then waits for it. */
  set isRecorded(isRecorded: boolean) {
    this.#causes.isRecorded = isRecorded;
  }

  /** Failed requests that are stored got their cause, which no batch has had yet. */
  get hasCauses(): boolean {
    return this.#causes.hasLate;
  }

  /** When the first failed request was answered whose cause is wanted, unix ms; null for none. */
  get unexplainedSince(): number | null {
    return this.#causes.wantedSince(this.#fresh);
  }

  /** How many requests that the log told of were answered since then, unix ms: of the last so many as it holds. */
  requestsSince(time: number): number {
    return this.#times.filter((finishedAt) => finishedAt >= time).length;
  }

  /**
   * Takes in the whole ring, oldest row first, as it was read at `at` (unix ms): no row can be younger.
   * @param size of the ring, with the rows that could not be read
   */
  read(rows: readonly LogRow[], size: number, at: number): void {
    const read = readRing(this.#state.ring, rows, size);
    this.#turnedOver ||= read.turnedOver;
    this.#knownId = read.knownId;
    this.#isWhole = size < logRingSize;
    this.#sameRing = read.sameRing;
    this.#enter(read.fresh, at);
  }

  /** Takes in rows of the live stream, oldest first, at `at` (unix ms). */
  streamed(rows: readonly LogRow[], at: number): void {
    this.#enter(takeStreamed(this.#state.ring, rows), at);
  }

  /** What the recorder told of requests; the server's clock is `clockOffset` ms ahead of ours. */
  explain(recorded: Recorded, clockOffset: number): void {
    this.#causes.explain(this.#fresh, recorded, clockOffset);
  }

  /** The failed requests among the rows that no batch has had yet, which are stored at `at` (unix ms). */
  takeErrors(dimensions: Dimensions, at: number): ErrorsTold {
    const told = errorsTold(this.#fresh, dimensions);
    this.#causes.stored(this.#fresh, at);
    this.#fresh = [];
    return told;
  }

  /** What became known of failed requests that are stored. */
  takeCauses(): readonly ErrorCause[] {
    return this.#causes.takeLate();
  }

  /** New rows, to be told and to claim what the counters counted. */
  #enter(rows: readonly LogRow[], at: number): void {
    this.#state.logReadAt = Math.max(this.#state.logReadAt ?? at, at);
    this.#times = [...this.#times, ...rows.map(({ finishedAt }) => finishedAt)].slice(-logRingSize);
    for (const row of rows) {
      if (row.userAgent === ownUserAgent) continue;
      const { protocol, method, status, finishedAt, handlerMs } = row;
      const entered: WaitingRow = {
        key: trafficKeyOf({ protocol, method, status }),
        endpoint: this.#names.ofPath(row.path, finishedAt),
        finishedAt,
        handlerMs,
        ...noSizes,
        bytesReceived: row.bytesReceived ?? 0,
        clientIp: row.clientIp,
        userAgent: row.userAgent,
        epoch: this.#state.ring.epoch,
        waits: 0,
        ...(finishedAt > at && { ahead: true }),
      };
      this.#state.waiting.push(entered);
      const came = { row, at: Math.min(finishedAt, at) };
      this.#fresh.push({
        row,
        at: came.at,
        entered,
        isEvent: isEvent(came, this.#state.errorQuota, this.#errorsPerMinute),
        cause: null,
        isExplained: false,
      });
    }
  }
}
