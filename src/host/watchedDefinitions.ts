import * as vscode from 'vscode';
import { isCandidate } from './lens/candidate';
import type { Lenses, LensSources, RevealedOperation } from './lens/lenses';
import { DisposableStore } from './disposableStore';

/** Documents that define something, as soon as one is visible: what lenses need is loaded then. */
export class WatchedDefinitions implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #sources: LensSources;
  #lenses: Promise<Lenses> | undefined;

  constructor(sources: LensSources) {
    this.#sources = sources;
    const look = (editors: readonly vscode.TextEditor[]): void => {
      if (!editors.some(({ document }) => isCandidate(document))) return;
      watching.dispose();
      this.#lenses = this.#load();
      this.#lenses.catch((error: unknown) => {
        sources.log.error(error);
      });
    };
    const watching = this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(look));
    look(vscode.window.visibleTextEditors);
  }

  /** The operation that the cursor is in; undefined where no numbers are shown. */
  async operationAt({
    document,
    selection,
  }: vscode.TextEditor): Promise<RevealedOperation | undefined> {
    return (await this.#lenses)?.operationAt(document, selection.active);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #load(): Promise<Lenses> {
    const { Lenses } = await import('./lens/lenses');
    return this.#owned.add(new Lenses(this.#sources));
  }
}
