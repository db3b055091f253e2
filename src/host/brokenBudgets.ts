import * as vscode from 'vscode';
import { joinKey } from '../domain/compositeKey';
import { DisposableStore } from './disposableStore';

/** An endpoint with what is said of a budget of it that is broken. */
export interface BrokenBudget {
  readonly method: string | null;
  readonly endpoint: string;
  readonly text: string;
}

/** The budgets that are broken, for whoever shows endpoints: none until budgets were judged. */
export class BrokenBudgets implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  #texts: ReadonlyMap<string, string> = new Map();

  readonly onDidChange = this.#changed.event;

  /** What is said of a broken budget of an endpoint; undefined where none is. */
  of({ method, endpoint }: Omit<BrokenBudget, 'text'>): string | undefined {
    return this.#texts.get(joinKey(method ?? '', endpoint));
  }

  /** Of several that an endpoint breaks the first is told. */
  tell(broken: readonly BrokenBudget[]): void {
    const before = this.#texts;
    this.#texts = new Map(
      [...broken]
        .reverse()
        .map(({ method, endpoint, text }) => [joinKey(method ?? '', endpoint), text]),
    );
    const isSame =
      before.size === this.#texts.size &&
      [...this.#texts].every(([key, text]) => before.get(key) === text);
    if (!isSame) this.#changed.fire();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
