import type * as vscode from 'vscode';
import { plainText } from './plainText';

/** A line of text above a line of a document, which may run a command of ours. */
export function lensCommand(title: string, run?: Omit<vscode.Command, 'title'>): vscode.Command {
  return { ...(run ?? { command: '' }), title: plainText(title) };
}
