/** Knows what was begun and is not done yet, and who is told when something of it fails. */
export class Underway {
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

  /** Resolves when nothing is under way, nor anything that was begun meanwhile. */
  async done(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }
}
