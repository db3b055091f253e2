import * as vscode from 'vscode';
import { pick } from '../surfaces/questions';

/** Where a setting is written that names servers; undefined when the user gives up. */
export type AskPlace = (key: string) => Promise<vscode.ConfigurationTarget | undefined>;

/**
 * Asks which settings to write: a workspace's own only where there is one and it may set addresses, and always where it
 * does so already, since they win.
 */
export const askPlace: AskPlace = async (key) => {
  const only = onlyPlace(key);
  if (only !== undefined) return only;
  const choices = [
    {
      label: vscode.l10n.t('This workspace'),
      place: vscode.ConfigurationTarget.Workspace,
    },
    {
      label: vscode.l10n.t('All workspaces'),
      description: vscode.l10n.t('User settings'),
      place: vscode.ConfigurationTarget.Global,
    },
  ];
  const placeHolder = vscode.l10n.t('Where to save the address');
  return (await pick(choices, { placeHolder }))?.place;
};

/** As askPlace, for what was found here: it goes to the workspace, unless that would hide what the user has elsewhere. */
export const placeOfFound: AskPlace = async (key) => {
  const has = vscode.workspace.getConfiguration().inspect(key)?.globalValue !== undefined;
  return has ? askPlace(key) : (onlyPlace(key) ?? vscode.ConfigurationTarget.Workspace);
};

/** The place that there is no choice but to write to. */
function onlyPlace(key: string): vscode.ConfigurationTarget | undefined {
  if (!vscode.workspace.workspaceFolders || !vscode.workspace.isTrusted) {
    return vscode.ConfigurationTarget.Global;
  }
  const inspected = vscode.workspace.getConfiguration().inspect(key);
  return inspected?.workspaceValue === undefined ? undefined : vscode.ConfigurationTarget.Workspace;
}
