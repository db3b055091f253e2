import type { Clock } from '../domain/clock';

/** Failed requests are committed between two scrapes at most this often, ms. */
const showErrorsMs = 1000;

/** Commits failed requests soon after the log reports them, but not one at a time. */
export class ErrorCommitThrottle {
  readonly #clock: Clock;
  readonly #commit: () => void;
  #committedAt = 0;
  #cancel: (() => void) | undefined;

  /** @param commit commits all that are there */
  constructor(clock: Clock, commit: () => void) {
    this.#clock = clock;
    this.#commit = commit;
  }

  /** Some are there that no batch has had yet. */
  came(): void {
    if (this.#cancel) return;
    const now = this.#clock.now();
    const wait = this.#committedAt + showErrorsMs - now;
    // Our clock may have been set back.
    if (wait <= 0 || wait > showErrorsMs) this.#tell();
    else {
      this.#cancel = this.#clock.schedule(now + wait, () => {
        this.#tell();
      });
    }
  }

  /** Nothing is committed until some come again. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #tell(): void {
    this.stop();
    this.#committedAt = this.#clock.now();
    this.#commit();
  }
}
