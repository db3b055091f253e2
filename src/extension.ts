import * as vscode from 'vscode';
import { Collecting } from './host/collecting';
import { Config } from './host/config';
import { publishContext } from './host/contextKeys';
import { DisposableStore } from './host/disposableStore';
import type { ExtensionApi } from './host/extensionApi';
import { ImportedFiles } from './host/importedFiles';
import { createLog } from './host/surfaces/log';
import { registerCommands } from './host/registerCommands';
import { createStatusBar } from './host/statusBar';
import { Storage } from './host/storage';
import { EndpointOrder } from './host/tree/endpointOrder';
import { badgeNewErrors } from './host/tree/newErrors';
import { recentErrorsContent } from './host/tree/recentErrors';
import { targetsContent } from './host/tree/targets';
import { topEndpointsContent } from './host/tree/topEndpoints';
import { TrafficTree } from './host/tree/trafficTree';
import { viewIds } from './ids';

let shutDown: (() => Promise<void>) | undefined;

/** Wires everything; opens no database and no connection before it returns. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const began = performance.now();
  const owned = new DisposableStore();
  context.subscriptions.push(owned);

  const distUri = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const log = createLog();
  const config = owned.add(new Config(log));
  const storage = new Storage({
    distFolder: distUri.fsPath,
    defaultFolder: (context.storageUri ?? context.globalStorageUri).fsPath,
    sampleFile: vscode.Uri.joinPath(context.extensionUri, 'media', 'sample.sqlite.br').fsPath,
  });
  const collecting = owned.add(new Collecting(config, storage, log));
  const importedFiles = owned.add(new ImportedFiles(storage, context.workspaceState));
  shutDown = async () => {
    await Promise.all([collecting.close(), importedFiles.close()]);
    log.dispose();
  };

  owned.add(publishContext(collecting));
  owned.add(createStatusBar(collecting, config, log));
  const endpointOrder = owned.add(new EndpointOrder(context.workspaceState));
  const topEndpoints = owned.add(
    new TrafficTree(viewIds.topEndpoints, collecting, topEndpointsContent(endpointOrder)),
  );
  const recentErrors = owned.add(
    new TrafficTree(viewIds.recentErrors, collecting, recentErrorsContent),
  );
  owned.add(badgeNewErrors(recentErrors.view, collecting, context.workspaceState, log));
  const targets = owned.add(
    new TrafficTree(viewIds.targets, collecting, targetsContent(importedFiles)),
  );
  owned.add(
    registerCommands({ distUri, collecting, config, importedFiles, endpointOrder, storage, log }),
  );
  void collecting.begin();

  log.debug(`activate() took ${(performance.now() - began).toFixed(1)} ms`);
  return {
    status: () => collecting.status,
    onDidChangeStatus: collecting.onDidChangeStatus,
    onDidCommit: collecting.onDidCommit,
    topEndpoints,
    recentErrors,
    targets,
  };
}

/** Ends collecting and closes the database, within the 5 s that the editor grants. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
