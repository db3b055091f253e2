import type { DashboardRequest } from '../../protocol/webviewMessages';

/** Reads what a page will ask for first while the editor still loads it. */
export class ReadAhead<Data> {
  readonly #read: (request: DashboardRequest) => Promise<Data>;
  #begun: { readonly request: string; readonly data: Promise<Data> } | undefined;

  constructor(read: (request: DashboardRequest) => Promise<Data>) {
    this.#read = read;
  }

  /** Begins to read what will be asked for. */
  begin(request: DashboardRequest): void {
    const data = this.#read(request);
    // Whoever asks for it is told; nobody may.
    data.catch(() => undefined);
    this.#begun = { request: JSON.stringify(request), data };
  }

  /** What was begun, once, if it was this; else read now. */
  read(request: DashboardRequest): Promise<Data> {
    const begun = this.#begun;
    this.#begun = undefined;
    return begun?.request === JSON.stringify(request) ? begun.data : this.#read(request);
  }
}
