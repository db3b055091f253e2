import * as vscode from 'vscode';
import type { ConfiguredServer } from '../../mockforge/configFile';

/** The description of an API that a MockForge file names, where it is a file of the workspace. */
export async function specificationOf(
  file: vscode.Uri,
  { openapiSpec }: ConfiguredServer,
): Promise<vscode.Uri | undefined> {
  if (openapiSpec === null || /^(?:[a-z][a-z0-9+.-]*:|[/\\])/i.test(openapiSpec)) return undefined;
  const uri = vscode.Uri.joinPath(file, '..', openapiSpec);
  if (!vscode.workspace.getWorkspaceFolder(uri)) return undefined;
  return vscode.workspace.fs.stat(uri).then(
    () => uri,
    () => undefined,
  );
}
