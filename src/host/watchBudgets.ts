import * as vscode from 'vscode';
import { budgetsFileName } from '../budgets/budgetsFileName';
import type { BudgetSources } from './budgets/trafficBudgets';
import { DisposableStore } from './disposableStore';

/** Judges budgets as soon as the root of a workspace folder has a file of them: what that needs is loaded then. */
export function watchBudgets(sources: BudgetSources): DisposableStore {
  const owned = new DisposableStore();
  const watching = owned.add(new DisposableStore());
  let isLoaded = false;
  const load = async (): Promise<void> => {
    if (isLoaded || !(await hasFile())) return;
    isLoaded = true;
    watching.dispose();
    const { TrafficBudgets } = await import('./budgets/trafficBudgets');
    owned.add(new TrafficBudgets(sources));
  };
  const look = (): void => {
    load().catch((error: unknown) => {
      sources.log.error(error);
    });
  };
  const watcher = watching.add(vscode.workspace.createFileSystemWatcher(`**/${budgetsFileName}`));
  watching.add(watcher.onDidCreate(look));
  watching.add(vscode.workspace.onDidChangeWorkspaceFolders(look));
  look();
  return owned;
}

async function hasFile(): Promise<boolean> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(
    folders.map(({ uri }) =>
      vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, budgetsFileName)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
