import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { markdownOf } from './markdown';
import { plainText } from './plainText';
import type { Tooltip } from './tooltip';

/** What an item of the status bar shows. */
export interface StatusItemContent {
  /** Name of a product icon. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: Tooltip;
  /** The text for screen readers, without icons and abbreviations. */
  readonly label: string;
  readonly severity: 'normal' | 'warning' | 'error';
}

export interface StatusItem {
  show(content: StatusItemContent): void;
  hide(): void;
  dispose(): void;
}

const backgrounds: Readonly<Record<StatusItemContent['severity'], string | undefined>> = {
  normal: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
};

/** An item at the left of the status bar, hidden at first, that runs a command. */
export function createStatusItem(id: string, name: string, command: vscode.Command): StatusItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left);
  item.name = name;
  item.command = command;
  let shown: StatusItemContent | undefined;
  return {
    show: (content) => {
      // What is set again closes its hover, even where nothing in it differs.
      if (isDeepStrictEqual(content, shown)) return;
      const { icon, text, tooltip, label, severity } = content;
      item.text = `$(${icon}) ${plainText(text)}`;
      if (!isDeepStrictEqual(tooltip, shown?.tooltip)) item.tooltip = markdownOf(tooltip);
      shown = content;
      item.accessibilityInformation = { label: plainText(label), role: 'button' };
      const background = backgrounds[severity];
      item.backgroundColor = background ? new vscode.ThemeColor(background) : undefined;
      item.show();
    },
    hide: () => {
      shown = undefined;
      item.hide();
    },
    dispose: () => {
      item.dispose();
    },
  };
}
