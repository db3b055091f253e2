/** Where the page is scrolled to, over reloads and over a look at one endpoint. */
export class ScrollPlace {
  /** Where a restarted page should scroll to, until it is long enough. */
  #goal: number | null;
  /** Where the page was scrolled to before an endpoint was opened. */
  #overview = 0;
  /** Whether the reader has scrolled, clicked or typed since the overview was asked for. */
  #movedOn = false;

  /** @param goal pixels from the top */
  constructor(goal: number) {
    this.#goal = goal;
  }

  /** Listens from now on; `onScrolled` gets the place that a reader scrolled to. */
  start(isLongEnough: () => boolean, onScrolled: (scroll: number) => void): void {
    window.addEventListener('scrollend', () => {
      if (this.#goal === null) onScrolled(window.scrollY);
    });
    for (const byHand of ['wheel', 'pointerdown', 'keydown']) {
      document.addEventListener(byHand, () => {
        this.#goal = null;
        this.#movedOn = true;
      });
    }
    // After the window was loaded again the editor gives the page its size after its first numbers.
    new ResizeObserver(() => {
      if (isLongEnough()) this.reach();
    }).observe(document.documentElement);
  }

  /** Scrolls to where a restarted page was. */
  reach(): void {
    if (this.#goal === null) return;
    window.scrollTo(0, this.#goal);
    if (Math.abs(window.scrollY - this.#goal) < 1) this.#goal = null;
  }

  /** Keeps where the overview is, before anything else takes its place. */
  keepOverview(): void {
    this.#overview = window.scrollY;
  }

  /** From here on the reader waits for the overview, which is read first. */
  awaitOverview(): void {
    this.#movedOn = false;
  }

  /** Scrolls to where the overview was; false where the reader has moved on meanwhile and stays. */
  returnToOverview(): boolean {
    if (!this.#movedOn) window.scrollTo(0, this.#overview);
    return !this.#movedOn;
  }
}
