import * as vscode from 'vscode';
import { checkedHostCalls } from '../../protocol/checkedHostCalls';
import { answerCall, type CallHandlers } from '../../protocol/remoteCall';
import type { HostCalls } from '../../protocol/webviewMessages';
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
    answerCall(checked, message, (reply) => void webview.postMessage(reply)),
  );
  panel.onDidDispose(() => {
    listening.dispose();
  });
}
