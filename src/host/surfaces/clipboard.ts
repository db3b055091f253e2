import * as vscode from 'vscode';
import { flash } from './notifications';
import { pastableText } from './plainText';

/** Puts a text on the clipboard, and says so. */
export async function copyText(text: string, told: string): Promise<void> {
  await vscode.env.clipboard.writeText(pastableText(text));
  flash(told);
}
