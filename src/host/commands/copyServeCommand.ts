import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import { serveCommand } from '../../mockforge/paths';

/** Puts the command that starts a server on the clipboard. */
export function registerCopyServeCommand(): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.copyServeCommand, async () => {
    await vscode.env.clipboard.writeText(serveCommand);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', serveCommand), 3000);
  });
}
