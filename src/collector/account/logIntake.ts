import type { Dimensions } from '../../domain/commitBatch';
import { isErrorStatus } from '../../domain/protocol';
import { trafficKeyText } from '../../domain/trafficKey';
import type { Exchange } from '../../mockforge/exchange';
import type { LogRow } from '../../mockforge/logRow';
import { logRingSize } from '../../mockforge/paths';
import { ownUserAgent } from '../ownUserAgent';
import type { AccountState, WaitingRow } from './accountState';
import { exchangesOf } from './causes';
import type { EndpointNames } from './endpointNames';
import { errorsTold } from './errorEvents';
import type { ErrorsTold } from './errorEvents';
import { readRing, takeStreamed } from './logRing';

/** A row that is new, with what became of it. */
export interface FreshRow {
  readonly row: LogRow;
  /** When it came, unix ms. */
  readonly at: number;
  readonly entered: WaitingRow;
  exchange: Exchange | null;
}

/** Takes in the rows of the request log, each once, and keeps what is to be told of them. */
export class LogIntake {
  readonly #state: AccountState;
  readonly #names: EndpointNames;
  #fresh: FreshRow[] = [];
  #turnedOver = false;
  #knownId = false;
  #isWhole = false;
  #sameRing = false;

  constructor(state: AccountState, names: EndpointNames) {
    this.#state = state;
    this.#names = names;
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

  /** When the first failed request was answered whose cause nobody has told, unix ms; null for none. */
  get unexplainedSince(): number | null {
    const times = this.#fresh
      .filter(({ row, exchange }) => !exchange && isErrorStatus(row.protocol, row.status))
      .map(({ row }) => row.finishedAt);
    return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
  }

  /**
   * Takes in the whole ring, oldest row first, as it was read at `at` (unix ms): no row can be younger.
   * @param size of the ring, with the rows that could not be read
   * @returns how many rows no earlier read and no stream has brought
   */
  read(rows: readonly LogRow[], size = rows.length, at = Infinity): number {
    const read = readRing(this.#state.ring, rows, size);
    this.#turnedOver ||= read.turnedOver;
    this.#knownId = read.knownId;
    this.#isWhole = size < logRingSize;
    this.#sameRing = read.sameRing;
    this.#enter(read.fresh, at);
    return read.fresh.length;
  }

  /**
   * Takes in rows of the live stream, oldest first, at `at` (unix ms).
   * @returns how many were new
   */
  streamed(rows: readonly LogRow[], at = Infinity): number {
    const fresh = takeStreamed(this.#state.ring, rows);
    this.#enter(fresh, at);
    return fresh.length;
  }

  /**
   * What the recorder knows of the rows that no batch has had yet; all of it from `from` on (unix ms). Its times
   * are on the server's clock, which is `clockOffset` ms ahead of ours.
   */
  explain(
    { from, exchanges }: { readonly from: number; readonly exchanges: readonly Exchange[] },
    clockOffset: number,
  ): void {
    const rows = this.#fresh
      .map(({ row }) => row)
      .filter(({ finishedAt }) => finishedAt + clockOffset >= from);
    const found = exchangesOf(rows, exchanges, { routes: this.#names.routes, clockOffset });
    for (const fresh of this.#fresh) {
      fresh.exchange ??= found.get(fresh.row) ?? null;
      fresh.entered.bytesSent = fresh.exchange?.bytesSent ?? 0;
    }
  }

  /** The failed requests among the rows that no batch has had yet: events, `limit` a minute, and what is beyond. */
  takeErrors(dimensions: Dimensions, limit: number): ErrorsTold {
    const told = errorsTold(this.#fresh, this.#state.errorQuota, { dimensions, limit });
    this.#fresh = [];
    return told;
  }

  /** New rows, to be told and to claim what the counters counted. */
  #enter(rows: readonly LogRow[], at: number): void {
    for (const row of rows) {
      if (row.userAgent === ownUserAgent) continue;
      const { protocol, method, status, finishedAt, handlerMs } = row;
      const entered: WaitingRow = {
        key: trafficKeyText({ protocol, method, status }),
        endpoint: this.#names.ofPath(row.path, finishedAt),
        finishedAt,
        handlerMs,
        bytesReceived: row.bytesReceived ?? 0,
        bytesSent: 0,
        clientIp: row.clientIp,
        userAgent: row.userAgent,
        ...(finishedAt > at && { ahead: true }),
        epoch: this.#state.ring.epoch,
        waits: 0,
      };
      this.#state.waiting.push(entered);
      this.#fresh.push({ row, at: Math.min(finishedAt, at), entered, exchange: null });
    }
  }
}
