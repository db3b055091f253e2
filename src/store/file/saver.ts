import type { StoreError } from '../storeError';
import { asStoreError } from '../storeError';
import type { StoreClock } from './storeClock';

/** Saving takes at most one twentieth of the time: after a save it rests 19 times as long as that took. */
const restPerSave = 19;

/** The pause after a failed save, milliseconds: long enough to leave a full disk alone. */
const restAfterFailure = 30_000;

/**
 * Writes a database to its file as a whole: at once when it can, and then no more often than its cost
 * allows. Changes made while a write runs go with the next one.
 */
export class Saver {
  readonly #save: () => Promise<void>;
  readonly #clock: StoreClock;
  #changes = 0;
  #savedChanges = 0;
  #running: Promise<void> | undefined;
  #restUntil = 0;
  #cancelNext: (() => void) | undefined;
  #failure: StoreError | undefined;

  /** @param save writes the database as it is when called; rejects when it could not */
  constructor(save: () => Promise<void>, clock: StoreClock) {
    this.#save = save;
    this.#clock = clock;
  }

  /** Why the last save failed; undefined when it did not. */
  get failure(): StoreError | undefined {
    return this.#failure;
  }

  /** How many changes are on disk, counted from the opening of the database. */
  get savedChanges(): number {
    return this.#savedChanges;
  }

  /** How many changes there were. */
  get changes(): number {
    return this.#changes;
  }

  /** The database changed. */
  changed(): void {
    this.#changes += 1;
    this.#plan();
  }

  /** Resolves when every change so far is on disk; rejects with a StoreError when that failed. */
  async flush(): Promise<void> {
    const wanted = this.#changes;
    while (this.#savedChanges < wanted) {
      if (this.#running) {
        await this.#running;
        continue;
      }
      await this.#write();
      if (this.#failure) throw this.#failure;
    }
  }

  /** Forgets the planned save. */
  stop(): void {
    this.#cancelNext?.();
    this.#cancelNext = undefined;
  }

  #plan(): void {
    if (this.#running || this.#cancelNext || this.#savedChanges === this.#changes) return;
    const rest = Math.max(0, this.#restUntil - this.#clock.elapsed());
    this.#cancelNext = this.#clock.after(rest, () => {
      this.#cancelNext = undefined;
      void this.#write();
    });
  }

  /** Never rejects: the failure is kept until someone asks. */
  #write(): Promise<void> {
    this.stop();
    this.#running ??= this.#writeOnce().finally(() => {
      this.#running = undefined;
      this.#plan();
    });
    return this.#running;
  }

  async #writeOnce(): Promise<void> {
    const changes = this.#changes;
    const start = this.#clock.elapsed();
    try {
      await this.#save();
      this.#savedChanges = changes;
      this.#failure = undefined;
      const end = this.#clock.elapsed();
      this.#restUntil = end + restPerSave * (end - start);
    } catch (error) {
      this.#failure = asStoreError(error, (reason) => ({ kind: 'saving_failed', reason }));
      this.#restUntil = this.#clock.elapsed() + restAfterFailure;
    }
  }
}
