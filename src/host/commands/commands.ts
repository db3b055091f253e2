import * as vscode from 'vscode';
import { commandIds, panelTypes, queryCommandId, queryNames, viewIds } from '../../ids';
import type { CommandContext } from '../commandContext';
import { Dashboards } from '../dashboard/dashboards';
import { ImportedDashboards } from '../dashboard/importedDashboards';
import { DisposableStore } from '../disposableStore';
import type { LaterCommand } from '../laterCommands/laterCommands';
import type { Queries } from '../queries/queries';
import { reportError } from '../surfaces/notifications';
import type { Target } from '../target';
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
import { openDataFolder } from './openDataFolder';
import { openTeamTarget } from './openTeamTarget';
import { runNamedQuery, runOwnSql } from './runQuery';
import { scrapeNow } from './scrapeNow';
import type * as serverCommands from './serverCommands';
import { targetIn } from './targetIn';

type Command = (argument?: unknown) => unknown;

/** What the commands do, and the panels that they open. */
export class Commands implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #commands: ReadonlyMap<string, Command>;
  readonly #context: CommandContext;
  #loadedQueries: Promise<Queries> | undefined;
  /** What the editor brings back after a reload, by the type of the panel. */
  readonly #dashboards: ReadonlyMap<string, Pick<Dashboards, 'restore'>>;

  constructor(context: CommandContext) {
    const { distUri, targets, config, importedFiles, team } = context;
    this.#context = context;
    const dashboards = this.#owned.add(new Dashboards(context));
    const importedDashboards = this.#owned.add(
      new ImportedDashboards({ distUri, files: importedFiles, team, targets, config }),
    );
    this.#dashboards = new Map<string, Pick<Dashboards, 'restore'>>([
      [panelTypes.dashboard, dashboards],
      [panelTypes.imported, importedDashboards],
    ]);
    const imports = { dashboards, importedDashboards, importedFiles };
    const queries = queryNames.map(
      (name) =>
        [
          queryCommandId(name),
          (argument: unknown) => runNamedQuery(name, targetIn(targets, argument), this.#queries),
        ] as const,
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
    return this.#owned.add(new Queries(this.#context));
  }
}

function commandsOf(
  context: CommandContext,
  imports: ImportContext,
  queries: () => Promise<Queries>,
): Readonly<Record<(typeof commandIds)[keyof typeof commandIds], Command>> {
  const { targets, config, connectToServer, log } = context;
  const { dashboards } = imports;
  /** A command for one target: the one that its argument names, else the current one. */
  const of =
    (run: (target: Target, argument: unknown) => unknown): Command =>
    (argument) =>
      run(targetIn(targets, argument), argument);
  const later = (name: LaterCommand): Command =>
    of(async (target, argument) => {
      const { laterCommands } = await import('../laterCommands/laterCommands');
      await laterCommands[name]({ ...context, dashboards, target }, argument);
    });
  const asking = (run: (commands: typeof serverCommands, target: Target) => unknown): Command =>
    of(async (target) => run(await import('./serverCommands'), target));
  /** Views show the current target. */
  const view = (id: string): Command =>
    of(async (target) => {
      if (target !== targets.current) await targets.makeCurrent(target);
      await vscode.commands.executeCommand(`${id}.focus`);
    });
  return {
    [commandIds.openDashboard]: of((target, argument) => {
      dashboards.open(target, placeOf(argument));
    }),
    [commandIds.showOnlyThis]: of((target, argument) => {
      dashboards.open(target, onlyPlaceOf(argument));
    }),
    [commandIds.exclude]: of((target, argument) => {
      dashboards.open(target, withoutPlaceOf(argument));
    }),
    [commandIds.startCollecting]: of((target) => target.start()),
    [commandIds.pauseCollecting]: of((target) => target.pause()),
    [commandIds.scrapeNow]: of(scrapeNow),
    [commandIds.comparePeriods]: later('comparePeriods'),
    [commandIds.sortEndpoints]: later('sortEndpoints'),
    [commandIds.setCredentials]: later('setCredentials'),
    [commandIds.deleteData]: later('deleteData'),
    [commandIds.copyAsCurl]: later('copyAsCurl'),
    [commandIds.openAsHttp]: later('openAsHttp'),
    [commandIds.switchServer]: later('switchServer'),
    [commandIds.chooseApiDocuments]: later('chooseApiDocuments'),
    [commandIds.openDefinition]: later('openDefinition'),
    [commandIds.createOperation]: later('createOperation'),
    [commandIds.revealInDashboard]: later('revealInDashboard'),
    [commandIds.markSessionStart]: later('markSessionStart'),
    [commandIds.markSessionEnd]: later('markSessionEnd'),
    [commandIds.alertMe]: later('alertMe'),
    [commandIds.manageAlerts]: later('manageAlerts'),
    [commandIds.connectToServer]: connectToServer,
    [commandIds.connectToTeamStore]: later('connectToTeamStore'),
    [commandIds.disconnectFromTeamStore]: later('disconnectFromTeamStore'),
    [commandIds.openTeamTarget]: (argument) =>
      openTeamTarget(context.team, imports.importedDashboards, argument),
    [commandIds.backfillFromPrometheus]: asking(({ backfillFromPrometheus }, target) =>
      backfillFromPrometheus(target, context.credentials),
    ),
    [commandIds.exportReport]: of((target) => exportReport(target, dashboards, context)),
    [commandIds.exportData]: of((target, argument) =>
      exportData(target, targets.nameAmong(target), dashboards, argument),
    ),
    [commandIds.compareWithFile]: of((target, argument) =>
      compareWithFile(imports, target, argument),
    ),
    [commandIds.openImportedFile]: (argument) => openImportedFile(imports, argument),
    [commandIds.removeImportedFile]: (argument) => removeImportedFile(imports, argument),
    [commandIds.trySampleData]: () => trySampleData(imports),
    [commandIds.removeSampleData]: () => removeSampleData(imports),
    [commandIds.runSql]: of((target) => runOwnSql(target, queries)),
    [commandIds.verifyNumbers]: asking(({ verifyNumbers }, target) =>
      verifyNumbers(target, targets.nameAmong(target), queries),
    ),
    [commandIds.showTopEndpoints]: view(viewIds.topEndpoints),
    [commandIds.showRecentErrors]: view(viewIds.recentErrors),
    [commandIds.openDataFolder]: of(openDataFolder),
    [commandIds.showLog]: () => {
      log.show();
    },
    [commandIds.copyDiagnostics]: asking(({ copyDiagnostics }, target) =>
      copyDiagnostics(target, config),
    ),
    [commandIds.copyServeCommand]: copyServeCommand,
  };
}
