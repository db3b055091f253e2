import type { Page } from 'playwright-core';

/** The workbench asks for a script of code-server's that its bare server does not have. */
const foreign = 'A bad HTTP response code (404) was received when fetching the script.';

/** Gathers what the webviews of a window complain about: refused by the CSP, logged, or thrown. */
export class WebviewProblems {
  #found: string[] = [];

  constructor(page: Page) {
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && fromWebview(message.location().url) && text !== foreign) {
        this.#found.push(text);
      }
    });
    page.on('pageerror', (error) => {
      // The workbench has troubles of its own in this setting.
      if (!error.stack?.includes('/out/vs/code/')) {
        this.#found.push(String(error));
      }
    });
  }

  /** Those since the last call, or since the window was opened. */
  take(): string[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

/** A webview's content is written into its frame, and so has no address or that of its frame. */
function fromWebview(url: string): boolean {
  return url === '' || /\/webview\/browser\/pre\/|\.vscode-resource\./.test(url);
}
