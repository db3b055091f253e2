import type { StoreClock } from '../../../../src/store/file/storeClock';

/** A store's clock that stands still until it is told to move. */
export class ManualClock implements StoreClock {
  #now: number;
  #due: { at: number; callback: () => void }[] = [];

  constructor(now = Date.UTC(2025, 0, 6)) {
    this.#now = now;
  }

  /** The waits that callers are in, milliseconds. */
  get waits(): number[] {
    return this.#due.map(({ at }) => at - this.#now);
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  /** Moves on and calls back what has become due. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { callback } of due) callback();
  }
}
