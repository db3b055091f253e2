import * as vscode from 'vscode';
import { markdownOf } from './markdown';
import { plainText } from './plainText';
import type { Tooltip } from './tooltip';

/** A tree row in words. */
export interface RowText {
  readonly label: string;
  readonly description: string;
  readonly tooltip: Tooltip;
  /** For screen readers: the whole row, without abbreviations. */
  readonly spoken: string;
}

/** A row of a tree from its words. `id` keeps it open and selected over refreshes. */
export function treeItem(
  id: string,
  text: RowText,
  collapsible: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const item = new vscode.TreeItem(plainText(text.label), collapsible);
  item.id = id;
  item.description = plainText(text.description);
  item.tooltip = markdownOf(text.tooltip);
  item.accessibilityInformation = { label: plainText(text.spoken) };
  return item;
}
