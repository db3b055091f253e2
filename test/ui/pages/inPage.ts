import type { FrameLocator } from 'playwright-core';

/**
 * Calls a function in the page of a view and resolves with what it returns, or its promise. It is given as text,
 * since what it deals with is a page's and no program's of ours; its arguments become JSON.
 */
export function inPage<Result>(
  frame: FrameLocator,
  script: string,
  ...args: readonly unknown[]
): Promise<Result> {
  const list = args.map((arg) => JSON.stringify(arg)).join();
  return frame.locator('html').evaluate(`(${script})(${list})`);
}
