/** Where the page is scrolled to, over reloads and over a look at one endpoint. */
export class ScrollPlace {
  /** Where a restarted page should scroll to, until it is long enough. */
  #goal: number | null;
  /** Where the page was scrolled to before an endpoint was opened. */
  #overview = 0;

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

  returnToOverview(): void {
    window.scrollTo(0, this.#overview);
  }
}
