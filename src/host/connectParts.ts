import type * as vscode from 'vscode';
import type { HttpGet } from '../collector/sources/httpGet';
import type { ApiDocuments } from './apiDocuments';
import type { Config } from './config';
import type { ServerMemory } from './serverMemory';
import type { Storage } from './storage';
import type { Log } from './surfaces/log';
import type { Targets } from './targets';
import type { TeamTargets } from './teamTargets';

/** What connecting works on. */
export interface ConnectParts {
  readonly distUri: vscode.Uri;
  readonly targets: Targets;
  readonly config: Config;
  readonly storage: Storage;
  readonly team: TeamTargets;
  readonly apiDocuments: ApiDocuments;
  readonly memory: ServerMemory;
  readonly http: HttpGet;
  readonly log: Log;
}
