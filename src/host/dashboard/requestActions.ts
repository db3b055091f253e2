import { basename } from 'node:path';
import * as vscode from 'vscode';
import { curlCommand, httpFile, isMethodName } from '../../domain/repeatedRequest';
import { shellOf, type Shell } from '../../domain/shell';
import { settingKeys } from '../../ids';
import type { CallHandlers } from '../../protocol/remoteCall';
import type { HostCalls, RepeatableRequest } from '../../protocol/webviewMessages';
import type { Settings } from '../settings';
import { copyText } from '../surfaces/clipboard';
import { inform, warn } from '../surfaces/notifications';
import { mockAddress } from './mockAddress';

/** What can be done with a request that the dashboard shows. */
export function requestActions(
  settings: () => Settings,
): Pick<CallHandlers<HostCalls>, 'copyText' | 'copyAsCurl' | 'openAsHttp'> {
  return {
    copyText: async (text) => {
      await copyText(text, vscode.l10n.t('Copied'));
      return null;
    },
    copyAsCurl: async (request) => {
      if (!isRepeatable(request)) return null;
      const shell = shellOf(vscode.env.shell, process.platform);
      const command = curlCommand(request, await origin(settings()), shell);
      await copyText(command, vscode.l10n.t('Copied as curl'));
      if (!shell.isOwn) tellShell(shell);
      return null;
    },
    openAsHttp: async (request) => {
      if (!isRepeatable(request)) return null;
      const languages = await vscode.languages.getLanguages();
      const document = await vscode.workspace.openTextDocument({
        language: languages.includes('http') ? 'http' : 'plaintext',
        content: httpFile(request, await origin(settings())),
      });
      await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
      return null;
    },
  };
}

function isRepeatable({ method }: RepeatableRequest): boolean {
  if (isMethodName(method)) return true;
  warn(vscode.l10n.t('{0} is not an HTTP method, so this request cannot be repeated.', method));
  return false;
}

/** The origin of the mocks. If it is a guess, the user is told so. */
async function origin(settings: Settings): Promise<string> {
  const { t } = vscode.l10n;
  const address = await mockAddress(settings);
  if (!address.isKnown) {
    warn(
      t(
        'The admin API does not say where the mocks are served. {0} is the usual address. If yours differs, set {1}.',
        address.origin,
        settingKeys.recorderUrl,
      ),
      {
        title: t('Open Settings'),
        run: () =>
          vscode.commands.executeCommand('workbench.action.openSettings', settingKeys.recorderUrl),
      },
    );
  }
  return address.origin;
}

function tellShell({ quoting }: Shell): void {
  inform(
    vscode.l10n.t(
      "The command is written for {0}. Your terminal's shell, {1}, is not supported and may misread parts of the path.",
      quoting === 'posix' ? 'sh' : 'PowerShell',
      basename(vscode.env.shell),
    ),
  );
}
