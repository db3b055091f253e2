import * as vscode from 'vscode';
import type { ErrorGroup, StoredError } from '../../protocol/readModels';
import { errorGroupText, storedErrorText } from './errorText';
import type { TreeContent } from './trafficTree';
import { treeItem } from '../surfaces/treeItem';
import { rowContext, statusIcon } from './rowMarks';

const groupLimit = 100;

/** A row of Recent Errors: a group, or one of its occurrences. */
export type ErrorNode =
  | { readonly kind: 'group'; readonly group: ErrorGroup }
  | { readonly kind: 'error'; readonly error: StoredError };

/** Failed requests by endpoint and type, the most recent first, each with its newest occurrences. */
export const recentErrorsContent: TreeContent<readonly ErrorGroup[], ErrorNode> = {
  shows: ({ errors }) => errors,
  read: (reader, span) => reader.errorGroups(span, groupLimit),
  rows: (groups) => groups.map((group) => ({ kind: 'group', group })),
  children: async (node, reader, span) => {
    if (node.kind === 'error') return [];
    const errors = await reader.errorsOfGroup(span, node.group);
    return errors.map((error) => ({ kind: 'error', error }));
  },
  item: (node) => (node.kind === 'group' ? groupItem(node.group) : errorItem(node.error)),
};

function groupItem(group: ErrorGroup): vscode.TreeItem {
  const { protocol, method, anyMethod, endpoint, statusCodes, errorType } = group;
  const id = JSON.stringify([protocol, method, anyMethod, endpoint, errorType]);
  const text = errorGroupText(group, vscode.env.language, vscode.l10n.t);
  const item = treeItem(id, text, vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = statusIcon(protocol, statusCodes.at(-1) ?? null);
  if (method !== null) item.contextValue = rowContext(group);
  return item;
}

function errorItem(error: StoredError): vscode.TreeItem {
  const text = storedErrorText(error, vscode.env.language, vscode.l10n.t);
  const item = treeItem(String(error.id), text, vscode.TreeItemCollapsibleState.None);
  if (error.method !== null) item.contextValue = rowContext(error);
  return item;
}
