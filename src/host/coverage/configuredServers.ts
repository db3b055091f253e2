import * as vscode from 'vscode';
import type { ConfiguredServer } from '../../mockforge/configFile';
import { configFilePattern, ConfigFiles } from '../connect/configFiles';
import { specificationOf } from '../connect/specification';

/** A MockForge file, and what it says of its server. */
export interface ConfiguredFile {
  readonly uri: vscode.Uri;
  readonly server: ConfiguredServer;
  /** The description of the API that it names, where that is a file of the workspace. */
  readonly specification: vscode.Uri | undefined;
}

/** The servers that MockForge files of the workspace describe, as far as the editor tells of changes. */
export class ConfiguredServers implements vscode.Disposable {
  readonly #files: ConfigFiles;
  readonly #watcher = vscode.workspace.createFileSystemWatcher(configFilePattern);
  #finding: Promise<readonly ConfiguredFile[]> | undefined;

  /** @param workerPath dist/definitionWorker.js */
  constructor(workerPath: string) {
    this.#files = new ConfigFiles(workerPath);
    const forget = (): void => {
      this.#finding = undefined;
    };
    this.#watcher.onDidChange(forget);
    this.#watcher.onDidCreate(forget);
    this.#watcher.onDidDelete(forget);
  }

  /** Files that cannot be used are left out: *Connect to Server* says what is wrong with them. */
  all(): Promise<readonly ConfiguredFile[]> {
    return (this.#finding ??= this.#find());
  }

  dispose(): void {
    this.#watcher.dispose();
  }

  async #find(): Promise<readonly ConfiguredFile[]> {
    const uris = await this.#files.find();
    const files = await Promise.all(
      uris.map(async (uri) => {
        const { result } = await this.#files.read(uri);
        if (!result.ok) return [];
        const { server } = result;
        return [{ uri, server, specification: await specificationOf(uri, server) }];
      }),
    );
    return files.flat();
  }
}
