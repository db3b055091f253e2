import type { DashboardCharts } from '../../protocol/dashboardData';
import type { DashboardRequest } from '../../protocol/webviewMessages';

type Read = (request: DashboardRequest) => Promise<DashboardCharts | null>;

/**
 * Reads the charts that a page will ask for first while the editor still loads it. They may be out of date then: the
 * tables, which are read when it asks, bring newer ones along.
 */
export class ReadAhead {
  readonly #read: Read;
  #begun: { readonly request: string; readonly charts: ReturnType<Read> } | undefined;

  constructor(read: Read) {
    this.#read = read;
  }

  /** Begins to read what will be asked for. */
  begin(request: DashboardRequest): void {
    const charts = this.#read(request);
    // Whoever asks for them is told; nobody may.
    charts.catch(() => undefined);
    this.#begun = { request: JSON.stringify(request), charts };
  }

  /** What was begun, once, if it was this; else read now. */
  read(request: DashboardRequest): ReturnType<Read> {
    const begun = this.#begun;
    this.#begun = undefined;
    return begun?.request === JSON.stringify(request) ? begun.charts : this.#read(request);
  }
}
