import * as vscode from 'vscode';
import type { ReadReferenced } from '../../definition/definition';

/** Bytes of a referenced file that are read at most. */
const mostBytes = 16_000_000;

/**
 * Reads files that definitions refer to: those below the workspace folder of the document, or below its own folder where
 * it is in none. What the user has not saved yet counts. Nothing else is read, and nothing from a network.
 */
export const referenceReader: ReadReferenced = async (reference, base) => {
  if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(reference)) return null;
  const from = vscode.Uri.parse(base, true);
  const folder = vscode.workspace.getWorkspaceFolder(from)?.uri ?? vscode.Uri.joinPath(from, '..');
  const uri = vscode.Uri.joinPath(from, '..', reference);
  if (!uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`)) return null;
  const name = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === name);
  if (open) return { name, text: open.getText() };
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > mostBytes) return null;
    return { name, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch {
    return null;
  }
};
