import { errorMessage } from '../../src/domain/errorMessage';
import type { CallClient } from '../../src/protocol/remoteCall';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type {
  DashboardAnswer,
  DashboardRequest,
  HostCalls,
} from '../../src/protocol/webviewMessages';

interface ReaderListener {
  /** The charts of an answer that has not come yet. */
  readonly onCharts: (charts: DashboardCharts) => void;
  readonly onData: (answer: DashboardAnswer) => void;
  readonly onFailure: (reason: string) => void;
  /** The request that takes long to be answered; null when it is over. */
  readonly onLoading: (request: DashboardRequest | null) => void;
}

/** Milliseconds after which a read is worth a word. */
const patience = 300;

/** Reads the dashboard's data: one call at a time, and of answers only the last one that was asked for. */
export class DashboardReader {
  readonly #calls: Pick<CallClient<HostCalls>, 'call'>;
  readonly #listener: ReaderListener;
  #wanted: DashboardRequest | null = null;
  /** What the charts show, as text; empty: nothing yet. */
  #charted = '';
  #isReading = false;

  constructor(calls: Pick<CallClient<HostCalls>, 'call'>, listener: ReaderListener) {
    this.#calls = calls;
    this.#listener = listener;
  }

  /** Asks, at once or after the read that is under way; only the last wish is kept. */
  read(request: DashboardRequest): void {
    this.#wanted = request;
    if (!this.#isReading) void this.#readWanted();
  }

  async #readWanted(): Promise<void> {
    this.#isReading = true;
    while (this.#wanted !== null) {
      const request = this.#wanted;
      this.#wanted = null;
      await this.#readOnce(request);
    }
    this.#isReading = false;
  }

  async #readOnce(request: DashboardRequest): Promise<void> {
    const timer = setTimeout(() => {
      this.#listener.onLoading(request);
    }, patience);
    let isAnswered = false;
    try {
      if (chartsOf(request) !== this.#charted) void this.#readCharts(request, () => !isAnswered);
      const answer = await this.#calls.call('readDashboard', request);
      // Something else was chosen meanwhile: drawing this would only flicker.
      if (this.#isOutdated(request)) return;
      this.#charted = chartsOf(request);
      this.#listener.onData(answer);
    } catch (error) {
      if (!this.#isOutdated(request)) {
        this.#listener.onFailure(errorMessage(error));
      }
    } finally {
      isAnswered = true;
      clearTimeout(timer);
      this.#listener.onLoading(null);
    }
  }

  /** Charts are there sooner than all the rest. What is wrong with them is wrong with the whole answer, which says so. */
  async #readCharts(request: DashboardRequest, isWanted: () => boolean): Promise<void> {
    const charts = await this.#calls.call('readCharts', request).catch(() => null);
    if (charts && isWanted() && !this.#isOutdated(request)) this.#listener.onCharts(charts);
  }

  #isOutdated(request: DashboardRequest): boolean {
    return this.#wanted !== null && JSON.stringify(this.#wanted) !== JSON.stringify(request);
  }
}

/** What of a request the charts depend on. */
function chartsOf({ period, compare, filter }: DashboardRequest): string {
  return JSON.stringify([period, compare, filter]);
}
