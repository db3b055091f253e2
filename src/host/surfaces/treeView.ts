import * as vscode from 'vscode';
import { plainText } from './plainText';

/** A tree as its provider sees it. */
export interface TreeView {
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  /** Somebody has selected a row, or opened or closed one. */
  readonly onDidTouch: vscode.Event<unknown>;
  /** Puts a line above the rows; an empty one takes it away. */
  say(text: string): void;
  /** Puts a text beside the title; an empty one takes it away. */
  describe(text: string): void;
  /** Puts a number on the view's icon, with what it means for hovers and screen readers; 0 takes it away. */
  badge(value: number, tooltip: string): void;
  dispose(): void;
}

/** With places where a long address may go on in the next line: a view is narrow, and cuts off what has none. */
function breakable(text: string): string {
  return text.replace(/\S{25,}/g, (word) => word.replace(/[/?&@](?=\w)/g, '$&\u200b'));
}

/**
 * Shows what a provider gives in one of our views.
 * @param onToggle is told which row was opened or closed
 */
export function createTree<Node>(
  viewId: string,
  treeDataProvider: vscode.TreeDataProvider<Node>,
  onToggle?: (row: Node, isOpen: boolean) => void,
): TreeView {
  const view = vscode.window.createTreeView(viewId, { treeDataProvider, showCollapseAll: true });
  const touched = new vscode.EventEmitter<unknown>();
  const listening = [
    touched,
    view.onDidChangeSelection((event) => {
      touched.fire(event);
    }),
    view.onDidExpandElement((event) => {
      onToggle?.(event.element, true);
      touched.fire(event);
    }),
    view.onDidCollapseElement((event) => {
      onToggle?.(event.element, false);
      touched.fire(event);
    }),
  ];
  return {
    get visible() {
      return view.visible;
    },
    onDidChangeVisibility: view.onDidChangeVisibility,
    onDidTouch: touched.event,
    say: (text) => {
      view.message = breakable(plainText(text));
    },
    describe: (text) => {
      view.description = plainText(text);
    },
    badge: (value, tooltip) => {
      view.badge = value === 0 ? undefined : { value, tooltip: plainText(tooltip) };
    },
    dispose: () => {
      for (const part of listening) part.dispose();
      view.dispose();
    },
  };
}
