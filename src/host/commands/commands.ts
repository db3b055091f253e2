import * as vscode from 'vscode';
import { commandIds, panelTypes, queryCommandId, queryNames, viewIds } from '../../ids';
import type { CommandContext } from '../commandContext';
import { DashboardPanel } from '../dashboard/dashboardPanel';
import { ImportedDashboards } from '../dashboard/importedDashboards';
import { DisposableStore } from '../disposableStore';
import type { LaterCommand } from '../laterCommands/laterCommands';
import type { Queries } from '../queries/queries';
import { reportError } from '../surfaces/notifications';
import { onlyPlaceOf, placeOf, withoutPlaceOf } from './commandArguments';
import { copyServeCommand } from './copyServeCommand';
import { exportData } from './exportData';
import { exportReport } from './exportReport';
import type { ImportContext } from './importedFileCommands';
import {
  compareWithFile,
  openImportedFile,
  removeImportedFile,
  removeSampleData,
  trySampleData,
} from './importedFileCommands';
import { markSessionStart } from './markSessionStart';
import { openDataFolder } from './openDataFolder';
import { runNamedQuery, runOwnSql } from './runQuery';
import { scrapeNow } from './scrapeNow';
import type * as serverCommands from './serverCommands';

type Command = (argument?: unknown) => unknown;

/** What the commands do, and the panels that they open. */
export class Commands implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #commands: ReadonlyMap<string, Command>;
  readonly #context: CommandContext;
  #loadedQueries: Promise<Queries> | undefined;
  /** What the editor brings back after a reload, by the type of the panel. */
  readonly #dashboards: ReadonlyMap<string, Pick<DashboardPanel, 'restore'>>;

  constructor(context: CommandContext) {
    const { distUri, collecting, config, importedFiles, log } = context;
    this.#context = context;
    const dashboard = this.#owned.add(
      new DashboardPanel(distUri, collecting, config, importedFiles, log),
    );
    const importedDashboards = this.#owned.add(
      new ImportedDashboards(distUri, importedFiles, collecting, config),
    );
    this.#dashboards = new Map<string, Pick<DashboardPanel, 'restore'>>([
      [panelTypes.dashboard, dashboard],
      [panelTypes.imported, importedDashboards],
    ]);
    const imports = { collecting, dashboard, importedDashboards, importedFiles };
    const queries = queryNames.map(
      (name) =>
        [queryCommandId(name), () => runNamedQuery(name, collecting, this.#queries)] as const,
    );
    this.#commands = new Map<string, Command>([
      ...Object.entries(commandsOf(context, imports, this.#queries)),
      ...queries,
    ]);
  }

  /**
   * Runs the command of that id; resolves when it is done. What goes wrong is told here: the editor, which would tell
   * it else, makes links of what stands in a message.
   */
  async run(id: string, argument: unknown): Promise<void> {
    try {
      await this.#commands.get(id)?.(argument);
    } catch (error) {
      reportError(error);
    }
  }

  /** Takes over a panel that the editor brings back after a reload, with the state that its page kept. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    this.#dashboards.get(panel.viewType)?.restore(panel, state);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** They are a bundle of their own, loaded when the first is run. */
  readonly #queries = (): Promise<Queries> => (this.#loadedQueries ??= this.#loadQueries());

  async #loadQueries(): Promise<Queries> {
    const { Queries } = await import('../queries/queries');
    return this.#owned.add(new Queries(this.#context.distUri, this.#context.config));
  }
}

function commandsOf(
  context: CommandContext,
  imports: ImportContext,
  queries: () => Promise<Queries>,
): Readonly<Record<(typeof commandIds)[keyof typeof commandIds], Command>> {
  const { collecting, config, log } = context;
  const { dashboard } = imports;
  const later =
    (name: LaterCommand): Command =>
    async (argument) => {
      const { laterCommands } = await import('../laterCommands/laterCommands');
      await laterCommands[name](context, dashboard, argument);
    };
  return {
    [commandIds.openDashboard]: (argument) => {
      dashboard.open(placeOf(argument));
    },
    [commandIds.showOnlyThis]: (argument) => {
      dashboard.open(onlyPlaceOf(argument));
    },
    [commandIds.exclude]: (argument) => {
      dashboard.open(withoutPlaceOf(argument));
    },
    [commandIds.startCollecting]: () => collecting.start(),
    [commandIds.pauseCollecting]: () => collecting.pause(),
    [commandIds.scrapeNow]: () => scrapeNow(collecting),
    [commandIds.comparePeriods]: later('comparePeriods'),
    [commandIds.sortEndpoints]: later('sortEndpoints'),
    [commandIds.deleteData]: later('deleteData'),
    [commandIds.copyAsCurl]: later('copyAsCurl'),
    [commandIds.openAsHttp]: later('openAsHttp'),
    [commandIds.markSessionStart]: () => markSessionStart(collecting),
    [commandIds.connectToServer]: async () => (await asking()).connectToServer(config),
    [commandIds.backfillFromPrometheus]: async () =>
      (await asking()).backfillFromPrometheus(collecting, config),
    [commandIds.exportReport]: () => exportReport(context, dashboard),
    [commandIds.exportData]: (argument) => exportData(collecting, dashboard, argument),
    [commandIds.compareWithFile]: (argument) => compareWithFile(imports, argument),
    [commandIds.openImportedFile]: (argument) => openImportedFile(imports, argument),
    [commandIds.removeImportedFile]: (argument) => removeImportedFile(imports, argument),
    [commandIds.trySampleData]: () => trySampleData(imports),
    [commandIds.removeSampleData]: () => removeSampleData(imports),
    [commandIds.runSql]: () => runOwnSql(collecting, queries),
    [commandIds.verifyNumbers]: async () =>
      (await asking()).verifyNumbers(collecting, config, queries),
    [commandIds.showTopEndpoints]: () => showView(viewIds.topEndpoints),
    [commandIds.showRecentErrors]: () => showView(viewIds.recentErrors),
    [commandIds.openDataFolder]: () => openDataFolder(collecting),
    [commandIds.showLog]: () => {
      log.show();
    },
    [commandIds.copyDiagnostics]: async () => (await asking()).copyDiagnostics(collecting, config),
    [commandIds.copyServeCommand]: copyServeCommand,
  };
}

/** The commands that ask a server themselves, loaded when one of them is first run. */
function asking(): Promise<typeof serverCommands> {
  return import('./serverCommands');
}

function showView(view: string): Thenable<unknown> {
  return vscode.commands.executeCommand(`${view}.focus`);
}
