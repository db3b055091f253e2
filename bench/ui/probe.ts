/**
 * Stands in for the product's main file in the extension host, and has the product do its work. What it measures it
 * appends to the file that BENCH_REPORT names: one line when it was activated, one for each SIGUSR2.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { commands, ViewColumn, window } from 'vscode';
import type * as product from '../../src/extension';
import { emptyCommand, emptyHtml, emptyTitle } from './emptyWebview';

/** The first line of a host. */
export interface StartReport {
  readonly process: number;
  /** Milliseconds; absent in a host without the product. */
  readonly loaded?: number;
  readonly activated?: number;
}

/** What happened since the start. */
export interface TimerReport {
  /** Timers that the product set and that went off. */
  readonly timers: number;
  /** Tries to scrape. */
  readonly tries: number;
}

let extension: typeof product | undefined;
let timers = 0;

/** Activates the product if it lies beside this file. */
export function activate(context: Parameters<typeof product.activate>[0]): unknown {
  const bundle = join(context.extensionPath, 'dist', 'extension.js');
  if (!existsSync(bundle)) {
    report({ process: process.pid });
    return undefined;
  }
  context.subscriptions.push(commands.registerCommand(emptyCommand, openEmptyWebview));
  const tries = new Set<number | null>();
  process.on('SIGUSR2', () => {
    report({ timers, tries: tries.size });
  });
  const begun = performance.now();
  extension = createRequire(bundle)(bundle) as typeof product;
  const loaded = performance.now();
  const api = extension.activate(context);
  const activated = performance.now();
  report({ process: process.pid, loaded: loaded - begun, activated: activated - loaded });
  countTimersOf(join(context.extensionPath, 'dist'));
  api.onDidChangeStatus(({ lastTryAt }) => tries.add(lastTryAt));
  return api;
}

export async function deactivate(): Promise<void> {
  await extension?.deactivate();
}

function openEmptyWebview(): void {
  const options = { enableScripts: true };
  window.createWebviewPanel('empty', emptyTitle, ViewColumn.One, options).webview.html = emptyHtml;
}

/** Counts timers that go off and were set by code below a folder. */
function countTimersOf(folder: string): void {
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const original: (callback: () => void, ms?: number) => NodeJS.Timeout = globalThis[name];
    const counting = (callback: () => void, ms?: number): NodeJS.Timeout => {
      const caller = new Error().stack?.split('\n')[2] ?? '';
      const counted = (): void => {
        timers++;
        callback();
      };
      return original(caller.includes(folder) ? counted : callback, ms);
    };
    Object.assign(globalThis, { [name]: Object.assign(counting, original) });
  }
}

function report(line: StartReport | TimerReport): void {
  appendFileSync(process.env['BENCH_REPORT'] ?? '', `${JSON.stringify(line)}\n`);
}
