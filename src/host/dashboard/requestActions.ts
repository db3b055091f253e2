import * as vscode from 'vscode';
import { curlCommand, httpFile } from '../../domain/repeatedRequest';
import { mockUrl } from '../../mockforge/paths';
import type { CallHandlers } from '../../protocol/remoteCall';
import type { HostCalls } from '../../protocol/webviewMessages';
import type { Settings } from '../settings';
import { copyText } from '../surfaces/clipboard';

/** What can be done with a request that the dashboard shows. */
export function requestActions(
  settings: () => Settings,
): Pick<CallHandlers<HostCalls>, 'copyAsCurl' | 'openAsHttp'> {
  return {
    copyAsCurl: async (request) => {
      await copyText(curlCommand(request, mockUrl(settings())), vscode.l10n.t('Copied as curl'));
      return null;
    },
    openAsHttp: async (request) => {
      const languages = await vscode.languages.getLanguages();
      const document = await vscode.workspace.openTextDocument({
        language: languages.includes('http') ? 'http' : 'plaintext',
        content: httpFile(request, mockUrl(settings())),
      });
      await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
      return null;
    },
  };
}
