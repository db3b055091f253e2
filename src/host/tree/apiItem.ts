import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import { treeItem } from '../surfaces/treeItem';
import type { ApiNode } from './apiRows';
import { apiText } from './apiRows';

/** A row about the API as the editor shows it. */
export function apiItem(node: ApiNode): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = treeItem(
    idOf(node),
    apiText(node, vscode.env.language, vscode.l10n.t),
    node.kind === 'neverCalled' || node.kind === 'notDefined' ? Collapsed : None,
  );
  switch (node.kind) {
    case 'uncalled':
      item.contextValue = 'uncalled';
      if (node.route.documents.length > 0) {
        const title = vscode.l10n.t('Open Definition');
        item.command = { command: commandIds.openDefinition, title, arguments: [node] };
      }
      break;
    case 'undefined':
      if (node.creates) item.contextValue = 'creatable';
      item.command = {
        command: commandIds.openDashboard,
        title: vscode.l10n.t('Open in Dashboard'),
        arguments: [{ range: '24h', endpoint: node.endpoint }],
      };
      break;
    case 'unseen':
      item.iconPath = new vscode.ThemeIcon('circle-outline');
      break;
    case 'noDocuments':
      item.command = {
        command: commandIds.chooseApiDocuments,
        title: vscode.l10n.t('Choose API Documents...'),
      };
      break;
    case 'neverCalled':
    case 'notDefined':
    case 'notCounted':
    case 'allCalled':
    case 'allDefined':
      break;
  }
  return item;
}

function idOf(node: ApiNode): string {
  switch (node.kind) {
    case 'uncalled':
      return JSON.stringify([node.kind, node.endpoint]);
    case 'undefined':
    case 'notCounted':
      return JSON.stringify([node.kind, node.operation.method, node.operation.path]);
    case 'unseen':
      return JSON.stringify([
        node.kind,
        node.operation.method,
        node.operation.endpoint,
        node.status,
      ]);
    default:
      return node.kind;
  }
}
