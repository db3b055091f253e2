import * as vscode from 'vscode';
import { isErrorStatus, type Protocol } from '../../domain/protocol';
import type { RowText } from './endpointText';

/** contextValue of rows that name an endpoint: package.json offers there to open it in the dashboard. */
export const openableItem = 'openable';

/** A row of a tree from its words. `id` keeps it open and selected over refreshes. */
export function treeItem(
  id: string,
  text: RowText,
  collapsible: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const item = new vscode.TreeItem(text.label, collapsible);
  item.id = id;
  item.description = text.description;
  item.tooltip = new vscode.MarkdownString(text.tooltip);
  item.accessibilityInformation = { label: text.spoken };
  return item;
}

/** The mark of a status: told apart by shape, not only by colour. */
export function statusIcon(protocol: Protocol, code: number | null): vscode.ThemeIcon {
  if (isErrorStatus(protocol, code)) {
    return protocol === 'http' && code !== null && code < 500
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.yellow'))
      : new vscode.ThemeIcon('error', new vscode.ThemeColor('charts.red'));
  }
  return protocol === 'http' && code !== null && code >= 300
    ? new vscode.ThemeIcon('arrow-circle-right', new vscode.ThemeColor('charts.blue'))
    : new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green'));
}
