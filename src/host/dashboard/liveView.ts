import type { DashboardData } from '../../protocol/dashboardData';
import { difference } from '../../protocol/difference';
import type {
  DashboardAnswer,
  DashboardRequest,
  WebviewEvent,
} from '../../protocol/webviewMessages';

/** What a view was last told. */
interface Told {
  readonly request: DashboardRequest;
  readonly data: DashboardData;
  readonly revision: number;
}

/**
 * Keeps one view up to date: answers what it asks, and after a commit tells it, in one message, what of that is
 * other now. Every answer and every message has a number, by which the view knows whether it missed one.
 */
export class LiveView {
  readonly #read: (request: DashboardRequest) => Promise<DashboardData | null>;
  readonly #tell: (event: WebviewEvent) => void;
  #told: Told | undefined;
  #revision = 0;
  /** Counts the questions, including pending ones. */
  #asked = 0;

  constructor(
    read: (request: DashboardRequest) => Promise<DashboardData | null>,
    tell: (event: WebviewEvent) => void,
  ) {
    this.#read = read;
    this.#tell = tell;
  }

  /** What was last asked for; undefined before anything was. */
  get request(): DashboardRequest | undefined {
    return this.#told?.request;
  }

  async answer(request: DashboardRequest): Promise<DashboardAnswer> {
    this.#asked++;
    const data = await this.#read(request);
    const revision = ++this.#revision;
    this.#told = data ? { request, data, revision } : undefined;
    return { revision, data };
  }

  /** The store has something new. A view that is not live asks on its own. */
  async onCommit(): Promise<void> {
    const told = this.#told;
    if (!told) {
      this.#tell({ type: 'committed' });
      return;
    }
    if (!told.request.live) return;
    const asked = this.#asked;
    // What cannot be read is not told: the view asks for it, and hears why.
    const data = await this.#read(told.request).catch(() => null);
    // Meanwhile it asked for something else, and gets the answer to that.
    if (this.#asked !== asked) return;
    if (!data) {
      this.#told = undefined;
      this.#tell({ type: 'committed' });
      return;
    }
    const revision = ++this.#revision;
    this.#told = { request: told.request, data, revision };
    const change = difference(told.data, data);
    this.#tell({ type: 'changed', base: told.revision, revision, change });
  }
}
