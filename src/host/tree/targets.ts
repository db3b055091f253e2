import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import type { ServerRestarts } from '../../protocol/readModels';
import type { ImportedFiles } from '../importedFiles';
import { currentTargetRow } from './currentTarget';
import { importedRow } from './importedRow';
import type { TargetRow } from './targetRow';
import type { TreeContent } from './trafficTree';
import { treeItem } from '../surfaces/treeItem';
import { treeMessage } from './treeMessage';

/**
 * The target that is collected from: how its sources stand, its rhythm, restarts and diagnostics. Behind it the files
 * that were imported.
 */
export function targetsContent(files: ImportedFiles): TreeContent<ServerRestarts, TargetRow> {
  return {
    ...collectedContent,
    more: () =>
      files.list.map((file) => importedRow(file, Date.now(), vscode.env.language, vscode.l10n.t)),
    onDidChange: files.onDidChange,
  };
}

const collectedContent: TreeContent<ServerRestarts, TargetRow> = {
  showsStatus: true,
  shows: ({ events }) => events,
  read: (reader, span) => reader.restarts(span),
  rows: (restarts, status, now) => [
    currentTargetRow({ status, restarts, now }, vscode.env.language, vscode.l10n.t),
  ],
  children: ({ children }) => Promise.resolve(children),
  item: rowItem,
  // What fails stands in the rows, where there are any.
  message: (status, hasData) => (hasData ? undefined : treeMessage(status)),
};

function rowItem({
  id,
  text,
  icon,
  children,
  open,
  help,
  path,
  contextValue,
}: TargetRow): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = treeItem(id, text, children.length === 0 ? None : open ? Expanded : Collapsed);
  if (icon) {
    const color = icon.color === null ? undefined : new vscode.ThemeColor(icon.color);
    item.iconPath = new vscode.ThemeIcon(icon.name, color);
  }
  // The menus of package.json look for the names in it.
  item.contextValue = contextValue ?? help.join(' ');
  if (path !== undefined) {
    const title = vscode.l10n.t('Open Imported File in Dashboard');
    item.command = { command: commandIds.openImportedFile, title, arguments: [{ path }] };
  }
  return item;
}
