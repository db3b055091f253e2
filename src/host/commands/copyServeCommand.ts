import * as vscode from 'vscode';
import { serveCommand } from '../../mockforge/paths';

/** Puts the command that starts a server on the clipboard. */
export async function copyServeCommand(): Promise<void> {
  await vscode.env.clipboard.writeText(serveCommand);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', serveCommand), 3000);
}
