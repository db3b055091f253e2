import { isDeepStrictEqual } from 'node:util';
import { pageBelow } from '../../domain/serverUrl';
import { shownText } from '../../domain/shownUrl';
import { AdminFormatError } from '../../mockforge/logRow';
import type { LogRow } from '../../mockforge/logRow';
import { logStreamEvents, parseStreamedRows } from '../../mockforge/logStreamRows';
import { adminPaths } from '../../mockforge/paths';
import { EventStreamParser, longestEvent } from './eventStream';
import type { StreamEvent } from './eventStream';
import { addressOf, refuseOther, SourceError } from './failure';
import type { Access } from './access';
import { readItems } from './readItems';
import { mediaType } from './mediaType';
import { networkReason } from './networkFailure';
import { request } from './request';
import type { SourceFailure } from './sourceFailure';
import { TimeoutError } from './timeoutError';

/** Callbacks for what comes of a LogStream; none may throw. */
export interface LogStreamListener {
  /** The server has begun to send. */
  connected(): void;
  /** Rows as one event brought them, oldest first, with times on the server's clock. */
  rows(rows: readonly LogRow[]): void;
  /** The server that was connected sends no more. */
  lost(failure: SourceFailure): void;
  /** The server answers, but not with a stream; called once, however often it is tried. */
  unusable(failure: SourceFailure): void;
}

/** Ten times the longest pause between events: the server says twice a second that there is nothing new. */
const longestSilenceMs = 5000;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

const eventStream = 'text/event-stream';

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
  #unusable: SourceFailure | undefined;

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
        abort.abort(new TimeoutError(longestSilenceMs / 1000));
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
          if (event.type === logStreamEvents.rows && event.data !== null) {
            this.#listener.rows(readItems(this.#access, parseStreamedRows(event.data)));
          }
        }
      }
    } finally {
      cancelWatch();
    }
    throw new SourceError({ kind: 'live_log_ended', address: this.#address });
  }

  #refuseOther(response: Response): void {
    refuseOther(response, this.#url, 'live_log');
    const type = mediaType(response);
    if (type !== eventStream || !response.body) {
      const shown = shownText(type);
      throw new SourceError({ kind: 'no_live_log', address: this.#address, type: shown });
    }
  }

  #eventsOf(parser: EventStreamParser, bytes: Uint8Array): StreamEvent[] {
    try {
      return parser.push(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const megabytes = longestEvent / 1_000_000;
      throw new SourceError({ kind: 'endless_event', address: this.#address, megabytes });
    }
  }

  #connectedNow(): void {
    this.#delayMs = firstDelayMs;
    if (this.#connected) return;
    this.#connected = true;
    this.#unusable = undefined;
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
    if (error instanceof SourceError && !isDeepStrictEqual(error.fault, this.#unusable)) {
      this.#unusable = error.fault;
      this.#listener.unusable(error.fault);
    }
  }

  /** Why there is no more of a stream that was connected. */
  #lost(error: unknown): SourceFailure {
    if (error instanceof SourceError) return error.fault;
    const address = this.#address;
    return error instanceof TimeoutError
      ? { kind: 'live_log_silent', address, seconds: error.seconds }
      : { kind: 'live_log_broke_off', address, reason: networkReason(error) };
  }

  #notOurs({ fault }: AdminFormatError): Error {
    return new SourceError({ kind: 'live_log_format', address: this.#address, fault });
  }

  get #address(): string {
    return addressOf(this.#url);
  }
}
