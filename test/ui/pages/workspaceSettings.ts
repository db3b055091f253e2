import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errors, type Page } from 'playwright-core';
import type { Settings } from '../../host/hostedVsCode';

/** How long one write may go unnoticed before the next, and how often it is tried. */
const noticedMs = 1000;
const tries = 20;

/** The settings file of an open workspace folder. Only one of its windows may change it. */
export class WorkspaceSettings {
  readonly #page: Page;
  readonly #file: string;
  readonly #first: Settings;
  #settings: Settings;
  #version = 0;

  constructor(page: Page, folder: string, settings: Settings) {
    this.#page = page;
    this.#file = join(folder, '.vscode', 'settings.json');
    this.#first = settings;
    this.#settings = settings;
    mkdirSync(dirname(this.#file), { recursive: true });
    if (!existsSync(this.#file)) this.#write();
  }

  /**
   * Adds to the settings, and resolves when VS Code has taken them over. It starts to watch the file
   * at some moment after it is up, and misses a change just before; so the file is written again.
   * @throws Error when that does not help.
   */
  async apply(settings: Settings): Promise<void> {
    await this.#take({ ...this.#settings, ...settings });
  }

  /** As they were from the start. @throws Error as `apply` does. */
  async reset(): Promise<void> {
    await this.#take(this.#first);
  }

  async #take(settings: Settings): Promise<void> {
    this.#settings = settings;
    this.#version++;
    for (let left = tries; left > 0; left--) {
      this.#write();
      if (await this.#noticed()) {
        return;
      }
    }
    throw new Error(`VS Code does not notice changes of ${this.#file}.`);
  }

  /** The window's title tells what has arrived, by spaces of no width, which no picture shows. */
  #write(): void {
    const title = '${rootName}' + '\u200b'.repeat(this.#version);
    writeFileSync(
      this.#file,
      JSON.stringify({ ...this.#settings, 'window.title': title }, null, 2),
    );
  }

  async #noticed(): Promise<boolean> {
    const expression = `document.title.split('\\u200b').length === ${this.#version + 1}`;
    try {
      await this.#page.waitForFunction(expression, undefined, { timeout: noticedMs });
      return true;
    } catch (error) {
      if (error instanceof errors.TimeoutError) {
        return false;
      }
      throw error;
    }
  }
}
