/** The step under the pointer (or keyboard), shared by all time charts. */
export class Crosshair {
  readonly #listeners: (() => void)[] = [];
  #step: number | null = null;
  #source: object | null = null;

  get step(): number | null {
    return this.#step;
  }

  /** The chart that the pointer is on: it alone shows a tooltip. */
  isSource(source: object): boolean {
    return this.#source === source;
  }

  set(step: number | null, source: object | null): void {
    if (step === this.#step && source === this.#source) return;
    this.#step = step;
    this.#source = source;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
