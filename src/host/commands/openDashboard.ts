import * as vscode from 'vscode';
import { commandIds } from '../../ids';
import type { Dashboard } from '../dashboard/dashboard';

/** Opens the dashboard, or brings it to the front. */
export function registerOpenDashboard(dashboard: Dashboard): vscode.Disposable {
  return vscode.commands.registerCommand(commandIds.openDashboard, () => {
    dashboard.open();
  });
}
