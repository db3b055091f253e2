import * as vscode from 'vscode';
import { productName } from '../../ids';
import type { Collecting } from '../collecting';
import { fileExists } from '../storage';

/** Shows where the current target's database is. */
export async function openDataFolder(collecting: Collecting): Promise<void> {
  const file = collecting.databaseFile;
  if (!(await fileExists(file))) {
    const { metricsUrl } = collecting.status;
    const text = vscode.l10n.t('There is no data yet: {0} has not answered.', metricsUrl);
    void vscode.window.showInformationMessage(`${productName}: ${text}`);
  } else if (vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file));
  } else {
    await offerPath(file);
  }
}

/** The data are on another machine than the window, where no folder can be opened. */
async function offerPath(file: string): Promise<void> {
  const copy = vscode.l10n.t('Copy Path');
  const text = vscode.l10n.t('The database is {0}', file);
  const chosen = await vscode.window.showInformationMessage(`${productName}: ${text}`, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(file);
}
