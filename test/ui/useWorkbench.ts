import { strict as assert } from 'node:assert';
import { hostedVsCodeSupported } from '../host/hostPackages';
import {
  openWorkbench,
  usualViewport,
  type OpenWorkbench,
  type WorkbenchOptions,
} from './openWorkbench';

const firstInstallMs = 10 * 60_000;

/**
 * By their options but for the size, which an open window can change. Every test file is a bundle with its own copy,
 * so that only what is made to share a window does.
 */
const workbenches = new Map<string, Promise<OpenWorkbench>>();

/**
 * Gives the tests of the surrounding `describe` an open workbench. Those of a file that ask with the same options, but
 * for its size, get the same one, in the state in which the tests before them left it, but for settings, open editors
 * and notifications; it is closed when all tests of the file are done.
 * A failed test leaves a picture. No test may leave a complaint of the browser about a webview. Where no hosted VS Code can run, the tests are skipped.
 * @returns a function that gives the workbench once the tests run.
 */
export function useWorkbench({
  viewport = usualViewport,
  ...options
}: WorkbenchOptions = {}): () => OpenWorkbench {
  let current: OpenWorkbench | undefined;
  before(async function () {
    if (!hostedVsCodeSupported()) {
      console.log(
        `Skipped: the hosted VS Code runs on Linux x64, not ${process.platform} ${process.arch}.`,
      );
      this.skip();
    }
    this.timeout(firstInstallMs);
    const key = JSON.stringify(options);
    const opening = workbenches.get(key) ?? openWorkbench({ ...options, viewport });
    workbenches.set(key, opening);
    current = await opening;
    await current.workbench.page.setViewportSize(viewport);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await current?.workbench.screenshot(`failed ${this.currentTest.fullTitle()}`);
    }
    assert.deepEqual(current?.workbench.takeProblems() ?? [], []);
  });
  after(async () => {
    await current?.workbench.tidyUp();
    await current?.workbench.resetSettings();
  });
  return () => {
    if (current === undefined) {
      throw new Error('The workbench is open only while the tests run.');
    }
    return current;
  };
}

after(async () => {
  const opened = await Promise.allSettled(workbenches.values());
  workbenches.clear();
  await Promise.all(
    opened.map(async (outcome) => outcome.status === 'fulfilled' && outcome.value.close()),
  );
});
