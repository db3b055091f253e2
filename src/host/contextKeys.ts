import * as vscode from 'vscode';
import { contextKeys } from '../ids';
import type { Collecting } from './collecting';

/** Keeps the context key on which welcomes and menus depend as collecting stands. */
export function publishContext(collecting: Collecting): vscode.Disposable {
  let published: string | undefined;
  const publish = (): void => {
    const { phase } = collecting.status;
    if (phase === published) return;
    published = phase;
    void vscode.commands.executeCommand('setContext', contextKeys.phase, phase);
  };
  publish();
  return collecting.onDidChangeStatus(publish);
}
