import { pageBelow } from '../../domain/serverUrl';
import { shownText } from '../../domain/shownUrl';
import { AdminFormatError } from '../../mockforge/logRow';
import type { LogRow } from '../../mockforge/logRow';
import { logStreamEvents, parseStreamedRows } from '../../mockforge/logStreamRows';
import { adminPaths } from '../../mockforge/paths';
import type { SourceFailure } from '../../protocol/collectingStatus';
import { EventStreamParser } from './eventStream';
import type { StreamEvent } from './eventStream';
import { addressOf, failureOf, refuseOther, sourceError, SourceError } from './failure';
import type { Access } from './access';
import { takenOf } from './takenOf';
import { mediaType } from './mediaType';
import { networkReason } from './networkFailure';
import { request } from './request';
import { TimeoutError } from './timeoutError';

/** Who is told what comes of a LogStream; none of these may throw. */
export interface LogStreamListener {
  /** The server has begun to send. */
  connected(): void;
  /** Rows as one event brought them, oldest first, with times on the server's clock. */
  rows(rows: readonly LogRow[]): void;
  /** The server that was connected sends no more. */
  lost(failure: SourceFailure): void;
  /** The server answers, but not with a stream; told once, however often it is tried. */
  unusable(failure: SourceFailure): void;
}

/** Ten times as long as the server sends no event: it says twice a second that there is nothing new. */
const longestSilenceMs = 5000;
const silenceSeconds = longestSilenceMs / 1000;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

const eventStream = 'text/event-stream';
const start = "Failed requests show at once with MockForge's admin API: start it with --admin.";
const check = 'The request log is read instead.';

/**
 * The live stream of the request log. Stays connected from start() to stop(): where the server is gone,
 * silent or says what is no log, it tries again after 1 s, then after twice as long each time up to 30 s.
 */
export class LogStream {
  readonly #access: Omit<Access, 'timeoutMs'>;
  readonly #url: string;
  readonly #listener: LogStreamListener;
  #abort: AbortController | undefined;
  #cancelRetry: (() => void) | undefined;
  #delayMs = firstDelayMs;
  #connections = 0;
  #connected = false;
  /** Why there is no stream, as it was told. */
  #unusable = '';

  constructor(access: Omit<Access, 'timeoutMs'>, adminUrl: string, listener: LogStreamListener) {
    this.#access = access;
    this.#url = pageBelow(adminUrl, adminPaths.logStream);
    this.#listener = listener;
  }

  /** Which connection it is that now stands, counted from 1; null for none. */
  get connection(): number | null {
    return this.#connected ? this.#connections : null;
  }

  /** Connects, unless it is started already. */
  start(): void {
    if (this.#abort) return;
    this.#delayMs = firstDelayMs;
    void this.#connect();
  }

  /** Ends the connection and all tries; the listener hears nothing more. */
  stop(): void {
    this.#cancelRetry?.();
    this.#abort?.abort();
    this.#abort = undefined;
    this.#connected = false;
  }

  async #connect(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    try {
      await this.#listen(abort);
    } catch (error) {
      if (this.#abort === abort) this.#failed(abort.signal.aborted ? abort.signal.reason : error);
    } finally {
      // An answer that is not read to its end would keep its connection.
      abort.abort();
    }
  }

  /** Reads until the connection ends; never resolves, since a stream that ends has failed. */
  async #listen(abort: AbortController): Promise<never> {
    const { http, clock } = this.#access;
    let cancelWatch = (): void => undefined;
    const heard = (): void => {
      cancelWatch();
      cancelWatch = clock.schedule(clock.now() + longestSilenceMs, () => {
        abort.abort(new TimeoutError(`no live request for ${silenceSeconds} s`));
      });
    };
    heard();
    try {
      const response = await request(http, this.#url, eventStream, abort.signal);
      this.#refuseOther(response);
      const parser = new EventStreamParser();
      for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
        if (abort.signal.aborted) break;
        for (const event of this.#eventsOf(parser, bytes)) {
          heard();
          this.#connectedNow();
          if (event.type === logStreamEvents.rows) {
            this.#listener.rows(takenOf(this.#access, parseStreamedRows(event.data)));
          }
        }
      }
    } finally {
      cancelWatch();
    }
    const what = `${addressOf(this.#url)} ended the live stream of its request log.`;
    throw sourceError('cut_body', what, check);
  }

  #refuseOther(response: Response): void {
    refuseOther(response, this.#url, 'the live request log', check);
    const type = mediaType(response);
    if (type !== eventStream || !response.body) {
      const what = `${addressOf(this.#url)} has no live stream of its request log: it answered with ${shownText(type) || 'no content type'}.`;
      throw sourceError('json', what, check);
    }
  }

  #eventsOf(parser: EventStreamParser, bytes: Uint8Array): StreamEvent[] {
    try {
      return parser.push(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const what = `The live request log of ${addressOf(this.#url)} cannot be read: ${error.message}.`;
      throw sourceError('too_large', what, check);
    }
  }

  #connectedNow(): void {
    this.#delayMs = firstDelayMs;
    if (this.#connected) return;
    this.#connected = true;
    this.#unusable = '';
    this.#connections++;
    this.#listener.connected();
  }

  #failed(error: unknown): void {
    const { clock } = this.#access;
    this.#cancelRetry = clock.schedule(clock.now() + this.#delayMs, () => void this.#connect());
    this.#delayMs = Math.min(2 * this.#delayMs, longestDelayMs);
    const shown = error instanceof AdminFormatError ? this.#notOurs(error) : error;
    if (this.#connected) {
      this.#connected = false;
      this.#listener.lost(this.#lost(shown));
      return;
    }
    const failure = failureOf(shown, this.#url, start);
    if (error instanceof SourceError && failure.what !== this.#unusable) {
      this.#unusable = failure.what;
      this.#listener.unusable(failure);
    }
  }

  /** Why there is no more of a stream that was connected. */
  #lost(error: unknown): SourceFailure {
    if (error instanceof SourceError) return error.failure;
    const stream = `The live stream of the request log of ${addressOf(this.#url)}`;
    return error instanceof TimeoutError
      ? { kind: 'timeout', what: `${stream} was silent for ${silenceSeconds} s.`, todo: check }
      : { kind: 'unreachable', what: `${stream} broke off: ${networkReason(error)}.`, todo: check };
  }

  #notOurs({ message }: AdminFormatError): Error {
    const what = `The live request log of ${addressOf(this.#url)} cannot be read: ${message}.`;
    return sourceError('json', what, check);
  }
}
