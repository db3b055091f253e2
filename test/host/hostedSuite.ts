import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { markedText } from '../support/suiteConsole';
import { launchBrowser } from './browser';
import { startHostedVsCode } from './hostedVsCode';
import { installHostPackages, type Edition } from './hostPackages';
import type { WorkbenchTarget } from './workbenchUrl';

const limitMs = 15 * 60_000;

/**
 * Does what the desktop VS Code does when it is started as
 * `FOLDER --extensionDevelopmentPath=... --extensionTestsPath=...`: runs the tests in an extension
 * host and shows what they print, in the oldest VS Code where HOSTED_VSCODE says so. All other arguments are ignored.
 * @returns the exit code: 0 when the tests left counts in TEST_RESULT_FILE and none had failed.
 * @throws Error when VS Code or the browser cannot be started.
 */
export async function runHostedSuite(args: readonly string[]): Promise<number> {
  const resultFile = process.env['TEST_RESULT_FILE'];
  const folder = args.find((arg) => !arg.startsWith('-'));
  if (resultFile === undefined || folder === undefined) {
    throw new Error(
      'The hosted VS Code needs a folder to open and TEST_RESULT_FILE in its environment.',
    );
  }
  rmSync(resultFile, { force: true });
  await runExtensionHost({
    folder,
    extensionDevelopmentPath: valueOf(args, 'extensionDevelopmentPath'),
    extensionTestsPath: valueOf(args, 'extensionTestsPath'),
  });
  if (!existsSync(resultFile)) {
    console.error(
      'The extension host ended without a result: it crashed, or found no suite to run.',
    );
    return 1;
  }
  const { failed } = JSON.parse(readFileSync(resultFile, 'utf8')) as { failed: number };
  return failed === 0 ? 0 : 1;
}

async function runExtensionHost(target: WorkbenchTarget): Promise<void> {
  const edition: Edition = process.env['HOSTED_VSCODE'] === 'oldest' ? 'oldest' : 'newest';
  await installHostPackages();
  await installHostPackages(edition);
  const vscode = await startHostedVsCode({ edition });
  try {
    await showUntilEnd(vscode.url(target));
  } finally {
    await vscode.stop();
  }
}

/** Resolves when the extension host has ended, or the time is up. */
async function showUntilEnd(url: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      const text = markedText(message.text());
      if (text !== undefined) {
        console.log(text);
      }
    });
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    page.once('crash', () => {
      end();
    });
    // The workbench calls a global function of this name when a test run has ended.
    await page.exposeFunction('codeAutomationExit', () => {
      end();
    });
    await page.goto(url);
    await Promise.race([ended, delay(limitMs, undefined, { ref: false })]);
  } finally {
    await browser.close();
  }
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const prefix = `--${name}=`;
  return args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}
