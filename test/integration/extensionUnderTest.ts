import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/host/extensionApi';
import { extensionId } from '../../src/ids';
import type { CollectingStatus } from '../../src/protocol/collectingStatus';

/** The extension, activated. */
export async function extensionUnderTest(): Promise<vscode.Extension<ExtensionApi>> {
  const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
  if (!extension) throw new Error(`${extensionId} is not there.`);
  await extension.activate();
  return extension;
}

/** Writes settings of the workspace; undefined removes one. */
export async function set(values: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    await vscode.workspace
      .getConfiguration()
      .update(key, value, vscode.ConfigurationTarget.Workspace);
  }
}

/** Resolves with the first status, now or later, that `test` accepts. */
export function statusWhere(
  api: ExtensionApi,
  test: (status: CollectingStatus) => boolean,
): Promise<CollectingStatus> {
  return new Promise((resolve) => {
    const listening = api.onDidChangeStatus((changed) => {
      check(changed);
    });
    const check = (current: CollectingStatus): void => {
      if (!test(current)) return;
      listening.dispose();
      resolve(current);
    };
    check(api.status());
  });
}

/** Waits until `test` gives something, and gives that. */
export async function eventually<T>(
  test: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  for (;;) {
    const result = await test();
    if (result !== undefined) return result;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs a command and takes what it proposes. */
export async function accept(command: string, argument?: unknown): Promise<void> {
  let isDone = false;
  const done = Promise.resolve(vscode.commands.executeCommand(command, argument)).finally(() => {
    isDone = true;
  });
  await eventually(async () => {
    if (isDone) return true;
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return undefined;
  });
  await done;
}
