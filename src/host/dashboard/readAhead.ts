import type { DashboardRequest } from '../../protocol/webviewMessages';
import type { LiveReads } from './liveView';

type Read = LiveReads['charts'];

/**
 * Reads the charts that a page will ask for first while the editor still loads it. They may be out of date then: the
 * tables, which are read when it asks, bring newer ones along.
 */
export class ReadAhead {
  readonly #read: Read;
  #begun:
    | {
        readonly request: string;
        readonly charts: ReturnType<Read>;
        readonly abort: AbortController;
      }
    | undefined;

  constructor(read: Read) {
    this.#read = read;
  }

  /** Begins to read what will be asked for. */
  begin(request: DashboardRequest): void {
    this.cancel();
    const abort = new AbortController();
    const charts = this.#read(request, abort.signal);
    // Whoever asks for them is told; nobody may.
    charts.catch(() => undefined);
    this.#begun = { request: JSON.stringify(request), charts, abort };
  }

  /** What was begun, once, if it was this; else read now. */
  read(request: DashboardRequest, signal: AbortSignal): ReturnType<Read> {
    const begun = this.#begun;
    if (begun?.request !== JSON.stringify(request)) {
      this.cancel();
      return this.#read(request, signal);
    }
    this.#begun = undefined;
    signal.addEventListener('abort', () => {
      begun.abort.abort();
    });
    return begun.charts;
  }

  /** Nobody will ask. */
  cancel(): void {
    this.#begun?.abort.abort();
    this.#begun = undefined;
  }
}
