import * as vscode from 'vscode';
import { webviewHtml } from './webviewHtml';

/** What our webviews may do: run their script and read what esbuild made. */
export function webviewOptions(distUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [distUri] };
}

/** Loads the bundle into a webview; done again, the page starts anew. */
export function loadWebview(webview: vscode.Webview, distUri: vscode.Uri): void {
  webview.html = webviewHtml({
    language: vscode.env.language,
    cspSource: webview.cspSource,
    scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'webview.js')).toString(),
    styleUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'webview.css')).toString(),
  });
}

/** What stands in the tab of our panels. */
export function panelIcon(distUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const media = vscode.Uri.joinPath(distUri, '..', 'media');
  return {
    light: vscode.Uri.joinPath(media, 'panel-light.svg'),
    dark: vscode.Uri.joinPath(media, 'panel-dark.svg'),
  };
}
