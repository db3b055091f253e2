import type { DashboardCharts, DashboardData } from '../../src/protocol/dashboardData';
import { applied } from '../../src/protocol/difference';
import type { ChartsAnswer, WebviewEvent } from '../../src/protocol/webviewMessages';
import type { WholeAnswer } from './dashboardReader';

/** The numbers of the dashboard: the last whole answer, with all that changed since. */
export class ShownData {
  #whole: DashboardData | null = null;
  /** What is drawn: of what was chosen last, the charts alone as long as the rest is not there. */
  #drawn: DashboardCharts | null = null;
  /** The number of the answer or message that the data are from. */
  #revision = 0;
  #isRead = false;

  get whole(): DashboardData | null {
    return this.#whole;
  }

  /** The charts of the last whole answer, with its number. */
  get charts(): ChartsAnswer | null {
    return this.#whole && { revision: this.#revision, charts: this.#whole };
  }

  get drawn(): DashboardCharts | null {
    return this.#drawn;
  }

  /** Whether there was an answer, if only that there is nothing. */
  get isRead(): boolean {
    return this.#isRead;
  }

  showCharts(charts: DashboardCharts): void {
    this.#drawn = charts;
  }

  /** Goes back to the last whole answer, where what was asked for does not come. */
  showWhole(): void {
    this.#drawn = this.#whole;
  }

  take({ revision, data }: WholeAnswer): void {
    this.#revision = revision;
    this.#whole = data;
    this.#drawn = data;
    this.#isRead = true;
  }

  /**
   * What the data are after a change; null where it has to be asked for, since something was missed. Whatever happens
   * before a whole answer is in that, so nothing is to be done: undefined.
   */
  changed(event: Extract<WebviewEvent, { type: 'changed' }>): WholeAnswer | null | undefined {
    if (this.#drawn !== this.#whole) return undefined;
    if (!this.#whole || event.base !== this.#revision) return null;
    const data = applied(this.#whole, event.change) as DashboardData;
    return { revision: event.revision, data };
  }
}
