import type { OwnRequestTracker } from './ownRequestTracker';
import type { AdminApi } from './sources/adminApi';
import type { Access } from './sources/access';
import { MockPort } from './sources/mockPort';

/** Finds where a running process serves its mocks, and cancels requests there. */
export class MockPortLocator {
  readonly #access: Access;
  readonly #admin: AdminApi;
  /** Where to ask; empty: where the admin API says. */
  readonly #url: string;
  readonly #own: OwnRequestTracker;
  #stop = new AbortController();
  #known:
    | { readonly process: number | null; readonly port: Promise<MockPort | null | undefined> }
    | undefined;

  constructor(access: Access, admin: AdminApi, url: string, own: OwnRequestTracker) {
    this.#access = {
      ...access,
      http: (address, init) => {
        const signal = AbortSignal.any([init.signal, this.#stop.signal]);
        return access.http(address, { ...init, signal });
      },
    };
    this.#admin = admin;
    this.#url = url;
    this.#own = own;
  }

  /** Aborted with what is being asked now. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Nobody waits for pending answers any longer. */
  stop(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
  }

  /**
   * The port of the process that started at `process` (unix ms or s; null: nobody knows when): null where the server
   * does not say, undefined where it could not be asked.
   */
  port(process: number | null): Promise<MockPort | null | undefined> {
    if (this.#known?.process !== process) this.#known = { process, port: this.#find() };
    return this.#known.port;
  }

  async #find(): Promise<MockPort | null | undefined> {
    const url = this.#url === '' ? await this.#ask() : this.#url;
    // A process that could not be asked is asked again.
    if (url === undefined) this.#known = undefined;
    return url ? new MockPort(this.#access, url, this.#own) : url === null ? null : undefined;
  }

  async #ask(): Promise<string | null | undefined> {
    const answer = await this.#admin.mockUrl();
    return answer.ok ? answer.value : undefined;
  }
}
