import type { CoverageAnswer } from '../../src/protocol/contractCoverage';
import { wholeOf } from '../dashboardView';
import type { DashboardView, PanelActions } from '../dashboardView';
import { PacedReading } from './pacedReading';

type Numbers = DashboardView['data'];

/** One reading for all panels that show the same numbers. */
const readings = new WeakMap<Numbers, Promise<CoverageAnswer | null>>();

/**
 * What was exercised of the API, read anew for new numbers while a panel that shows it is looked at: whoever never
 * scrolls down to it pays nothing.
 */
export class SeenCoverage {
  readonly #reading: PacedReading<Numbers, CoverageAnswer | null>;
  #answer: CoverageAnswer | null | undefined;
  #isSeen = false;
  readonly #isWanted = (): boolean => this.#isSeen;

  constructor(
    root: HTMLElement,
    { readCoverage, fail }: Pick<PanelActions, 'readCoverage' | 'fail'>,
    onAnswer: () => void,
  ) {
    this.#reading = new PacedReading({
      read: (numbers) => {
        const reading = readings.get(numbers) ?? readCoverage();
        readings.set(numbers, reading);
        return reading;
      },
      onAnswer: (answer) => {
        this.#answer = answer;
        onAnswer();
      },
      onFailure: fail,
    });
    // On a busy page it tells of several changes at once, in their order.
    new IntersectionObserver((changes) => {
      this.#isSeen = changes.at(-1)?.isIntersecting ?? false;
      this.#reading.update(undefined, this.#isWanted);
    }).observe(root);
  }

  /** Null where nothing is stored or documents are no matter; undefined before it was first read. */
  get answer(): CoverageAnswer | null | undefined {
    return this.#answer;
  }

  update(view: DashboardView): void {
    this.#reading.update(wholeOf(view)?.data, this.#isWanted);
  }

  /** Resolves when the answer is that of the numbers, whether anybody looks at it or not. Never rejects. */
  settled(): Promise<void> {
    return this.#reading.settled();
  }
}
