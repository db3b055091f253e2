import * as vscode from 'vscode';
import { plainText } from './plainText';

/** A tree as its provider sees it. */
export interface TreeView {
  readonly visible: boolean;
  /** Puts a line above the rows; an empty one takes it away. */
  say(text: string): void;
  dispose(): void;
}

/** Shows what a provider gives in one of our views. */
export function createTree<Node>(
  viewId: string,
  treeDataProvider: vscode.TreeDataProvider<Node>,
): TreeView {
  const view = vscode.window.createTreeView(viewId, { treeDataProvider, showCollapseAll: true });
  return {
    get visible() {
      return view.visible;
    },
    say: (text) => {
      view.message = plainText(text);
    },
    dispose: () => {
      view.dispose();
    },
  };
}
