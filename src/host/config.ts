import * as vscode from 'vscode';
import { prefix } from '../ids';
import { DisposableStore } from './disposableStore';
import type { Log } from './surfaces/log';
import { warn } from './surfaces/notifications';
import { checkSettings, type CheckedSettings, type LeftOutEntry, type Settings } from './settings';

/** The user's settings, always valid, with an event when they change. */
export class Config implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<Settings>());
  readonly #log: Log;
  #checked: CheckedSettings;
  #writing = false;

  /** The new settings, after each change. */
  readonly onDidChange = this.#changed.event;

  constructor(log: Log) {
    this.#log = log;
    this.#checked = readSettings();
    for (const { message } of this.#checked.problems) log.warn(message);
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(prefix)) this.#read(event);
      }),
    );
  }

  get current(): Settings {
    return this.#checked.settings;
  }

  /** The entries of the list of targets that cannot be used. */
  get leftOut(): readonly LeftOutEntry[] {
    return this.#checked.problems.flatMap(({ leftOut = [] }) => leftOut);
  }

  /** Writes several settings that belong together, with one event when all are written. */
  async write(
    values: readonly (readonly [key: string, value: unknown])[],
    target: vscode.ConfigurationTarget,
  ): Promise<void> {
    this.#writing = true;
    try {
      for (const [key, value] of values) {
        await vscode.workspace.getConfiguration().update(key, value, target);
      }
    } finally {
      this.#writing = false;
      this.#changed.fire(this.current);
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #read(event: vscode.ConfigurationChangeEvent): void {
    this.#checked = readSettings();
    for (const { key, message } of this.#checked.problems) {
      if (!event.affectsConfiguration(key)) continue;
      this.#log.warn(message);
      showProblem(key, message);
    }
    if (!this.#writing) this.#changed.fire(this.current);
  }
}

function readSettings(): CheckedSettings {
  const configuration = vscode.workspace.getConfiguration();
  return checkSettings((key) => configuration.get(key), vscode.l10n.t);
}

function showProblem(key: string, message: string): void {
  warn(message, {
    title: vscode.l10n.t('Open Settings'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', key),
  });
}
