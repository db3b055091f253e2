import * as vscode from 'vscode';
import { isErrorStatus, type Protocol } from '../../domain/protocol';

/** contextValue of rows that name an endpoint: package.json offers there to open it in the dashboard. */
export const openableItem = 'openable';

/** The mark of a status: shapes differ, not only colors. */
export function statusIcon(protocol: Protocol, code: number | null): vscode.ThemeIcon {
  if (isErrorStatus(protocol, code)) {
    return protocol === 'http' && code !== null && code < 500
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.yellow'))
      : new vscode.ThemeIcon('error', new vscode.ThemeColor('charts.red'));
  }
  return protocol === 'http' && code !== null && code >= 300
    ? new vscode.ThemeIcon('arrow-circle-right', new vscode.ThemeColor('charts.blue'))
    : new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green'));
}
