/** Tracks pending work and reports its failures. */
export class PendingTasks {
  readonly #onFault: (error: unknown) => void;
  readonly #tasks = new Set<Promise<unknown>>();

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  add(task: Promise<unknown>): void {
    const end: Promise<unknown> = task.catch(this.#onFault).then(() => this.#tasks.delete(end));
    this.#tasks.add(end);
  }

  get isDone(): boolean {
    return this.#tasks.size === 0;
  }

  /** Resolves when no work is pending, including work started meanwhile. */
  async done(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }
}
