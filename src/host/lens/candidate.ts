import * as vscode from 'vscode';
import { mayDefine, signLength } from '../../definition/definitionSign';

/** Languages that definitions are written in. */
export const definitionLanguages = ['yaml', 'json', 'jsonc'];

/** Files that definitions are in, and what they refer to. */
export const definitionFiles = '**/*.{yaml,yml,json}';

/** Lines that are looked at: more than enough, where they are no longer than usual. */
const fewLines = 100;

/** Whether a document may define something: looked at without reading it. */
export function isCandidate(document: vscode.TextDocument): boolean {
  if (!definitionLanguages.includes(document.languageId)) return false;
  const beginning = document.getText(new vscode.Range(0, 0, fewLines, 0)).slice(0, signLength);
  return mayDefine(document.uri.path, beginning);
}
