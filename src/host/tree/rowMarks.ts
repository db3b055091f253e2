import * as vscode from 'vscode';
import { isErrorStatus, type Protocol } from '../../domain/protocol';

/**
 * contextValue of a row about an endpoint or a request to it, in words that the menus of package.json look for: whether the
 * dashboard can show it, and whether it can be repeated.
 */
export function rowContext({
  protocol,
  method,
  endpoint,
}: {
  readonly protocol: Protocol;
  readonly method: string | null;
  readonly endpoint: string | null;
}): string {
  if (endpoint === null) return '';
  return protocol === 'http' && method !== null ? 'openable repeatable' : 'openable';
}

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
