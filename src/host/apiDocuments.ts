import * as vscode from 'vscode';
import type { ApiCoverage } from './coverage/apiCoverage';

/** What tells of the targets' APIs, loaded when it is first asked for. */
export class ApiDocuments implements vscode.Disposable {
  readonly #distUri: vscode.Uri;
  readonly #memory: vscode.Memento;
  #loading: Promise<ApiCoverage> | undefined;

  /** @param memory keeps which documents were chosen */
  constructor(distUri: vscode.Uri, memory: vscode.Memento) {
    this.#distUri = distUri;
    this.#memory = memory;
  }

  load(): Promise<ApiCoverage> {
    return (this.#loading ??= this.#load());
  }

  dispose(): void {
    void this.#loading?.then((coverage) => {
      coverage.dispose();
    });
  }

  async #load(): Promise<ApiCoverage> {
    const { ApiCoverage } = await import('./coverage/apiCoverage');
    const workerPath = vscode.Uri.joinPath(this.#distUri, 'definitionWorker.js').fsPath;
    return new ApiCoverage(workerPath, this.#memory);
  }
}
