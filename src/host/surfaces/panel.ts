import * as vscode from 'vscode';
import { plainLabel } from './plainText';

/** Opens a panel of ours in the editor area. */
export function createPanel(
  type: string,
  title: string,
  options: vscode.WebviewOptions,
): vscode.WebviewPanel {
  const column = vscode.ViewColumn.Active;
  return vscode.window.createWebviewPanel(type, plainLabel(title), column, options);
}
