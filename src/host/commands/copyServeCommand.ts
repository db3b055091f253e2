import * as vscode from 'vscode';
import { serveCommand } from '../../mockforge/paths';
import { copyText } from '../surfaces/clipboard';

/** Puts the command that starts a server on the clipboard. */
export async function copyServeCommand(): Promise<void> {
  await copyText(serveCommand, vscode.l10n.t('Copied: {0}', serveCommand));
}
