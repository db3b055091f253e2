import * as vscode from 'vscode';
import { panelTypes, productName } from '../../ids';
import { pausedStatus } from '../../protocol/collectingStatus';
import type { DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { ImportedFile } from '../../protocol/importedFile';
import type { CallHandlers } from '../../protocol/remoteCall';
import { shownSourceOf } from '../../protocol/dashboardState';
import type { DashboardPlace, DashboardRequest, HostCalls } from '../../protocol/webviewMessages';
import type { ImportedDatabase } from '../../store/imported/importedDatabase';
import type { TrafficReads } from '../../store/trafficReader';
import type { Config } from '../config';
import { publishExplained } from '../contextKeys';
import type { ImportedFiles } from '../importedFiles';
import { reportError } from '../surfaces/notifications';
import { createPanel } from '../surfaces/panel';
import type { Targets } from '../targets';
import type { TeamTargets } from '../teamTargets';
import { dashboardQuery, endpointList, withEveryEndpoint } from './dashboardReads';
import type { QueryFacts } from './dashboardReads';
import { LiveView } from './liveView';
import { requestActions } from './requestActions';
import { runAction } from './runAction';
import { pictureCopied, saveFile } from './saveFile';
import { saveReport } from './saveReport';
import { loadWebview, servePanel, webviewOptions } from './webviewContent';

/** What they work with. */
interface ImportedDashboardsParts {
  readonly distUri: vscode.Uri;
  readonly files: ImportedFiles;
  readonly team: TeamTargets;
  readonly targets: Targets;
  readonly config: Config;
}

/**
 * The dashboards of what is only read, imported files and targets of a team's store, one panel each. Nothing in them changes
 * on its own.
 */
export class ImportedDashboards implements vscode.Disposable {
  readonly #distUri: vscode.Uri;
  readonly #files: ImportedFiles;
  readonly #team: TeamTargets;
  readonly #targets: Targets;
  readonly #config: Config;
  readonly #panels = new Map<
    string,
    { readonly panel: vscode.WebviewPanel; readonly file: ImportedFile }
  >();
  readonly #watching: vscode.Disposable;
  /** Of the team's store whose targets are shown. */
  #address: string;

  constructor({ distUri, files, team, targets, config }: ImportedDashboardsParts) {
    this.#distUri = distUri;
    this.#files = files;
    this.#team = team;
    this.#targets = targets;
    this.#config = config;
    this.#address = team.address;
    this.#watching = vscode.Disposable.from(
      files.onDidChange(() => {
        const known = files.list.map(({ path }) => path);
        this.#close(({ isTeam, path }) => !isTeam && !known.includes(path));
      }),
      team.onDidChange(() => {
        if (team.address === this.#address) return;
        this.#address = team.address;
        this.#close(({ isTeam }) => isTeam === true);
      }),
    );
  }

  /** Shows the panel of a file, making it if there is none; of a target of a team's store, one that is up to date. */
  open(file: ImportedFile): void {
    const shown = this.#panels.get(file.path)?.panel;
    if (shown && !file.isTeam) {
      shown.reveal();
      return;
    }
    shown?.dispose();
    const title = `${file.name} - ${productName}`;
    const panel = createPanel(panelTypes.imported, title, webviewOptions(this.#distUri));
    this.#adopt(panel, file, { period: { kind: 'last', range: 'all' } });
  }

  /** Takes over a panel that was open before a reload of the window, if its file is still on the list. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const { shownFile: path = '' } = shownSourceOf(saved);
    const file = this.#files.list.find((listed) => listed.path === path);
    if (file) this.#restoreAs(panel, file);
    else {
      this.#team.shownAt(path).then(
        (target) => {
          this.#restoreAs(panel, target);
        },
        () => {
          panel.dispose();
        },
      );
    }
  }

  /** The panels are left to the editor, which brings them back after a reload. */
  dispose(): void {
    this.#watching.dispose();
  }

  #restoreAs(panel: vscode.WebviewPanel, file: ImportedFile | undefined): void {
    if (!file || this.#panels.has(file.path)) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.#distUri);
    this.#adopt(panel, file, null);
  }

  #close(isGone: (file: ImportedFile) => boolean): void {
    for (const { panel, file } of this.#panels.values()) if (isGone(file)) panel.dispose();
  }

  #reads(file: ImportedFile): Promise<Pick<ImportedDatabase, 'reads' | 'until'>> {
    return file.isTeam ? this.#team.reads(file) : this.#files.open(file.path);
  }

  /** @param place where the page begins when it is first made; null: where it was. */
  #adopt(panel: vscode.WebviewPanel, file: ImportedFile, place: DashboardPlace | null): void {
    this.#panels.set(file.path, { panel, file });
    const view = this.#view(file);
    // A hidden panel has no page that waits for an answer, and neither has a closed one.
    panel.onDidChangeViewState(() => {
      if (!panel.visible) view.stop();
    });
    panel.onDidDispose(() => {
      this.#panels.delete(file.path);
      view.stop();
    });
    servePanel(panel, this.#distUri, this.#handlers(file, view, place));
    loadWebview(panel.webview, this.#distUri);
  }

  #view(file: ImportedFile): LiveView {
    return new LiveView(
      {
        charts: async (request, signal) => {
          const query = this.#query(file, request);
          const database = await this.#reads(file);
          return { query, ...(await database.until(signal).charts(query)) };
        },
        tables: async (query, known, signal) =>
          (await this.#reads(file)).until(signal).tables(query, known),
      },
      () => undefined,
    );
  }

  #handlers(
    file: ImportedFile,
    view: LiveView,
    firstPlace: DashboardPlace | null,
  ): CallHandlers<HostCalls> {
    let place = firstPlace;
    // What is asked for beside the dashboard ends with the page, too.
    const pageReads = async (): Promise<TrafficReads> => {
      const { pageSignal } = view;
      return (await this.#reads(file)).until(pageSignal);
    };
    return {
      ready: () => {
        const settings = {
          locale: vscode.env.language,
          errorRateThresholdPercent: this.#config.current.errorRateThresholdPercent,
          status: pausedStatus(this.#targets.current.status),
          place,
          importedFiles: [],
          shownFile: file,
        };
        // The page of a panel that was hidden goes on where it was.
        place = null;
        return { view: 'dashboard', translations: vscode.l10n.bundle ?? {}, settings };
      },
      readCharts: (request) => view.charts(request),
      readDashboard: ({ request, charts }) => view.answer(request, charts),
      readEndpoints: async (request) => {
        const query = this.#query(file, withEveryEndpoint(request));
        return endpointList(await (await pageReads()).dashboard(query));
      },
      explain: async ({ request, from, to }) => {
        publishExplained();
        return (await pageReads()).explain({ span: this.#query(file, request), from, to });
      },
      readErrorGroup: async ({ request, group }) =>
        (await pageReads()).errorGroup({ span: this.#query(file, request), group }),
      openDefinition: () => null,
      createOperation: () => null,
      alertMe: () => null,
      readCoverage: () => null,
      readOverview: async () =>
        (await pageReads()).overview(file.to, this.#targets.current.excludedEndpoints),
      run: (action) => {
        if (action !== 'export') return runAction(action);
        void this.#export(file, view.request);
        return null;
      },
      showTarget: () => null,
      saveFile,
      pictureCopied,
      // The server that runs now is not the one that the file is of.
      ...requestActions(() => ({
        settings: this.#targets.current.settings,
        http: this.#targets.current.http,
        recorded: () => Promise.resolve(null),
        exampleBody: () => Promise.resolve(null),
      })),
    };
  }

  async #export(file: ImportedFile, request: DashboardRequest | undefined): Promise<void> {
    if (!request) return;
    try {
      const { reads } = await this.#reads(file);
      const read = (query: DashboardQuery): Promise<DashboardData> => reads.dashboard(query);
      const target = file.isSample ? file.name : file.path;
      const errorRateThreshold = this.#config.current.errorRateThresholdPercent / 100;
      await saveReport({ ...this.#facts(file), target, errorRateThreshold, read }, request);
    } catch (error) {
      reportError(error);
    }
  }

  #query(file: ImportedFile, request: DashboardRequest): ReturnType<typeof dashboardQuery> {
    return dashboardQuery(request, this.#facts(file));
  }

  /** Its time stops at the end of its traffic. */
  #facts({ from, to }: ImportedFile): QueryFacts {
    return {
      now: to * 1000,
      stored: { from, to },
      excludedEndpoints: this.#targets.current.excludedEndpoints,
      routes: null,
    };
  }
}
