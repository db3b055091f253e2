import type * as vscode from 'vscode';
import type { AlertRules } from './alertRules';
import type { ApiDocuments } from './apiDocuments';
import type { Config } from './config';
import type { ImportedFiles } from './importedFiles';
import type { Storage } from './storage';
import type { StoredCredentials } from './storedCredentials';
import type { Log } from './surfaces/log';
import type { Targets } from './targets';
import type { TeamPasswords } from './teamPasswords';
import type { TeamTargets } from './teamTargets';
import type { EndpointOrder } from './tree/endpointOrder';
import type { WatchedDefinitions } from './watchedDefinitions';

/** What commands work on. */
export interface CommandContext {
  readonly distUri: vscode.Uri;
  readonly targets: Targets;
  readonly config: Config;
  readonly connectToServer: () => Promise<void>;
  readonly importedFiles: ImportedFiles;
  readonly apiDocuments: ApiDocuments;
  readonly definitions: WatchedDefinitions;
  readonly endpointOrder: EndpointOrder;
  readonly storage: Storage;
  readonly credentials: StoredCredentials;
  readonly passwords: TeamPasswords;
  readonly team: TeamTargets;
  readonly alerts: AlertRules;
  readonly log: Log;
}
