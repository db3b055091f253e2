import { join } from 'node:path';
import type { Range } from '../../src/domain/range';
import { productName, settingKeys } from '../../src/ids';
import { repositoryRoot } from '../../test/support/repository';
import type { WorkbenchPage } from '../../test/ui/pages/workbenchPage';
import type { DrawingNotes } from './drawingNotes';
import { emptyKey, openingKeys } from './probedExtension';
import { emptyTitle } from './emptyWebview';

const drawnMs = 120_000;
/** So often that one need not wait long, and so seldom that one refresh is over before the next. */
const refreshSeconds = 2;
/** What a page says as an expression, since the two sides share no code. */
const notes = 'window.drawingNotes';

/** Has the workbench take notes of its drawing from the next load on. */
export async function noteDrawing({ page }: WorkbenchPage): Promise<void> {
  await page.addInitScript({
    path: join(repositoryRoot(), 'out', 'bench', 'ui', 'page', 'noteDrawing.js'),
  });
}

/** A dashboard that was opened, and before it a webview that shows nothing. */
export interface Opening {
  /** From the press of a key to the painted charts. */
  readonly ms: number;
  /** From the press of a key to the painted empty page: what the editor needs itself. */
  readonly emptyMs: number;
  /** Of the dashboard, ms; 0 where none took 50 ms. */
  readonly longestTask: number;
}

/** The dashboard of a workbench that takes notes. */
export class MeasuredDashboard {
  readonly #workbench: WorkbenchPage;

  constructor(workbench: WorkbenchPage) {
    this.#workbench = workbench;
  }

  /** Opens a new panel over a range so many times; the last one stays open. */
  async openings(range: Range, count: number): Promise<readonly Opening[]> {
    const key = openingKeys[range];
    if (key === undefined) throw new Error(`No key opens ${range}.`);
    const openings: Opening[] = [];
    while (openings.length < count) {
      if (openings.length > 0) await this.#close();
      const empty = await this.#open(emptyKey, emptyTitle);
      await this.#close();
      const { ms, longTasks } = await this.#open(key, productName);
      openings.push({ ms, emptyMs: empty.ms, longestTask: longest(longTasks) });
    }
    return openings;
  }

  async #open(
    key: string,
    title: string,
  ): Promise<{ readonly ms: number; readonly longTasks: readonly number[] }> {
    const { page } = this.#workbench;
    await page.keyboard.press(key);
    const { drawnAt, longTasks } = await this.#notesWhen('drawnAt > 0', title);
    const { pressedAt } = await page.evaluate<DrawingNotes>(notes);
    return { ms: drawnAt - pressedAt, longTasks };
  }

  /** Waits until so many commits were shown; ms of each, and the longest task meanwhile. */
  async refreshes(
    count: number,
  ): Promise<{ readonly each: readonly number[]; readonly longestTask: number }> {
    await this.#workbench.applySettings({ [settingKeys.scrapeIntervalSeconds]: refreshSeconds });
    await this.#body(productName).evaluate(
      `(${notes}.longTasks.length = ${notes}.refreshes.length = 0)`,
    );
    const { refreshes, longTasks } = await this.#notesWhen(
      `refreshes.length >= ${count}`,
      productName,
    );
    return { each: refreshes, longestTask: longest(longTasks) };
  }

  async #close(): Promise<void> {
    await this.#workbench.runCommand('View: Close All Editors');
  }

  #body(title: string): ReturnType<ReturnType<WorkbenchPage['webview']>['frame']['locator']> {
    return this.#workbench.webview(title).frame.locator('body');
  }

  async #notesWhen(condition: string, title: string): Promise<DrawingNotes> {
    const arrived = `new Promise((resolve) => {
      const look = () => ${notes}.${condition} ? resolve(${notes}) : setTimeout(look, 20);
      look();
    })`;
    return this.#body(title).evaluate<DrawingNotes, undefined>(arrived, undefined, {
      timeout: drawnMs,
    });
  }
}

/** 0 where none took 50 ms. */
function longest(tasks: readonly number[]): number {
  return Math.max(0, ...tasks);
}
