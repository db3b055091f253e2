/** A run of steps, both ends included. */
export interface StepRun {
  readonly first: number;
  readonly last: number;
}

/** The step under the pointer (or keyboard) and the steps that are selected, shared by all time charts. */
export class Crosshair {
  readonly #listeners: (() => void)[] = [];
  #step: number | null = null;
  #source: object | null = null;
  #anchor: number | null = null;
  #selection: StepRun | null = null;
  #selected: object | null = null;

  get step(): number | null {
    return this.#step;
  }

  get selection(): StepRun | null {
    return this.#selection;
  }

  /** The chart that the pointer is on: it alone shows a tooltip. */
  isSource(source: object): boolean {
    return this.#source === source;
  }

  /** The chart in which steps were selected: it alone shows what can be done with them. */
  isSelectedIn(source: object): boolean {
    return this.#selection !== null && this.#selected === source;
  }

  /** Whether a selection is under way. */
  get isSelecting(): boolean {
    return this.#anchor !== null;
  }

  set(step: number | null, source: object | null): void {
    if (step === this.#step && source === this.#source) return;
    this.#step = step;
    this.#source = source;
    this.#tell();
  }

  /** Begins to select at a step. */
  beginSelection(step: number, source: object): void {
    this.#anchor = step;
    this.#selection = null;
    this.#selected = source;
    this.#tell();
  }

  /** Selects from where it began up to this step. */
  extendSelection(step: number): void {
    if (this.#anchor === null) return;
    this.#selection = { first: Math.min(this.#anchor, step), last: Math.max(this.#anchor, step) };
    this.#tell();
  }

  endSelection(): void {
    this.#anchor = null;
    this.#tell();
  }

  clearSelection(): void {
    this.#anchor = null;
    this.#selection = null;
    this.#selected = null;
    this.#tell();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
