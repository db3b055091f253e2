import * as vscode from 'vscode';
import { budgetsFileName } from '../../budgets/budgetsFileName';
import type { SchemaKey } from '../../budgets/schemaPlace';
import { schemaKeyAt, schemaPlace } from '../../budgets/schemaPlace';
import { markdownOf } from '../surfaces/markdown';

/** It does the same from the same schema, which package.json contributes to it. */
const yamlExtension = 'redhat.vscode-yaml';

const selector: vscode.DocumentSelector = { pattern: `**/${budgetsFileName}` };

/** Keys and values of a file of budgets, and what they mean, where no extension for YAML tells them. */
export function schemaHelp(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(selector, { provideCompletionItems }),
    vscode.languages.registerHoverProvider(selector, { provideHover }),
  );
}

function provideCompletionItems(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem[] {
  if (isTold()) return [];
  const place = schemaPlace(linesUpTo(document, position));
  if (!place) return [];
  return place.kind === 'key'
    ? place.keys.map((key, index) => keyItem(key, index))
    : place.keys.flatMap(({ examples }) => examples.map(valueItem));
}

function provideHover(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const word = isTold()
    ? undefined
    : document.getWordRangeAtPosition(position, /[\w-]+(?=["']?\s*:)/);
  const key = word && schemaKeyAt(linesUpTo(document, word.start), document.getText(word));
  if (!key) return undefined;
  const examples = key.examples
    .map((example) => example.trim())
    .filter((example) => example !== '-');
  const tooltip = [
    { text: key.description },
    ...(examples.length === 0 ? [] : [{ text: examples.join(', ') }]),
  ];
  return new vscode.Hover(markdownOf(tooltip), word);
}

function isTold(): boolean {
  return vscode.extensions.getExtension(yamlExtension) !== undefined;
}

function linesUpTo(document: vscode.TextDocument, end: vscode.Position): readonly string[] {
  return document.getText(new vscode.Range(new vscode.Position(0, 0), end)).split(/\r?\n/);
}

function keyItem({ name, description, examples }: SchemaKey, index: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Property);
  item.detail = description;
  item.sortText = String(index).padStart(2, '0');
  const [example = ''] = examples;
  item.insertText = example.startsWith('\n')
    ? new vscode.SnippetString(`${name}:`).appendText(example)
    : new vscode.SnippetString(`${name}: `).appendPlaceholder(example);
  return item;
}

function valueItem(example: string, index: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(example, vscode.CompletionItemKind.Value);
  item.sortText = String(index).padStart(2, '0');
  return item;
}
