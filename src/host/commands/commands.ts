import type * as vscode from 'vscode';
import type { Config } from '../config';
import type { ResultPanel } from '../dashboard/resultPanel';
import { DisposableStore } from '../disposableStore';
import { registerBackfillFromPrometheus } from './backfillFromPrometheus';
import { registerConnectToServer } from './connectToServer';
import { registerCopyDiagnostics } from './copyDiagnostics';
import { registerCopyServeCommand } from './copyServeCommand';
import { registerExportData } from './exportData';
import { registerExportReport } from './exportReport';
import type { ImportContext } from './importedFiles';
import { registerImportedFiles } from './importedFiles';
import { registerMarkSessionStart } from './markSessionStart';
import { registerOpenDashboard } from './openDashboard';
import { registerOpenDataFolder } from './openDataFolder';
import { registerPauseCollecting } from './pauseCollecting';
import { registerRunQueries } from './runQueries';
import { registerRunSql } from './runSql';
import { registerScrapeNow } from './scrapeNow';
import { registerShowLog } from './showLog';
import { registerShowViews } from './showViews';
import { registerStartCollecting } from './startCollecting';

/** What commands work on. */
export interface CommandContext extends ImportContext {
  readonly config: Config;
  readonly results: ResultPanel;
  readonly log: vscode.LogOutputChannel;
}

/** Registers every command of the extension. */
export function registerCommands(context: CommandContext): DisposableStore {
  const { collecting, config, dashboard, results, log } = context;
  const owned = new DisposableStore();
  owned.add(registerOpenDashboard(dashboard));
  owned.add(registerStartCollecting(collecting));
  owned.add(registerPauseCollecting(collecting));
  owned.add(registerScrapeNow(collecting));
  owned.add(registerMarkSessionStart(collecting));
  owned.add(registerConnectToServer(config));
  owned.add(registerBackfillFromPrometheus(collecting, config));
  owned.add(registerExportReport(collecting, dashboard, context.importedFiles));
  owned.add(registerExportData(collecting, dashboard));
  owned.add(registerImportedFiles(context));
  owned.add(registerRunQueries(collecting, config, results));
  owned.add(registerRunSql(collecting, config, results));
  owned.add(registerShowViews());
  owned.add(registerOpenDataFolder(collecting));
  owned.add(registerShowLog(log));
  owned.add(registerCopyDiagnostics(collecting, config));
  owned.add(registerCopyServeCommand());
  return owned;
}
