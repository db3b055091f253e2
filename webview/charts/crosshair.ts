import type { TimeWindow } from '../../src/domain/range';

/**
 * The step under the pointer (or keyboard) and the time that is selected, shared by all time charts. Both are held as
 * time (unix seconds), never as places in a chart, whose steps move on with each minute.
 */
export class Crosshair {
  readonly #listeners: (() => void)[] = [];
  #at: number | null = null;
  #source: object | null = null;
  #anchor: TimeWindow | null = null;
  #selection: TimeWindow | null = null;
  #selected: object | null = null;

  /** Where the step begins. */
  get at(): number | null {
    return this.#at;
  }

  get selection(): TimeWindow | null {
    return this.#selection;
  }

  /** The chart that the pointer is on: it alone shows a tooltip. */
  isSource(source: object): boolean {
    return this.#source === source;
  }

  /** The chart in which time was selected: it alone shows what can be done with it. */
  isSelectedIn(source: object): boolean {
    return this.#selection !== null && this.#selected === source;
  }

  /** Whether a selection is under way. */
  get isSelecting(): boolean {
    return this.#anchor !== null;
  }

  set(at: number | null, source: object | null): void {
    if (at === this.#at && source === this.#source) return;
    this.#at = at;
    this.#source = source;
    this.#tell();
  }

  /** Begins to select at a step. */
  beginSelection(step: TimeWindow, source: object): void {
    this.#anchor = step;
    this.#selection = null;
    this.#selected = source;
    this.#tell();
  }

  /** Selects from the step where it began up to this one, both of them whole. */
  extendSelection(step: TimeWindow): void {
    if (this.#anchor === null) return;
    this.#selection = {
      from: Math.min(this.#anchor.from, step.from),
      to: Math.max(this.#anchor.to, step.to),
    };
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
