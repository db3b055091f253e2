import * as vscode from 'vscode';
import type { ErrorGroupWithEvents, StoredError } from '../../protocol/readModels';
import { errorGroupText, storedErrorText } from './errorText';
import type { TreeContent } from './trafficTree';
import { treeMessage } from './treeMessage';
import { treeItem } from '../surfaces/treeItem';
import { openableItem, statusIcon } from './rowMarks';

const groupLimit = 100;

/** A row of Recent Errors: a group, or one of its occurrences. */
export type ErrorNode =
  | { readonly kind: 'group'; readonly group: ErrorGroupWithEvents }
  | { readonly kind: 'error'; readonly error: StoredError };

/** Failed requests by endpoint and type, the most recent first, each with its newest occurrences. */
export const recentErrorsContent: TreeContent<ErrorNode> = {
  showsStatus: false,
  message: treeMessage,
  roots: async (store, span) => {
    const groups = await store.reader.errorGroups(span, groupLimit);
    return groups.map((group) => ({ kind: 'group', group }));
  },
  children: (node) =>
    node.kind === 'group' ? node.group.newest.map((error) => ({ kind: 'error', error })) : [],
  item: (node) => (node.kind === 'group' ? groupItem(node.group) : errorItem(node.error)),
};

function groupItem(group: ErrorGroupWithEvents): vscode.TreeItem {
  const { protocol, method, endpoint, statusCodes, errorType } = group;
  const id = JSON.stringify([protocol, method, endpoint, errorType]);
  const text = errorGroupText(group, vscode.env.language, vscode.l10n.t);
  const collapsible = group.newest.length
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.None;
  const item = treeItem(id, text, collapsible);
  item.iconPath = statusIcon(protocol, statusCodes.at(-1) ?? null);
  if (endpoint !== null && method !== null) item.contextValue = openableItem;
  return item;
}

function errorItem(error: StoredError): vscode.TreeItem {
  const text = storedErrorText(error, vscode.env.language, vscode.l10n.t);
  const item = treeItem(String(error.id), text, vscode.TreeItemCollapsibleState.None);
  return item;
}
