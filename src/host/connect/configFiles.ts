import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import type { ConfigFault, ConfigResult } from '../../mockforge/configFile';
import { configFileNames } from '../../mockforge/configFile';
import type { ConfigFile } from '../../mockforge/foundServers';
import { DefinitionThread, piecesOf } from '../lens/definitionThread';
import { madeFolders } from '../madeFolders';

/** MockForge's own names for its configuration, in any folder. */
export const configFilePattern = `**/{${configFileNames.join()}}`;

const mostFiles = 50;
const mostMegabytes = 5;

/** The MockForge files of the workspace, as they are saved. They are read in a thread, which ends in between. */
export class ConfigFiles {
  readonly #thread: DefinitionThread;
  #reading = 0;
  #texts = 0;

  /** @param workerPath dist/definitionWorker.js */
  constructor(workerPath: string) {
    this.#thread = new DefinitionThread({
      path: workerPath,
      readReferenced: () => Promise.resolve(null),
      clock: systemClock,
    });
  }

  /** At most 50. */
  async find(): Promise<readonly vscode.Uri[]> {
    return vscode.workspace.findFiles(configFilePattern, madeFolders, mostFiles);
  }

  /** Never rejects: what is wrong with a file is part of the result. */
  async read(uri: vscode.Uri): Promise<ConfigFile> {
    this.#reading++;
    const result = await this.#resultOf(uri).catch(() => faulty({ kind: 'unreadable' }));
    if (--this.#reading === 0) this.#thread.end();
    return {
      name: uri.toString(),
      path: vscode.workspace.asRelativePath(uri),
      folders: vscode.workspace.asRelativePath(uri, true).split('/').slice(0, -1),
      result,
    };
  }

  async #resultOf(uri: vscode.Uri): Promise<ConfigResult> {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > mostMegabytes * 1_000_000) {
      return faulty({ kind: 'too_large', megabytes: mostMegabytes });
    }
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    // Of one file several versions may be read at once.
    const name = String(this.#texts++);
    return this.#thread.withText(name, piecesOf(text), () => this.#thread.call('readServer', name));
  }
}

function faulty(fault: ConfigFault): ConfigResult {
  return { ok: false, fault };
}
