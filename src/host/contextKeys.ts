import * as vscode from 'vscode';
import { contextKeys } from '../ids';
import type { Config } from './config';
import type { Targets } from './targets';
import type { ViewedTarget } from './viewedTarget';

/** What the keys say something about. */
export interface ContextSources {
  readonly target: ViewedTarget;
  readonly targets: Targets;
  readonly config: Config;
}

/** Keeps the context keys for welcomes and menus in line with the state of target. */
export function publishContext({ target, targets, config }: ContextSources): vscode.Disposable {
  const published = new Map<string, unknown>();
  const publish = (): void => {
    const { phase, metrics } = target.status;
    const values = [
      [contextKeys.phase, phase],
      [contextKeys.failure, metrics.failure?.kind ?? ''],
      [contextKeys.severalTargets, targets.areSeveral],
      [contextKeys.teamStore, config.current.teamStore !== ''],
    ] as const;
    for (const [key, value] of values) {
      if (published.get(key) === value) continue;
      published.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  };
  publish();
  return vscode.Disposable.from(
    target.onDidChangeStatus(publish),
    targets.onDidChange(publish),
    config.onDidChange(publish),
  );
}

/** Tells menus whether the active editor shows numbers of operations. */
export function publishOperations(shown: boolean): void {
  void vscode.commands.executeCommand('setContext', contextKeys.showsOperations, shown);
}

/** Ticks the step of the walkthrough that asks for an explanation. */
export function publishExplained(): void {
  void vscode.commands.executeCommand('setContext', contextKeys.hasExplained, true);
}
