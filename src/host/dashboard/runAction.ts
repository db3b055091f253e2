import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import type { HostAction } from '../../protocol/webviewMessages';
import { reportError } from '../surfaces/notifications';

const commands: Readonly<Record<HostAction, string>> = {
  scrapeNow: commandIds.scrapeNow,
  connect: commandIds.connectToServer,
  trySample: commandIds.trySampleData,
  removeSample: commandIds.removeSampleData,
  backfill: commandIds.backfillFromPrometheus,
  start: commandIds.startCollecting,
  showLog: commandIds.showLog,
  copyServeCommand: commandIds.copyServeCommand,
  showRecentErrors: commandIds.showRecentErrors,
  markSession: commandIds.markSessionStart,
  export: commandIds.exportReport,
  chooseDefinitions: commandIds.chooseApiDocuments,
};

/**
 * Runs the command behind a button of a webview, for a target where the page shows one. The command reports how it went,
 * except for its own failure.
 */
export function runAction(action: HostAction, target?: string): null {
  vscode.commands
    .executeCommand(commands[action], target === undefined ? undefined : { target })
    .then(undefined, reportError);
  return null;
}
