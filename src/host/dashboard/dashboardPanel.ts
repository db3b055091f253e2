import * as vscode from 'vscode';
import { endOfSecond } from '../../domain/time';
import type { DashboardQuery } from '../../protocol/dashboardData';
import type { ImportedFile } from '../../protocol/importedFile';
import type { CallHandlers } from '../../protocol/remoteCall';
import type {
  DashboardPlace,
  DashboardRequest,
  HostCalls,
  TargetChoices,
  WebviewEvent,
} from '../../protocol/webviewMessages';
import type { TrafficReads } from '../../store/trafficReader';
import type { ApiDocuments } from '../apiDocuments';
import { coalesced } from '../coalesced';
import type { Config } from '../config';
import type { ImportedFiles } from '../importedFiles';
import { publishExplained } from '../contextKeys';
import { DisposableStore } from '../disposableStore';
import { commandIds, productName } from '../../ids';
import type { Log } from '../surfaces/log';
import { reportError } from '../surfaces/notifications';
import { plainLabel } from '../surfaces/plainText';
import type { Target } from '../target';
import type { Targets } from '../targets';
import { dashboardQuery, endpointList, storedFor, withEveryEndpoint } from './dashboardReads';
import { LiveView, type QueriedCharts } from './liveView';
import { ReadAhead } from './readAhead';
import { repeatingServer, requestActions } from './requestActions';
import { runAction } from './runAction';
import { pictureCopied, saveFile } from './saveFile';
import { loadWebview, servePanel } from './webviewContent';

/** What all dashboards have in common. */
export interface DashboardParts {
  readonly distUri: vscode.Uri;
  readonly targets: Targets;
  readonly config: Config;
  readonly importedFiles: ImportedFiles;
  readonly apiDocuments: ApiDocuments;
  readonly log: Log;
}

/** What a panel works with and whom it tells. */
interface PanelParts extends DashboardParts {
  /** Another target was chosen in a panel, by its id. */
  readonly onChoose: (panel: DashboardPanel, id: string) => void;
}

/** Where a panel begins. */
interface Beginning {
  /** What its page will ask for first. */
  readonly request: DashboardRequest;
  /** Null: where the page was. */
  readonly place: DashboardPlace | null;
}

/** What a panel is called: by its target where there are several. */
export function panelTitle(target: Target, targets: Targets): string {
  const name = targets.nameAmong(target);
  return name === null ? productName : `${plainLabel(name)} - ${productName}`;
}

