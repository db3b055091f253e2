import type { FrameLocator, Page } from 'playwright-core';
import type { WebviewProblems } from './webviewProblems';

/** The content of the visible webview panel of a given title. */
export class WebviewPage {
  /** Where its elements are: `webview.frame.getByRole(...)`. */
  readonly frame: FrameLocator;
  readonly #problems: WebviewProblems;

  constructor(page: Page, title: string, problems: WebviewProblems) {
    this.#problems = problems;
    this.frame = page
      .locator('iframe.webview')
      .filter({ visible: true })
      .contentFrame()
      .locator(`#active-frame[title=${JSON.stringify(title)}]`)
      .contentFrame();
  }

  /** CSP violations and errors of all webviews since the last call, or since the window was opened. */
  takeProblems(): string[] {
    return this.#problems.take();
  }
}
