import * as vscode from 'vscode';
import { curlCommand, httpFile } from '../../domain/repeatedRequest';
import { mockUrl } from '../../mockforge/paths';
import type { CallHandlers } from '../../protocol/remoteCall';
import type { HostCalls } from '../../protocol/webviewMessages';
import type { Settings } from '../settings';

/** What can be done with a request that the dashboard shows. */
export function requestActions(
  settings: () => Settings,
): Pick<CallHandlers<HostCalls>, 'copyAsCurl' | 'openAsHttp'> {
  return {
    copyAsCurl: async (request) => {
      await vscode.env.clipboard.writeText(curlCommand(request, mockUrl(settings())));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as curl'), 3000);
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
