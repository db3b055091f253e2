import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Alert } from '../alerts/alert';
import type { KeptAlerts } from '../alerts/alertTeller';
import { AlertFile } from './alertFile';
import { DisposableStore } from './disposableStore';

/** The alert rules of the workspace, the same in each of its windows: none until the user asks for one. */
export class AlertRules implements KeptAlerts, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #file: AlertFile;
  #list: readonly Alert[] = [];

  /** A rule came or went, or stands otherwise. */
  readonly onDidChange = this.#changed.event;

  /** @param folder of the extension for all workspaces: in the workspace's own each window has another */
  constructor(folder: vscode.Uri) {
    const path = join(folder.fsPath, 'alerts', `${workspaceName()}.json`);
    this.#file = new AlertFile(path, vscode.l10n.t);
  }

  /** Those of all targets, also of those that the settings do not name now, as of the last look. */
  get list(): readonly Alert[] {
    return this.#list;
  }

  async change(change: (list: readonly Alert[]) => readonly Alert[]): Promise<void> {
    this.#show(await this.#file.change(change));
  }

  /**
   * Looks what is there, also by other windows.
   * @throws Error that says in a sentence why that cannot be read; the list stays
   */
  look(): void {
    this.#show(this.#file.read());
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #show(list: readonly Alert[]): void {
    if (JSON.stringify(list) === JSON.stringify(this.#list)) return;
    this.#list = list;
    this.#changed.fire();
  }
}

/** A name for a file that all windows of this workspace give; those without a workspace give one, too. */
function workspaceName(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const uri = workspaceFile ?? workspaceFolders?.[0]?.uri;
  return createHash('sha256').update(String(uri)).digest('hex');
}
