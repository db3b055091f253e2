import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ViewportSize } from 'playwright-core';
import { launchBrowser } from '../host/browser';
import { startHostedVsCode, type Settings } from '../host/hostedVsCode';
import { installHostPackages, type Edition } from '../host/hostPackages';
import type { Localize } from '../../src/domain/localize';
import { repositoryRoot } from '../support/repository';
import { localizerInto } from '../support/translations';
import { WorkbenchPage } from './pages/workbenchPage';

/** In CSS pixels. */
export const usualViewport: ViewportSize = { width: 1400, height: 900 };

export interface WorkbenchOptions {
  /** The newest VS Code when left out. */
  readonly edition?: Edition;
  /** Opened as a copy; an empty folder when left out. */
  readonly folder?: string;
  /** Workspace settings from the start; `WorkbenchPage.applySettings` changes them later. */
  readonly settings?: Settings;
  /** User settings, for what a workspace may not set. */
  readonly userSettings?: Settings;
  /** Packaged extensions to install in place of this checkout in development mode. */
  readonly vsix?: readonly string[];
  /** False: as a person has it, notifications pop up; only with `vsix`. */
  readonly isDriven?: boolean;
  /** Another unpacked extension in place of this checkout. */
  readonly extensionDevelopmentPath?: string;
  /** Added to the environment of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** In CSS pixels; `usualViewport` when left out. */
  readonly viewport?: ViewportSize;
  /** The reader's time zone (IANA); that of the machine when left out. */
  readonly timeZone?: string;
  /** The editor's language (BCP 47); English when left out. The editor's own texts stay English: their pack is not there. */
  readonly language?: string;
  /** Device pixels per CSS pixel; 1 when left out. */
  readonly deviceScaleFactor?: number;
}

/** An open workbench with the VS Code and the browser behind it. */
export interface OpenWorkbench {
  readonly workbench: WorkbenchPage;
  /** Where the copy of the workspace folder is. */
  readonly folder: string;
  /** Puts a text of the extension into the language in which it is shown there. */
  readonly t: Localize;
  /** Opens the folder in one more window. */
  openAnother(): Promise<WorkbenchPage>;
  close(): Promise<void>;
}

/**
 * Opens a folder in a VS Code and a browser of their own: some 3 s.
 * @throws Error when either cannot be started, or the workbench is not up after 30 s.
 */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<OpenWorkbench> {
  const { vsix, env, viewport = usualViewport, deviceScaleFactor = 1 } = options;
  const { timeZone, language, isDriven = true } = options;
  const { edition = 'newest' } = options;
  await installHostPackages();
  await installHostPackages(edition);
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
  };
  try {
    const vscode = await startHostedVsCode({
      edition,
      ...(options.userSettings && { settings: options.userSettings }),
      ...(vsix !== undefined && { vsix }),
      ...(env && { env }),
      isDriven,
    });
    ends.push(() => vscode.stop());
    const folder = join(vscode.scratch, 'opened', basename(options.folder ?? 'workspace'));
    mkdirSync(folder, { recursive: true });
    if (options.folder !== undefined) {
      cpSync(options.folder, folder, { recursive: true });
    }
    const browser = await launchBrowser();
    ends.push(() => browser.close());
    const checkout = options.extensionDevelopmentPath ?? repositoryRoot();
    const extensionDevelopmentPath = vsix === undefined ? checkout : undefined;
    const openAnother = async (): Promise<WorkbenchPage> => {
      const page = await browser.newPage({
        viewport,
        deviceScaleFactor,
        // What moves is drawn anew all the time, which costs a tenth of what journeys cost.
        reducedMotion: 'reduce',
        ...(timeZone !== undefined && { timezoneId: timeZone }),
      });
      // Where a language pack would leave it, before anything of VS Code runs.
      if (language !== undefined) {
        await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
      }
      const opened = new WorkbenchPage(page, folder, options.settings, isDriven);
      await opened.open(vscode.url({ folder, extensionDevelopmentPath }));
      return opened;
    };
    const t = localizerInto(language ?? 'en');
    return { workbench: await openAnother(), folder, t, openAnother, close };
  } catch (error) {
    await close();
    throw error;
  }
}
