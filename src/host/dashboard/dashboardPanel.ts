import * as vscode from 'vscode';
import { endOfSecond } from '../../domain/time';
import { panelTypes, productName } from '../../ids';
import type { DashboardQuery } from '../../protocol/dashboardData';
import { initialState, placedState, requestOf, restoredState } from '../../protocol/dashboardState';
import type { CallHandlers } from '../../protocol/remoteCall';
import type {
  DashboardPlace,
  DashboardRequest,
  HostCalls,
  WebviewEvent,
} from '../../protocol/webviewMessages';
import type { TrafficReads } from '../../store/trafficReader';
import { coalesced } from '../coalesced';
import type { Collecting } from '../collecting';
import type { Config } from '../config';
import type { ImportedFiles } from '../importedFiles';
import { publishExplained } from '../contextKeys';
import { DisposableStore } from '../disposableStore';
import type { Log } from '../surfaces/log';
import { createPanel } from '../surfaces/panel';
import { dashboardQuery, endpointList, storedFor, withEveryEndpoint } from './dashboardReads';
import { LiveView, type QueriedCharts } from './liveView';
import { ReadAhead } from './readAhead';
import { requestActions } from './requestActions';
import { runAction } from './runAction';
import { pictureCopied, saveFile } from './saveFile';
import { loadWebview, servePanel, webviewOptions } from './webviewContent';

