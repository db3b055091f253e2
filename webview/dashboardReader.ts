import type { DashboardData } from '../src/protocol/dashboardData';
import type { CallClient } from '../src/protocol/remoteCall';
import type { HostCalls, Range } from '../src/protocol/webviewMessages';

interface ReaderListener {
  readonly onData: (data: DashboardData | null) => void;
  readonly onFailure: (reason: string) => void;
  /** The range that takes long to be read; null when it is over. */
  readonly onLoading: (range: Range | null) => void;
}

/** Milliseconds after which a read is worth a word. */
const patience = 300;

/** Reads the dashboard's data: one call at a time, and of answers only the last one that was asked for. */
export class DashboardReader {
  readonly #calls: Pick<CallClient<HostCalls>, 'call'>;
  readonly #listener: ReaderListener;
  #wanted: Range | null = null;
  #isReading = false;

  constructor(calls: Pick<CallClient<HostCalls>, 'call'>, listener: ReaderListener) {
    this.#calls = calls;
    this.#listener = listener;
  }

  /** Reads a range, at once or after the read that is under way; only the last wish is kept. */
  read(range: Range): void {
    this.#wanted = range;
    if (!this.#isReading) void this.#readWanted();
  }

  async #readWanted(): Promise<void> {
    this.#isReading = true;
    while (this.#wanted !== null) {
      const range = this.#wanted;
      this.#wanted = null;
      await this.#readOnce(range);
    }
    this.#isReading = false;
  }

  async #readOnce(range: Range): Promise<void> {
    const timer = setTimeout(() => {
      this.#listener.onLoading(range);
    }, patience);
    try {
      const data = await this.#calls.call('readDashboard', { range });
      // Another range was chosen meanwhile: drawing this one would only flicker.
      if (!this.#isOutdated(range)) this.#listener.onData(data);
    } catch (error) {
      if (!this.#isOutdated(range)) {
        this.#listener.onFailure(error instanceof Error ? error.message : String(error));
      }
    } finally {
      clearTimeout(timer);
      this.#listener.onLoading(null);
    }
  }

  #isOutdated(range: Range): boolean {
    return this.#wanted !== null && this.#wanted !== range;
  }
}
