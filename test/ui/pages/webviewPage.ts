import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { WebviewProblems } from './webviewProblems';

/** The content of the visible webview panel of a given title. */
export class WebviewPage {
  /** Where its elements are: `webview.frame.getByRole(...)`. */
  readonly frame: FrameLocator;
  readonly #problems: WebviewProblems;

  /** @param outer the editor's frame around it; left out: the only one that is visible */
  constructor(page: Page, title: string, problems: WebviewProblems, outer = visibleFrames(page)) {
    this.#problems = problems;
    this.frame = contentOf(outer, title).contentFrame();
  }

  /** CSP violations and errors of all webviews since the last call, or since the window was opened. */
  takeProblems(): string[] {
    return this.#problems.take();
  }
}

/** The editor's frames around the webviews that are visible. */
export function visibleFrames(page: Page): Locator {
  return page.locator('iframe.webview').filter({ visible: true });
}

/** The frame of the content of a given title. */
export function contentOf(outer: Locator, title: string): Locator {
  return outer.contentFrame().locator(`#active-frame[title=${JSON.stringify(title)}]`);
}
