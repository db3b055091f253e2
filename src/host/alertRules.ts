import * as vscode from 'vscode';
import type { Alert } from '../alerts/alert';
import type { KeptAlerts } from '../alerts/alertTeller';
import { DisposableStore } from './disposableStore';

const memoryKey = 'alerts';

/** The alert rules of the workspace, kept over reloads of the window: none until the user asks for one. */
export class AlertRules implements KeptAlerts, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #memory: vscode.Memento;
  #list: readonly Alert[];

  /** A rule came or went, or stands otherwise. */
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
    this.#list = memory.get<readonly Alert[]>(memoryKey, []);
  }

  /** Those of all targets, also of those that the settings do not name now. */
  get list(): readonly Alert[] {
    return this.#list;
  }

  change(change: (list: readonly Alert[]) => readonly Alert[]): void {
    const list = change(this.#list);
    if (list === this.#list) return;
    this.#list = list;
    void this.#memory.update(memoryKey, list);
    this.#changed.fire();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
