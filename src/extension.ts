import * as vscode from 'vscode';
import { AlertRules } from './host/alertRules';
import { ApiDocuments } from './host/apiDocuments';
import { BrokenBudgets } from './host/brokenBudgets';
import { Config } from './host/config';
import { Connections } from './host/connections';
import { publishContext } from './host/contextKeys';
import { CurrentTarget } from './host/currentTarget';
import { DisposableStore } from './host/disposableStore';
import type { ExtensionApi } from './host/extensionApi';
import { ImportedFiles } from './host/importedFiles';
import { createLog } from './host/surfaces/log';
import { ServerMemory } from './host/serverMemory';
import { registerCommands } from './host/registerCommands';
import { createStatusBar } from './host/statusBar';
import { Storage } from './host/storage';
import { StoredCredentials } from './host/storedCredentials';
import { Targets } from './host/targets';
import { TeamPasswords } from './host/teamPasswords';
import { TeamTargets } from './host/teamTargets';
import { EndpointOrder } from './host/tree/endpointOrder';
import { badgeNewErrors } from './host/tree/newErrors';
import { recentErrorsContent } from './host/tree/recentErrors';
import { TargetsTree } from './host/tree/targetsTree';
import { topEndpointsContent } from './host/tree/topEndpoints';
import { TrafficTree } from './host/tree/trafficTree';
import { watchAlerts } from './host/watchAlerts';
import { watchBudgets } from './host/watchBudgets';
import { WatchedDefinitions } from './host/watchedDefinitions';
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
  const passwords = owned.add(new TeamPasswords(context.secrets, log));
  const storage = new Storage({
    distFolder: distUri.fsPath,
    defaultFolder: (context.storageUri ?? context.globalStorageUri).fsPath,
    sampleFile: vscode.Uri.joinPath(context.extensionUri, 'media', 'sample.sqlite.br').fsPath,
    teamPassword: (address) => passwords.of(address),
  });
  const credentials = owned.add(new StoredCredentials(context.secrets, log));
  const { http } = credentials;
  const targets = owned.add(
    new Targets({ config, storage, passwords, log, http }, context.workspaceState),
  );
  const current = owned.add(new CurrentTarget(targets));
  const apiDocuments = owned.add(new ApiDocuments(distUri, context.workspaceState));
  const team = owned.add(new TeamTargets({ config, storage, passwords, log }));
  const memory = new ServerMemory(context.workspaceState);
  const connections = owned.add(
    new Connections({ distUri, targets, config, storage, team, apiDocuments, memory, http, log }),
  );
  const importedFiles = owned.add(new ImportedFiles(storage, context.workspaceState));
  shutDown = async () => {
    await Promise.all([targets.close(), importedFiles.close(), team.close()]);
    log.dispose();
  };

  owned.add(publishContext({ target: current, targets, config }));
  const alerts = owned.add(new AlertRules(context.globalStorageUri));
  owned.add(createStatusBar({ target: current, targets, alerts, config, log }));
  const endpointOrder = owned.add(new EndpointOrder(context.workspaceState));
  const topEndpoints = owned.add(
    new TrafficTree(
      viewIds.topEndpoints,
      current,
      topEndpointsContent(endpointOrder, async (reader, span) =>
        (await apiDocuments.load()).called(targets.current, reader, span),
      ),
    ),
  );
  const recentErrors = owned.add(
    new TrafficTree(viewIds.recentErrors, current, recentErrorsContent),
  );
  owned.add(badgeNewErrors(recentErrors.view, current, context.workspaceState, log));
  const targetsView = owned.add(
    new TargetsTree({ targets, files: importedFiles, team, config, log }),
  );
  const workerPath = vscode.Uri.joinPath(distUri, 'definitionWorker.js').fsPath;
  const broken = owned.add(new BrokenBudgets());
  owned.add(watchAlerts({ targets, alerts, log }));
  owned.add(watchBudgets({ targets, current, apiDocuments, broken, log }));
  const definitions = owned.add(
    new WatchedDefinitions({ targets, apiDocuments, broken, workerPath, log }),
  );
  owned.add(
    registerCommands({
      ...{ distUri, targets, config, importedFiles, apiDocuments, definitions, endpointOrder },
      ...{ storage, credentials, passwords, team, alerts, log },
      connectToServer: () => connections.connect(),
    }),
  );
  targets.begin();
  connections.begin();

  log.debug(`activate() took ${(performance.now() - began).toFixed(1)} ms`);
  return {
    status: () => current.status,
    onDidChangeStatus: current.onDidChangeStatus,
    onDidCommit: current.onDidCommit,
    topEndpoints,
    recentErrors,
    targets: targetsView,
  };
}

/** Ends collecting and closes the database, within the 5 s that the editor grants. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
