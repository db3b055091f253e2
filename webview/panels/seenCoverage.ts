import type { CoverageAnswer } from '../../src/protocol/contractCoverage';
import { wholeOf } from '../dashboardView';
import type { DashboardView, PanelActions } from '../dashboardView';

type Numbers = DashboardView['data'];

/** One reading for all panels that show the same numbers. */
const readings = new WeakMap<Numbers, Promise<CoverageAnswer | null>>();

/**
 * What was exercised of the API, read anew for each numbers while a panel that shows it is looked at: whoever never
 * scrolls down to it pays nothing.
 */
export class SeenCoverage {
  readonly #actions: Pick<PanelActions, 'readCoverage' | 'fail'>;
  readonly #onAnswer: () => void;
  #answer: CoverageAnswer | null | undefined;
  #data: Numbers | undefined;
  /** What was read last, or is being read. */
  #read: Numbers | undefined;
  #reading = Promise.resolve();
  #isSeen = false;

  constructor(
    root: HTMLElement,
    actions: Pick<PanelActions, 'readCoverage' | 'fail'>,
    onAnswer: () => void,
  ) {
    this.#actions = actions;
    this.#onAnswer = onAnswer;
    new IntersectionObserver(([entry]) => {
      this.#isSeen = entry?.isIntersecting ?? false;
      this.#readIfDue();
    }).observe(root);
  }

  /** Null where nothing is stored or documents are no matter; undefined before it was first read. */
  get answer(): CoverageAnswer | null | undefined {
    return this.#answer;
  }

  update(view: DashboardView): void {
    this.#data = wholeOf(view)?.data ?? this.#data;
    this.#readIfDue();
  }

  /** Resolves when the answer is that of the numbers, whether anybody looks at it or not. Never rejects. */
  async settled(): Promise<void> {
    this.#readIfNew();
    await this.#reading;
  }

  #readIfDue(): void {
    if (this.#isSeen) this.#readIfNew();
  }

  #readIfNew(): void {
    const data = this.#data;
    if (!data || data === this.#read) return;
    this.#read = data;
    const reading = readings.get(data) ?? this.#actions.readCoverage();
    readings.set(data, reading);
    this.#reading = reading
      .then((answer) => {
        if (this.#read !== data) return;
        this.#answer = answer;
        this.#onAnswer();
      })
      .catch((error: unknown) => {
        // The next numbers are a reason to try again.
        this.#actions.fail(error);
      });
  }
}
