import type { Exchange } from '../mockforge/exchange';
import type { SourceFailure, SourceState } from '../protocol/collectingStatus';
import type { OwnRequest } from './account/ownRequests';
import type { AdminApi } from './sources/adminApi';
import type { Access } from './sources/httpGet';
import { MockPort } from './sources/mockPort';

/** Exchanges of one answer: their bodies come with them, so an answer is large. */
const pageSize = 100;
/** Answers read for the causes of one commit's failures; older ones are left without. */
const mostPages = 5;
/** What has just been answered may not be recorded yet, and neighbours in time must all be seen, ms. */
const marginMs = 100;

/** What the recorder told, complete from `from` on (unix ms on the server's clock). */
export interface RecordedExchanges {
  readonly from: number;
  readonly exchanges: readonly Exchange[];
}

/**
 * Asks the running process at its mocks' port for what no other source tells: causes of failures and messages in
 * the SMTP mailbox. Whether it has them is asked once a process, since it counts what it is asked there.
 */
export class MockServer {
  readonly #access: Access;
  readonly #admin: AdminApi;
  /** Where to ask; empty: where the admin API says. */
  readonly #url: string;
  readonly #onAsked: (request: OwnRequest) => void;
  readonly #onRecorder: (state: SourceState) => void;
  /** The one that was asked; undefined for none. */
  #process: number | null | undefined;
  #port: MockPort | undefined;
  #hasRecorder = false;
  #hasMailbox = false;

  constructor(
    access: Access,
    admin: AdminApi,
    url: string,
    told: {
      readonly onAsked: (request: OwnRequest) => void;
      readonly onRecorder: (state: SourceState) => void;
    },
  ) {
    this.#access = access;
    this.#admin = admin;
    this.#url = url;
    this.#onAsked = told.onAsked;
    this.#onRecorder = told.onRecorder;
  }

  /** A good scrape of the process that started at `process` (null: nobody knows when) is under way. */
  async meet(process: number | null): Promise<void> {
    if (this.#process === process) return;
    const url = await this.#find();
    if (url === undefined) return;
    this.#process = process;
    this.#port = undefined;
    this.#hasMailbox = false;
    if (url === null) return;
    const port = new MockPort(this.#access, url, this.#onAsked);
    this.#port = port;
    const recorder = await port.exchanges(1, 0);
    this.#recorderAnswered(recorder.ok ? null : recorder.failure);
    this.#hasMailbox = (await port.mailbox()).ok;
  }

  /** Exchanges answered since `since` (unix ms on the server's clock); null where there is no recorder. */
  async exchangesSince(since: number): Promise<RecordedExchanges | null> {
    if (!this.#hasRecorder || !this.#port) return null;
    const found = new Map<string, Exchange>();
    let from = Infinity;
    for (let page = 0; page < mostPages && from > since - marginMs; page++) {
      const answer = await this.#port.exchanges(pageSize, page * pageSize);
      if (!answer.ok) {
        this.#recorderAnswered(answer.failure);
        return null;
      }
      for (const exchange of answer.value.exchanges) {
        found.set(exchange.requestId, exchange);
        from = Math.min(from, exchange.respondedAt);
      }
      if (answer.value.listed < pageSize) from = -Infinity;
    }
    this.#recorderAnswered(null);
    return { from: from + marginMs, exchanges: [...found.values()] };
  }

  /** Ids of the messages in the SMTP mailbox; null where there is none. */
  async mailbox(): Promise<readonly string[] | null> {
    if (!this.#hasMailbox || !this.#port) return null;
    const answer = await this.#port.mailbox();
    return answer.ok ? answer.value : null;
  }

  /** Null: the server does not say. Undefined: it could not be asked. */
  async #find(): Promise<string | null | undefined> {
    if (this.#url !== '') return this.#url;
    const answer = await this.#admin.mockUrl();
    return answer.ok ? answer.value : undefined;
  }

  /** A server without a recorder answers otherwise; one that does not answer may have one. */
  #recorderAnswered(failure: SourceFailure | null): void {
    const isSilent = failure?.kind === 'unreachable' || failure?.kind === 'timeout';
    this.#hasRecorder = failure === null || isSilent;
    const silent = isSilent ? 'failing' : 'off';
    this.#onRecorder({ state: failure ? silent : 'on', failure });
  }
}
