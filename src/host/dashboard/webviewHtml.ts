import { randomBytes } from 'node:crypto';
import { productName } from '../../ids';

/** What the page of a webview is made from. */
export interface WebviewPage {
  /** BCP 47. */
  readonly language: string;
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/** The page that loads the webview's script, and what that imports, and permits nothing else. */
export function webviewHtml(page: WebviewPage, nonce = newNonce()): string {
  // A script's imports come under its nonce. The toolkit adopts its styles under the nonce that it reads from the meta element.
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${page.cspSource} 'nonce-${nonce}'`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${page.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<meta property="csp-nonce" content="${nonce}">
<link rel="stylesheet" href="${page.styleUri}">
<title>${productName}</title>
</head>
<body>
<script type="module" nonce="${nonce}" src="${page.scriptUri}"></script>
</body>
</html>`;
}

function newNonce(): string {
  return randomBytes(16).toString('hex');
}
