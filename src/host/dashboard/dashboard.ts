import * as vscode from 'vscode';
import { spanOfRange } from '../../domain/range';
import { panelTypes, productName } from '../../ids';
import type { DashboardData } from '../../protocol/dashboardData';
import type { CallHandlers } from '../../protocol/remoteCall';
import type { HostCalls, Range, WebviewEvent } from '../../protocol/webviewMessages';
import type { Collecting } from '../collecting';
import type { Config } from '../config';
import { DisposableStore } from '../disposableStore';
import { runAction } from './runAction';
import { loadWebview, servePanel, webviewOptions } from './webviewContent';

/** The dashboard: at most one panel, opened by the user, brought back by the editor after a reload. */
export class Dashboard implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #owned = new DisposableStore();
  readonly #distUri: vscode.Uri;
  readonly #collecting: Collecting;
  readonly #config: Config;
  #panel: vscode.WebviewPanel | undefined;

  constructor(distUri: vscode.Uri, collecting: Collecting, config: Config) {
    this.#distUri = distUri;
    this.#collecting = collecting;
    this.#config = config;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(panelTypes.dashboard, this));
    this.#owned.add(
      collecting.onDidCommit(() => {
        this.#tell({ type: 'committed' });
      }),
    );
    this.#owned.add(
      collecting.onDidChangeStatus((status) => {
        this.#tell({ type: 'status', status });
      }),
    );
    this.#reloadOnThreshold();
  }

  /** Shows the panel, making it if there is none. */
  open(): void {
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    this.#adopt(
      vscode.window.createWebviewPanel(
        panelTypes.dashboard,
        productName,
        vscode.ViewColumn.Active,
        webviewOptions(this.#distUri),
      ),
    );
  }

  /** Takes over the panel that was open before a reload of the window. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    panel.webview.options = webviewOptions(this.#distUri);
    this.#adopt(panel);
    return Promise.resolve();
  }

  /** The panel is left to the editor, which brings it back after a reload. */
  dispose(): void {
    this.#owned.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    servePanel(panel, this.#distUri, this.#handlers);
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    loadWebview(panel.webview, this.#distUri);
  }

  readonly #handlers: CallHandlers<HostCalls> = {
    ready: () => ({
      view: 'dashboard',
      settings: {
        locale: vscode.env.language,
        errorRateThresholdPercent: this.#config.current.errorRateThresholdPercent,
        status: this.#collecting.status,
      },
    }),
    readDashboard: ({ range }) => this.#read(range),
    run: runAction,
  };

  async #read(range: Range): Promise<DashboardData | null> {
    const store = await this.#collecting.store();
    const { excludedEndpoints } = this.#collecting;
    const span = spanOfRange(range, Date.now());
    return (await store?.dashboard({ ...span, excludedEndpoints })) ?? null;
  }

  /** A hidden panel hears nothing; it asks for everything when it is shown again. */
  #tell(event: WebviewEvent): void {
    void this.#panel?.webview.postMessage(event);
  }

  /** The page learns the threshold when it starts, so a new one starts it anew. */
  #reloadOnThreshold(): void {
    let threshold = this.#config.current.errorRateThresholdPercent;
    this.#owned.add(
      this.#config.onDidChange(({ errorRateThresholdPercent }) => {
        if (errorRateThresholdPercent === threshold) return;
        threshold = errorRateThresholdPercent;
        if (this.#panel) loadWebview(this.#panel.webview, this.#distUri);
      }),
    );
  }
}
