import { AdminFormatError } from '../../mockforge/logRow';
import type { LogRow } from '../../mockforge/logRow';
import { logStreamEvents, parseStreamedRows } from '../../mockforge/logStream';
import { adminPaths } from '../../mockforge/paths';
import type { SourceFailure } from '../../protocol/collectingStatus';
import { ownUserAgent } from '../ownUserAgent';
import { EventStreamParser } from './eventStream';
import { addressOf, failureOf, refuseOther, sourceError } from './failure';
import { TimeoutError } from './httpGet';
import type { Access } from './httpGet';

/** Who is told what comes of a LogStream; none of these may throw. */
export interface LogStreamListener {
  /** The server has begun to send. */
  connected(): void;
  /** Rows as one event brought them, oldest first, with times on the server's clock. */
  rows(rows: readonly LogRow[]): void;
  /** The server that was connected sends no more. */
  lost(failure: SourceFailure): void;
}

/** Ten times as long as the server stays silent: it says twice a second that there is nothing new. */
const longestSilenceMs = 5000;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

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

  constructor(access: Omit<Access, 'timeoutMs'>, adminUrl: string, listener: LogStreamListener) {
    this.#access = access;
    this.#url = adminUrl.replace(/\/+$/, '') + adminPaths.logStream;
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
        abort.abort(new TimeoutError(`no live request for ${longestSilenceMs / 1000} s`));
      });
    };
    heard();
    try {
      const headers = { 'user-agent': ownUserAgent, accept: 'text/event-stream' };
      const response = await http(this.#url, { headers, signal: abort.signal });
      this.#refuseOther(response);
      const parser = new EventStreamParser();
      for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
        if (abort.signal.aborted) break;
        heard();
        this.#connectedNow();
        for (const event of parser.push(bytes)) {
          if (event.type === logStreamEvents.rows) {
            this.#listener.rows(parseStreamedRows(event.data));
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
    const contentType = response.headers.get('content-type') ?? '';
    if (!contentType.startsWith('text/event-stream') || !response.body) {
      const what = `${addressOf(this.#url)} has no live stream of its request log.`;
      throw sourceError('json', what, check);
    }
  }

  #connectedNow(): void {
    this.#delayMs = firstDelayMs;
    if (this.#connected) return;
    this.#connected = true;
    this.#connections++;
    this.#listener.connected();
  }

  #failed(error: unknown): void {
    const { clock } = this.#access;
    this.#cancelRetry = clock.schedule(clock.now() + this.#delayMs, () => void this.#connect());
    this.#delayMs = Math.min(2 * this.#delayMs, longestDelayMs);
    if (!this.#connected) return;
    this.#connected = false;
    const shown = error instanceof AdminFormatError ? this.#notOurs(error) : error;
    this.#listener.lost(failureOf(shown, this.#url, start));
  }

  #notOurs({ message }: AdminFormatError): Error {
    const what = `The live request log of ${addressOf(this.#url)} cannot be read: ${message}.`;
    return sourceError('json', what, check);
  }
}