/** The dashboard: at most one panel, opened by the user, brought back by the editor after a reload. */
export class DashboardPanel implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #distUri: vscode.Uri;
  readonly #collecting: Collecting;
  readonly #config: Config;
  readonly #importedFiles: ImportedFiles;
  #panel: vscode.WebviewPanel | undefined;
  /** Where a page that is being made begins. */
  #place: DashboardPlace | null = null;
  /** Whether the panel has a page that receives messages: hiding the panel ends it. */
  #isHeard = false;
  /** What can be done with a request of the target. */
  readonly requests: ReturnType<typeof requestActions>;
  #live: LiveView;
  readonly #ahead = new ReadAhead((request, signal) => this.#readCharts(request, signal));

  constructor(
    distUri: vscode.Uri,
    collecting: Collecting,
    config: Config,
    importedFiles: ImportedFiles,
    log: Log,
  ) {
    this.#distUri = distUri;
    this.#collecting = collecting;
    this.#config = config;
    this.#importedFiles = importedFiles;
    this.requests = requestActions(
      () => config.current,
      (request) => collecting.recorded(request),
    );
    this.#live = this.#newLiveView();
    this.#owned.add(
      collecting.onDidCommit(
        coalesced(
          () => this.#onCommit(),
          (error) => {
            log.error(error);
          },
        ),
      ),
    );
    this.#owned.add(
      collecting.onDidErase(() => {
        this.#tell({ type: 'committed', erased: true });
      }),
    );
    this.#owned.add(
      collecting.onDidChangeStatus((status) => {
        this.#tell({ type: 'status', status });
      }),
    );
    this.#owned.add(
      importedFiles.onDidChange(() => {
        this.#tell({ type: 'importedFiles', files: importedFiles.list });
      }),
    );
    this.#reloadOnThreshold();
  }

  /** What the open panel shows; undefined without one. */
  get shown(): DashboardRequest | undefined {
    return this.#panel && this.#live.request;
  }

  /** Shows the panel, making it if there is none, at a place if one is given. */
  open(place: DashboardPlace | null = null): void {
    // A page that has not loaded yet, or was hidden, asks where to begin; one that is there is told.
    if (place && this.#panel && this.#isHeard) this.#tell({ type: 'show', place });
    else this.#place = place;
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    this.#adopt(
      createPanel(panelTypes.dashboard, productName, webviewOptions(this.#distUri)),
      requestOf(place ? placedState(initialState, place) : initialState),
    );
  }

  /** Takes over the panel that was open before a reload of the window, with the state that it saved. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    this.#panel?.dispose();
    panel.webview.options = webviewOptions(this.#distUri);
    this.#adopt(panel, requestOf(restoredState(saved)));
  }

  /** The panel is left to the editor, which brings it back after a reload. */
  dispose(): void {
    this.#owned.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, firstRequest: DashboardRequest): void {
    this.#panel = panel;
    this.#isHeard = false;
    this.#ahead.begin(firstRequest);
    let isShown = panel.visible;
    panel.onDidChangeViewState(() => {
      if (this.#panel !== panel) return;
      if (!panel.visible) this.#forgetPage();
      else if (!isShown) this.#onShown();
      isShown = panel.visible;
    });
    servePanel(panel, this.#distUri, this.#handlers);
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#forgetPage();
    });
    loadWebview(panel.webview, this.#distUri);
  }

  readonly #handlers: CallHandlers<HostCalls> = {
    ready: () => {
      this.#isHeard = true;
      // The page restarts and knows nothing yet.
      this.#live.stop();
      this.#live = this.#newLiveView();
      const place = this.#place;
      this.#place = null;
      return {
        view: 'dashboard',
        translations: vscode.l10n.bundle ?? {},
        settings: {
          locale: vscode.env.language,
          errorRateThresholdPercent: this.#config.current.errorRateThresholdPercent,
          status: this.#collecting.status,
          place,
          importedFiles: this.#importedFiles.list,
        },
      };
    },
    readCharts: (request) => this.#live.charts(request),
    readDashboard: ({ request, charts }) => this.#live.answer(request, charts),
    readEndpoints: async (request) => {
      const reads = await this.#pageReads();
      const data = await reads?.dashboard(await this.#query(withEveryEndpoint(request), reads));
      return endpointList(data ?? null);
    },
    explain: async ({ request, from, to }) => {
      publishExplained();
      const reads = await this.#pageReads();
      return (await reads?.explain({ span: await this.#query(request, reads), from, to })) ?? null;
    },
    readErrorGroup: async ({ request, group }) => {
      const reads = await this.#pageReads();
      return (await reads?.errorGroup({ span: await this.#query(request, reads), group })) ?? null;
    },
    readOverview: async () => {
      const reads = await this.#pageReads();
      const { excludedEndpoints } = this.#collecting;
      return (await reads?.overview(endOfSecond(Date.now()), excludedEndpoints)) ?? null;
    },
    run: runAction,
    saveFile,
    pictureCopied,
    copyText: (text) => this.requests.copyText(text),
    copyAsCurl: (request) => this.requests.copyAsCurl(request),
    openAsHttp: (request) => this.requests.openAsHttp(request),
  };

  /** The page of a hidden panel restarts where it was, unless a place is given. */
  #onShown(): void {
    const { request } = this.#live;
    if (!request || this.#place) return;
    this.#ahead.begin({ ...request, endpointPage: { ...request.endpointPage, offset: 0 } });
  }

  /** The page is gone, and with it whoever waits for what is being read. */
  #forgetPage(): void {
    this.#isHeard = false;
    this.#ahead.cancel();
    this.#live.stop();
  }

  /** A page that hears nothing asks for everything when it is loaded. */
  async #onCommit(): Promise<void> {
    if (this.#isHeard) await this.#live.onCommit();
  }

  #newLiveView(): LiveView {
    return new LiveView(
      {
        charts: (request, signal) => this.#ahead.read(request, signal),
        tables: async (query, known, signal) => {
          const store = await this.#collecting.store();
          return (await store?.reader.until(signal).tables(query, known)) ?? null;
        },
      },
      (event) => {
        this.#tell(event);
      },
    );
  }

  async #readCharts(request: DashboardRequest, signal: AbortSignal): Promise<QueriedCharts | null> {
    const store = await this.#collecting.store();
    if (!store) return null;
    const reads = store.reader.until(signal);
    const query = await this.#query(request, reads);
    return { query, ...(await reads.charts(query)) };
  }

  /** What the page asks for beside the dashboard; it ends with the page. */
  async #pageReads(): Promise<TrafficReads | undefined> {
    const { pageSignal } = this.#live;
    const store = await this.#collecting.store();
    return store?.reader.until(pageSignal);
  }

  async #query(request: DashboardRequest, reads: TrafficReads): Promise<DashboardQuery> {
    const compared = await this.#importedFiles.compared(request.compare);
    const stored = await storedFor(request, reads);
    const { excludedEndpoints, routes } = this.#collecting;
    const now = Date.now();
    return dashboardQuery(request, { now, stored, excludedEndpoints, routes, compared });
  }

  /** A hidden panel hears nothing; it asks for everything when it is shown again. */
  #tell(event: WebviewEvent): void {
    void this.#panel?.webview.postMessage(event);
  }

  /** The page learns the threshold when it starts, so a new one restarts it. */
  #reloadOnThreshold(): void {
    let threshold = this.#config.current.errorRateThresholdPercent;
    this.#owned.add(
      this.#config.onDidChange(({ errorRateThresholdPercent }) => {
        if (errorRateThresholdPercent === threshold) return;
        threshold = errorRateThresholdPercent;
        if (!this.#panel) return;
        this.#forgetPage();
        loadWebview(this.#panel.webview, this.#distUri);
      }),
    );
  }
}