/** The panel of one target's dashboard. */
export class DashboardPanel implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #panel: vscode.WebviewPanel;
  readonly #parts: PanelParts;
  #target: Target;
  /** What listens to the target. */
  #following = new DisposableStore();
  /** Where a page that is being made begins. */
  #place: DashboardPlace | null;
  /** Whether the panel has a page that receives messages: hiding the panel ends it. */
  #isHeard = false;
  #live: LiveView;
  readonly #ahead = new ReadAhead((request, signal) => this.#readCharts(request, signal));

  constructor(
    panel: vscode.WebviewPanel,
    target: Target,
    parts: PanelParts,
    { request, place }: Beginning,
  ) {
    this.#panel = panel;
    this.#target = target;
    this.#parts = parts;
    this.#place = place;
    this.#live = this.#newLiveView();
    const { config, importedFiles, distUri } = parts;
    this.#follow();
    this.#owned.add(
      importedFiles.onDidChange(() => {
        this.#tell({ type: 'importedFiles', files: this.#comparable });
      }),
    );
    this.#owned.add(this.#reloadsOnThreshold(config));
    this.#ahead.begin(request);
    let isShown = panel.visible;
    this.#owned.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#forgetPage();
        else if (!isShown) this.#onShown();
        isShown = panel.visible;
      }),
    );
    panel.title = panelTitle(target, parts.targets);
    servePanel(panel, distUri, this.#handlers);
    loadWebview(panel.webview, distUri);
  }

  get target(): Target {
    return this.#target;
  }

  /** What the page shows; undefined before it has asked for anything. */
  get request(): DashboardRequest | undefined {
    return this.#live.request;
  }

  /** Brings the panel to the front, at a place if one is given. */
  reveal(place: DashboardPlace | null): void {
    // A page that has not loaded yet, or was hidden, asks where to begin; one that is there is told.
    if (place && this.#isHeard) this.#tell({ type: 'show', place });
    else this.#place = place;
    this.#panel.reveal();
  }

  /** Shows another target. */
  show(target: Target): void {
    this.#target = target;
    this.#follow();
    this.#live.stop();
    this.#live = this.#newLiveView();
    this.tellTargets();
  }

  /** The targets, or which is shown, are others now. */
  tellTargets(): void {
    this.#panel.title = panelTitle(this.#target, this.#parts.targets);
    this.#tell({ type: 'targets', targets: this.#choices, status: this.#target.status });
  }

  close(): void {
    this.#panel.dispose();
  }

  /** The panel itself is left to the editor. */
  dispose(): void {
    this.#forgetPage();
    this.#following.dispose();
    this.#owned.dispose();
  }

  /** A team's store is compared with itself alone. */
  get #comparable(): readonly ImportedFile[] {
    return this.#target.location.file === null ? [] : this.#parts.importedFiles.list;
  }

  get #choices(): TargetChoices {
    const targets = this.#parts.targets.list.map(({ id, name }) => ({ id, name }));
    return { targets, shown: this.#target.id };
  }

  #follow(): void {
    this.#following.dispose();
    this.#following = new DisposableStore();
    const target = this.#target;
    const onCommit = coalesced(
      () => this.#onCommit(),
      (error) => {
        this.#parts.log.error(error);
      },
    );
    this.#following.add(target.onDidCommit(onCommit));
    this.#following.add(
      target.onDidErase(() => {
        this.#tell({ type: 'committed', erased: true });
      }),
    );
    this.#following.add(
      target.onDidChangeStatus((status) => {
        this.#tell({ type: 'status', status });
      }),
    );
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
          errorRateThresholdPercent: this.#parts.config.current.errorRateThresholdPercent,
          status: this.#target.status,
          place,
          importedFiles: this.#comparable,
          targets: this.#choices,
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
    readCoverage: async (request) => {
      const reads = await this.#pageReads();
      if (!reads) return null;
      const coverage = await this.#parts.apiDocuments.load();
      return coverage.read(this.#target, reads, await this.#query(request, reads));
    },
    readOverview: async () => {
      const reads = await this.#pageReads();
      const { excludedEndpoints } = this.#target;
      return (await reads?.overview(endOfSecond(Date.now()), excludedEndpoints)) ?? null;
    },
    run: (action) => runAction(action, this.#target.id),
    showTarget: (id) => {
      this.#parts.onChoose(this, id);
      return null;
    },
    openDefinition: async (name) => {
      const documents = await this.#parts.apiDocuments.load();
      await documents.openDefinition(this.#target, name);
      return null;
    },
    saveFile: (file) => saveFile(file, this.#parts.targets.nameAmong(this.#target)),
    alertMe: ({ endpoint }) => {
      vscode.commands
        .executeCommand(commandIds.alertMe, { target: this.#target.id, endpoint })
        .then(undefined, reportError);
      return null;
    },
    createOperation: async (operation) => {
      const documents = await this.#parts.apiDocuments.load();
      await documents.createOperation(this.#target, operation);
      return null;
    },
    pictureCopied,
    ...requestActions(() => repeatingServer(this.#target, this.#parts.apiDocuments)),
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
          const store = await this.#target.store();
          return (await store?.reader.until(signal).tables(query, known)) ?? null;
        },
      },
      (event) => {
        this.#tell(event);
      },
    );
  }

  async #readCharts(request: DashboardRequest, signal: AbortSignal): Promise<QueriedCharts | null> {
    const store = await this.#target.store();
    if (!store) return null;
    const reads = store.reader.until(signal);
    const query = await this.#query(request, reads);
    return { query, ...(await reads.charts(query)) };
  }

  /** What the page asks for beside the dashboard; it ends with the page. */
  async #pageReads(): Promise<TrafficReads | undefined> {
    const { pageSignal } = this.#live;
    const store = await this.#target.store();
    return store?.reader.until(pageSignal);
  }

  async #query(request: DashboardRequest, reads: TrafficReads): Promise<DashboardQuery> {
    const compared = await this.#parts.importedFiles.compared(request.compare);
    const stored = await storedFor(request, reads);
    const { excludedEndpoints, routes } = this.#target;
    const now = Date.now();
    return dashboardQuery(request, { now, stored, excludedEndpoints, routes, compared });
  }

  /** A hidden panel hears nothing; it asks for everything when it is shown again. */
  #tell(event: WebviewEvent): void {
    void this.#panel.webview.postMessage(event);
  }

  /** The page learns the threshold when it starts, so a new one restarts it. */
  #reloadsOnThreshold(config: Config): vscode.Disposable {
    let threshold = config.current.errorRateThresholdPercent;
    return config.onDidChange(({ errorRateThresholdPercent }) => {
      if (errorRateThresholdPercent === threshold) return;
      threshold = errorRateThresholdPercent;
      this.#forgetPage();
      loadWebview(this.#panel.webview, this.#parts.distUri);
    });
  }
}
