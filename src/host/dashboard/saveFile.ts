import * as vscode from 'vscode';
import { serverFileName } from '../../domain/serverFileName';
import type { ExportedFile } from '../../protocol/webviewMessages';
import { flash, inform } from '../surfaces/notifications';
import { askWhereToSave } from '../surfaces/questions';

const kinds: Readonly<Record<string, string>> = {
  csv: 'CSV',
  html: 'HTML',
  json: 'JSON',
  md: 'Markdown',
  png: 'PNG',
};

/**
 * Asks where a file goes, beginning at the workspace, and writes it; false when the user gave up.
 * @param server the one of several that it is about
 */
export async function saveFile(
  { name, encoding, content }: ExportedFile,
  server: string | null = null,
): Promise<boolean> {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await askWhereToSave({
    title: vscode.l10n.t('Save As'),
    ...(folder && { at: vscode.Uri.joinPath(folder, serverFileName(server, name)) }),
    kinds: { [kinds[extension] ?? extension]: [extension] },
  });
  if (!uri) return false;
  await vscode.workspace.fs.writeFile(uri, Buffer.from(content, encoding));
  flash(vscode.l10n.t('Saved {0}', uri.path));
  return true;
}

/** Says that a picture is on the clipboard. Where the editor keeps it from there, the page offers it as a file. */
export function pictureCopied(isCopied: boolean): null {
  const { t } = vscode.l10n;
  if (isCopied) flash(t('Copied as picture'));
  else inform(t('The editor lets no picture onto the clipboard here. Save it as a file instead.'));
  return null;
}
