import { errorMessage } from '../../src/domain/errorMessage';
import type { CallClient } from '../../src/protocol/remoteCall';
import type { DashboardCharts, DashboardData } from '../../src/protocol/dashboardData';
import type { ChartsAnswer, DashboardRequest, HostCalls } from '../../src/protocol/webviewMessages';

/** A whole answer, with the charts that were there before it; `data` is null while there is no database. */
export interface WholeAnswer {
  readonly revision: number;
  readonly data: DashboardData | null;
}

interface ReaderListener {
  /** The charts of the last answer, with all that changed since; null: none. */
  readonly shown: () => ChartsAnswer | null;
  /** The charts of an answer that has not come yet. */
  readonly onCharts: (charts: DashboardCharts) => void;
  readonly onData: (answer: WholeAnswer) => void;
  readonly onFailure: (reason: string) => void;
  /** The request that takes long to be answered; null when it is over. */
  readonly onLoading: (request: DashboardRequest | null) => void;
}

/** Milliseconds after which a read is worth a word. */
const patience = 300;

/**
 * Reads the dashboard's data. Only the answer to what was asked for last counts: the host ends the read before it. The
 * same request again waits for the answer to the first, so that there is one however often it is asked for.
 */
export class DashboardReader {
  readonly #calls: Pick<CallClient<HostCalls>, 'call'>;
  readonly #listener: ReaderListener;
  /** What is being read, as text, and what its charts depend on; null: nothing. */
  #reading: { readonly asked: string; readonly charts: string } | null = null;
  /** What the charts that were told last depend on. */
  #told = '';
  #isAskedAgain = false;
  /** What was last answered as a whole; null: nothing yet. */
  #answered: DashboardRequest | null = null;

  constructor(calls: Pick<CallClient<HostCalls>, 'call'>, listener: ReaderListener) {
    this.#calls = calls;
    this.#listener = listener;
  }

  /** Asks, in the place of the read that is under way, or after it if that is the same. */
  read(request: DashboardRequest): void {
    const asked = JSON.stringify(request);
    this.#isAskedAgain = this.#reading?.asked === asked;
    if (this.#isAskedAgain) return;
    const reading = { asked, charts: chartsOf(request) };
    this.#reading = reading;
    void this.#readNow(request, () => this.#reading === reading);
  }

  /** Whether other charts are being read than those that were told last. */
  get isChanging(): boolean {
    return this.#reading !== null && this.#reading.charts !== this.#told;
  }

  async #readNow(request: DashboardRequest, isWanted: () => boolean): Promise<void> {
    const timer = setTimeout(() => {
      this.#listener.onLoading(request);
    }, patience);
    try {
      const answer = await this.#answer(request, isWanted);
      // Something else was chosen meanwhile: drawing this would only flicker.
      if (!answer || !isWanted()) return;
      this.#answered = request;
      this.#told = chartsOf(request);
      this.#listener.onData(answer);
    } catch (error) {
      if (isWanted()) this.#listener.onFailure(errorMessage(error));
    } finally {
      clearTimeout(timer);
      if (isWanted()) this.#end(request);
    }
  }

  #end(request: DashboardRequest): void {
    this.#reading = null;
    this.#listener.onLoading(null);
    if (this.#isAskedAgain) this.read(request);
  }

  /**
   * Charts are there sooner than all the rest, and are drawn while that is read. Where only the table of endpoints is
   * turned to another page, those that are shown stay. What was answered already is read anew.
   */
  async #answer(
    request: DashboardRequest,
    isWanted: () => boolean,
  ): Promise<WholeAnswer | undefined> {
    const before = this.#answered;
    const isOther = !before || chartsOf(request) !== chartsOf(before);
    const first = isOther ? await this.#calls.call('readCharts', request) : null;
    if (!isWanted()) return undefined;
    const known = before && !isOther && isTurned(before, request) ? this.#listener.shown() : first;
    const rest = this.#calls.call('readDashboard', { request, charts: known?.revision ?? 0 });
    if (first) {
      this.#told = chartsOf(request);
      this.#listener.onCharts(first.charts);
    }
    const { revision, data } = await rest;
    const charts = data?.charts ?? known?.charts;
    return { revision, data: data && charts ? { ...charts, ...data.tables } : null };
  }
}

/** What of a request the charts depend on. */
function chartsOf({ period, compare, filter }: DashboardRequest): string {
  return JSON.stringify([period, compare, filter]);
}

/** Whether only another page of the endpoints' table is asked for. */
function isTurned(before: DashboardRequest, after: DashboardRequest): boolean {
  const [old, page] = [before, after].map(({ endpointPage }) => JSON.stringify(endpointPage));
  return before.live === after.live && old !== page;
}
