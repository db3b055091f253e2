import * as vscode from 'vscode';
import { isCandidate } from './lens/candidate';
import type { LensSources } from './lens/lenses';
import { DisposableStore } from './disposableStore';

/** Shows lenses as soon as a document is visible that may define something: what they need is loaded then. */
export function watchDefinitions(sources: LensSources): DisposableStore {
  const owned = new DisposableStore();
  const load = async (): Promise<void> => {
    watching.dispose();
    const { Lenses } = await import('./lens/lenses');
    owned.add(new Lenses(sources));
  };
  const look = (editors: readonly vscode.TextEditor[]): void => {
    const shows = editors.some(({ document }) => isCandidate(document));
    if (!shows) return;
    load().catch((error: unknown) => {
      sources.log.error(error);
    });
  };
  const watching = owned.add(vscode.window.onDidChangeVisibleTextEditors(look));
  look(vscode.window.visibleTextEditors);
  return owned;
}
