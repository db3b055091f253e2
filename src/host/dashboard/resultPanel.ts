import * as vscode from 'vscode';
import { panelTypes } from '../../ids';
import type { CallHandlers } from '../../protocol/remoteCall';
import type { HostCalls, QueryResult } from '../../protocol/webviewMessages';
import { createPanel } from '../surfaces/panel';
import { runAction } from './runAction';
import { saveFile } from './saveFile';
import { loadWebview, servePanel, webviewOptions } from './webviewContent';

/** Shows results of queries, in one panel that the next result takes over. */
export class ResultPanel implements vscode.Disposable {
  readonly #distUri: vscode.Uri;
  #shown: { readonly panel: vscode.WebviewPanel; result: QueryResult } | undefined;

  constructor(distUri: vscode.Uri) {
    this.#distUri = distUri;
  }

  show(result: QueryResult): void {
    this.#shown ??= { panel: this.#create(), result };
    this.#shown.result = result;
    const { panel } = this.#shown;
    panel.title = result.title;
    loadWebview(panel.webview, this.#distUri);
    panel.reveal();
  }

  dispose(): void {
    this.#shown?.panel.dispose();
  }

  #create(): vscode.WebviewPanel {
    const panel = createPanel(panelTypes.result, '', webviewOptions(this.#distUri));
    servePanel(panel, this.#distUri, this.#handlers);
    panel.onDidDispose(() => {
      this.#shown = undefined;
    });
    return panel;
  }

  readonly #handlers: CallHandlers<HostCalls> = {
    ready: () => {
      if (!this.#shown) throw new Error('This result is no longer available. Run the query again.');
      const translations = vscode.l10n.bundle ?? {};
      return { view: 'result', result: this.#shown.result, translations };
    },
    readCharts: () => null,
    readDashboard: () => ({ revision: 0, data: null }),
    readEndpoints: () => [],
    explain: () => null,
    readErrorGroup: () => null,
    run: runAction,
    saveFile,
    copyText: () => null,
    copyAsCurl: () => null,
    openAsHttp: () => null,
  };
}
