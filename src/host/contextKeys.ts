import * as vscode from 'vscode';
import { contextKeys } from '../ids';
import type { Collecting } from './collecting';

/** Keeps the context keys for welcomes and menus in line with the state of collecting. */
export function publishContext(collecting: Collecting): vscode.Disposable {
  const published = new Map<string, string>();
  const publish = (): void => {
    const { phase, metrics } = collecting.status;
    const values = [
      [contextKeys.phase, phase],
      [contextKeys.failure, metrics.failure?.kind ?? ''],
    ] as const;
    for (const [key, value] of values) {
      if (published.get(key) === value) continue;
      published.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  };
  publish();
  return collecting.onDidChangeStatus(publish);
}

/** Ticks the step of the walkthrough that asks for an explanation. */
export function publishExplained(): void {
  void vscode.commands.executeCommand('setContext', contextKeys.hasExplained, true);
}
