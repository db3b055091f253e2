import * as vscode from 'vscode';
import type { ExportedFile } from '../../protocol/webviewMessages';

const kinds: Readonly<Record<string, string>> = {
  csv: 'CSV',
  html: 'HTML',
  json: 'JSON',
  png: 'PNG',
};

/** Asks where a file goes, beginning at the workspace, and writes it; false when the user gave up. */
export async function saveFile({ name, encoding, content }: ExportedFile): Promise<boolean> {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save: to which file?'),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [kinds[extension] ?? extension]: [extension] },
  });
  if (!uri) return false;
  await vscode.workspace.fs.writeFile(uri, Buffer.from(content, encoding));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Saved {0}', uri.path), 3000);
  return true;
}
