import * as vscode from 'vscode';
import { checkedHostCalls } from '../../protocol/checkedHostCalls';
import {
  answerCall,
  remoteError,
  type CallHandlers,
  type RemoteError,
} from '../../protocol/remoteCall';
import type { HostCalls } from '../../protocol/webviewMessages';
import { errorText } from '../../sentences/failureTexts';
import { webviewHtml } from './webviewHtml';

/** What our webviews may do: run their script and read what esbuild made. */
export function webviewOptions(distUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [distUri] };
}

/** Loads the bundle into a webview; doing it again restarts the page. */
export function loadWebview(webview: vscode.Webview, distUri: vscode.Uri): void {
  webview.html = webviewHtml({
    language: vscode.env.language,
    cspSource: webview.cspSource,
    scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'webview.js')).toString(),
    styleUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'webview.css')).toString(),
  });
}

/** Gives a panel its icon and answers its calls until it is disposed. */
export function servePanel(
  panel: vscode.WebviewPanel,
  distUri: vscode.Uri,
  handlers: CallHandlers<HostCalls>,
): void {
  const media = vscode.Uri.joinPath(distUri, '..', 'media');
  panel.iconPath = {
    light: vscode.Uri.joinPath(media, 'panel-light.svg'),
    dark: vscode.Uri.joinPath(media, 'panel-dark.svg'),
  };
  const { webview } = panel;
  const checked = checkedHostCalls(handlers);
  const listening = webview.onDidReceiveMessage((message: unknown) =>
    answerCall(checked, message, (reply) => void webview.postMessage(reply), inWords),
  );
  panel.onDidDispose(() => {
    listening.dispose();
  });
}

/** The page words no error of the host. */
function inWords(error: unknown): RemoteError {
  return { name: remoteError(error).name, message: errorText(error, vscode.l10n.t) };
}
