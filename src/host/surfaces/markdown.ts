import * as vscode from 'vscode';
import { offeredCommands, tooltipMarkdown, type Tooltip } from './tooltip';

/** A hover for the editor. Its links may run nothing but what it offers. */
export function markdownOf(tooltip: Tooltip): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(tooltipMarkdown(tooltip));
  const enabledCommands = offeredCommands(tooltip);
  if (enabledCommands.length > 0) markdown.isTrusted = { enabledCommands };
  return markdown;
}
