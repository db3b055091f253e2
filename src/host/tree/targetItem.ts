import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import type { Tooltip } from '../surfaces/tooltip';
import { treeItem } from '../surfaces/treeItem';
import type { TargetRow } from './targetRow';

/** A row of Targets as the editor shows it. `more` stands below its tooltip. */
export function targetItem(row: TargetRow, more: Tooltip = []): vscode.TreeItem {
  const { id, text, icon, children, open, help, contextValue } = row;
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const words = { ...text, tooltip: [...text.tooltip, ...more] };
  const item = treeItem(id, words, children.length === 0 ? None : open ? Expanded : Collapsed);
  if (icon) {
    const color = icon.color === null ? undefined : new vscode.ThemeColor(icon.color);
    item.iconPath = new vscode.ThemeIcon(icon.name, color);
  }
  // The menus of package.json look for the names in it.
  item.contextValue = contextValue ?? help.join(' ');
  const command = commandOf(row);
  if (command) item.command = command;
  return item;
}

/** What a click on the row does beside selecting it. */
function commandOf({
  path,
  teamTarget,
  setting,
  target,
  switches,
}: TargetRow): vscode.Command | undefined {
  if (setting !== undefined) {
    const title = vscode.l10n.t('Open Settings');
    return { command: 'workbench.action.openSettings', title, arguments: [setting] };
  }
  if (path !== undefined) {
    const title = vscode.l10n.t('Open Imported File in Dashboard');
    return { command: commandIds.openImportedFile, title, arguments: [{ path }] };
  }
  if (teamTarget !== undefined) {
    const title = vscode.l10n.t('Open Team Target in Dashboard');
    return { command: commandIds.openTeamTarget, title, arguments: [{ teamTarget }] };
  }
  if (!switches) return undefined;
  const title = vscode.l10n.t('Switch to This Server');
  return { command: commandIds.switchServer, title, arguments: [{ target }] };
}
