import type {
  ChartsReading,
  DashboardData,
  DashboardQuery,
  TablesReading,
} from '../../protocol/dashboardData';
import { difference } from '../../protocol/difference';
import type {
  ChartsAnswer,
  DashboardAnswer,
  DashboardRequest,
  WebviewEvent,
} from '../../protocol/webviewMessages';

/** Charts, and what their request meant when they were read. */
export interface QueriedCharts extends ChartsReading {
  readonly query: DashboardQuery;
}

/** Where a view's numbers come from. Both are null while there is no database, and reject once the signal is given. */
export interface LiveReads {
  readonly charts: (
    request: DashboardRequest,
    signal: AbortSignal,
  ) => Promise<QueriedCharts | null>;
  readonly tables: (
    query: DashboardQuery,
    known: string,
    signal: AbortSignal,
  ) => Promise<TablesReading | null>;
}

/** What a view was last told. */
interface Told extends QueriedCharts {
  readonly request: DashboardRequest;
  readonly revision: number;
  /** Null: only charts so far. */
  readonly data: DashboardData | null;
}

/**
 * Keeps one view up to date: answers what it asks, and after a commit tells it, in one message, what of that is
 * other now. Every answer and every message has a number, by which the view knows whether it missed one, and says which
 * charts it has. A question takes the place of the one before, of which the view wants no answer any more.
 */
export class LiveView {
  readonly #reads: LiveReads;
  readonly #tell: (event: WebviewEvent) => void;
  #told: Told | undefined;
  #revision = 0;
  /** Ends what is being read. */
  #reading = new AbortController();
  #page = new AbortController();
  /** The last question; it never rejects. */
  #question: Promise<void> = Promise.resolve();

  constructor(reads: LiveReads, tell: (event: WebviewEvent) => void) {
    this.#reads = reads;
    this.#tell = tell;
  }

  /** What was last asked for; undefined before anything was. */
  get request(): DashboardRequest | undefined {
    return this.#told?.request;
  }

  /** The charts alone; null while there is no database. */
  charts(request: DashboardRequest): Promise<ChartsAnswer | null> {
    return this.#ask(async (signal) => {
      const read = await this.#reads.charts(request, signal);
      signal.throwIfAborted();
      const revision = ++this.#revision;
      this.#told = read ? { ...read, request, revision, data: null } : undefined;
      return read && { revision, charts: read.charts };
    });
  }

  /**
   * Charts and tables, of one commit.
   * @param charts the answer whose charts the view has, which are left out if they are still true; 0: none
   */
  answer(request: DashboardRequest, charts: number): Promise<DashboardAnswer> {
    return this.#ask(async (signal) => {
      const known = this.#told?.revision === charts ? this.#told : undefined;
      const read = await this.#read(request, known, signal);
      signal.throwIfAborted();
      const revision = ++this.#revision;
      this.#told = read ? { ...read, revision } : undefined;
      if (!read) return { revision, data: null };
      const hasCharts = read.reading === known?.reading;
      return { revision, data: { charts: hasCharts ? null : read.charts, tables: read.tables } };
    });
  }

  /** The store has something new. A view that is not live asks on its own. */
  async onCommit(): Promise<void> {
    await this.#answered();
    const told = this.#told;
    if (told && !told.request.live) return;
    if (!told?.data) {
      this.#tell({ type: 'committed' });
      return;
    }
    const signal = this.#newSignal();
    // What cannot be read is not told: the view asks for it, and hears why.
    const read = await this.#read(told.request, undefined, signal).catch(() => null);
    // Meanwhile it asked for something else, and gets the answer to that.
    if (signal.aborted) return;
    if (!read) {
      this.#told = undefined;
      this.#tell({ type: 'committed' });
      return;
    }
    const revision = ++this.#revision;
    this.#told = { ...read, revision };
    const change = difference(told.data, read.data);
    this.#tell({ type: 'changed', base: told.revision, revision, change });
  }

  /** Given once the view is gone. What it asks for beside the dashboard ends then, and not with the next question. */
  get pageSignal(): AbortSignal {
    return this.#page.signal;
  }

  /** The view is gone: what is being read for it need not go on. */
  stop(): void {
    this.#reading.abort();
    this.#page.abort();
    this.#page = new AbortController();
  }

  #ask<Answer>(work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const answer = work(this.#newSignal());
    this.#question = answer.then(
      () => undefined,
      () => undefined,
    );
    return answer;
  }

  /** Resolves when no question is open. */
  async #answered(): Promise<void> {
    let last: Promise<void> | undefined;
    while (last !== this.#question) {
      last = this.#question;
      await last;
    }
  }

  /** Ends what is being read, for what is read next. */
  #newSignal(): AbortSignal {
    this.#reading.abort();
    this.#reading = new AbortController();
    return this.#reading.signal;
  }

  async #read(request: DashboardRequest, charts: QueriedCharts | undefined, signal: AbortSignal) {
    const known = charts ?? (await this.#reads.charts(request, signal));
    if (!known) return null;
    const query = { ...known.query, endpointPage: request.endpointPage };
    const answer = await this.#reads.tables(query, known.reading, signal);
    if (!answer) return null;
    const { reading, charts: current } = answer.newer ?? known;
    const { tables } = answer;
    const data: DashboardData = { ...current, ...tables };
    return { request, query, reading, charts: current, tables, data };
  }
}
