/**
 * Milliseconds after which no other piece is begun in a task. With the piece that goes over it, a chart of a busy year,
 * the task is still shorter than the 50 ms from which the page does not answer to the user at once.
 */
const sliceMs = 14;

/** Does the pieces of the last work that it was given, in order, in several tasks where one would be too long. */
export class Slices {
  #pieces: readonly (() => void)[] = [];
  #isWaiting = false;

  /** Begins at once and drops what is left of earlier work. */
  begin(pieces: readonly (() => void)[]): void {
    this.#pieces = pieces;
    if (!this.#isWaiting) this.#goOn();
  }

  #goOn(): void {
    this.#isWaiting = false;
    const end = performance.now() + sliceMs;
    while (this.#pieces.length > 0 && performance.now() < end) {
      const [piece, ...rest] = this.#pieces;
      this.#pieces = rest;
      piece?.();
    }
    if (this.#pieces.length === 0) return;
    this.#isWaiting = true;
    setTimeout(() => {
      this.#goOn();
    });
  }
}
