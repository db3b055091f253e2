import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Settings } from '../../host/hostedVsCode';
import { repositoryRoot } from '../../support/repository';
import { QuickInputPage } from './quickInputPage';
import { repeatedUntil } from './repeatedUntil';
import { TreePage } from './treePage';
import { contentOf, visibleFrames, WebviewPage } from './webviewPage';
import { WebviewProblems } from './webviewProblems';
import { WorkspaceSettings } from './workspaceSettings';

/** The four kinds of themes, by the class that the workbench wears under them. */
const themes = {
  'Default Dark Modern': 'vs-dark',
  'Default Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

export type Theme = keyof typeof themes;

const lookMs = 200;
/** Whether something that the editor keeps in the browser, which does not tell of changes, matches a pattern. */
const saved = `async (pattern) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const values = async () => {
    const all = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name.startsWith('vscode-web-state-db')) continue;
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        all.push(...await done(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    return all.map(String);
  };
  return (await values()).some((value) => pattern.test(value));
}`;

const upMs = 30_000;
/** How long a key may show nothing before it is pressed again. */
const noticedMs = 2000;
/** How long a menu may take to close before its item is clicked again, ms. */
const closesMs = 1000;
const seenLength = 1000;
/** What is said where a tree was drawn anew while something was chosen at one of its rows. */
const lostRow = 'The rows changed at that moment.';

/** The window of VS Code. */
export class WorkbenchPage {
  readonly page: Page;
  readonly #problems: WebviewProblems;
  readonly #settings: WorkspaceSettings;
  readonly #isDriven: boolean;

  /**
   * @param folder the workspace folder, whose settings file becomes this page's
   * @param isDriven whether the editor was started with the driver of tests
   */
  constructor(page: Page, folder: string, settings: Settings = {}, isDriven = true) {
    this.page = page;
    this.#isDriven = isDriven;
    this.#problems = new WebviewProblems(page);
    this.#settings = new WorkspaceSettings(page, folder, settings);
  }

  /** @throws TimeoutError when the workbench is not up after 30 s */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.#whenUp();
  }

  /** Loads the window again, as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#whenUp();
  }

  /**
   * Resolves when the editor has saved something that matches, and what it shows with it. In a browser it saves every
   * few seconds, and what is younger is lost when the window is loaded again.
   */
  async whenSaved(pattern: RegExp): Promise<void> {
    await repeatedUntil(
      () => this.page.evaluate<boolean>(`(${saved})(${pattern})`),
      () => this.page.waitForTimeout(lookMs),
      () => this.#seen(),
    );
  }

  /** Resolves when a text is on the clipboard, of which nothing tells. */
  async whenCopied(text: string): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const onClipboard = (): Promise<string> =>
      this.page.evaluate<string>('navigator.clipboard.readText()');
    await repeatedUntil(
      async () => (await onClipboard()) === text,
      () => this.page.waitForTimeout(lookMs),
      onClipboard,
    );
  }

  async #whenUp(): Promise<void> {
    if (!this.#isDriven) {
      await this.page.locator('.statusbar-item').first().waitFor({ timeout: upMs });
      return;
    }
    await this.page.waitForFunction('window.driver', undefined, { timeout: upMs });
    await this.page.evaluate('window.driver.whenWorkbenchRestored()');
  }

  /** Runs a command from the palette by its whole title, such as `View: Close All Editors`. */
  async runCommand(title: string): Promise<void> {
    // Sought in the whole window, each would take longer than the command.
    const palette = this.page.locator('.quick-input-widget');
    const box = palette.getByPlaceholder('Type the name of a command to run.');
    const command = palette.getByRole('option', { name: new RegExp(`^${escaped(title)}(,|$)`) });
    const isFirst = command.and(palette.locator('.focused'));
    const choose = async (): Promise<void> =>
      (await isFirst.isVisible())
        ? box.press('Enter', { timeout: noticedMs })
        : command.click({ timeout: noticedMs });
    const answer = command.or(palette.getByText('No matching commands')).first();
    // The palette offers what was registered when it opened, which an extension may do later. While the editor starts,
    // or takes over what was saved, it may also close the palette, or forget what was typed: then there is no answer.
    // A list that is drawn anew under the pointer takes no click. A palette that is about to close would take one that is
    // opened at once along.
    let isChosen = false;
    await repeatedUntil(
      () => Promise.resolve(isChosen),
      async () => {
        await this.page.keyboard.press('F1');
        await box.fill(`>${title}`, { timeout: noticedMs }).catch(() => undefined);
        await answer.waitFor({ timeout: noticedMs }).catch(() => undefined);
        if (await command.isVisible()) {
          isChosen = await choose()
            .then(() => box.waitFor({ state: 'hidden', timeout: noticedMs }))
            .then(
              () => true,
              () => false,
            );
        }
        // One that stays open keeps its list.
        if (!isChosen) await box.press('Escape', { timeout: noticedMs }).catch(() => undefined);
      },
      () => this.#seen(),
    );
  }

  /** Gives an editor all of the width, where another test has not done so already. */
  async closeSideBar(): Promise<void> {
    if (await this.page.locator('.part.sidebar').isVisible()) {
      await this.runCommand('View: Close Primary Side Bar');
    }
  }

  /**
   * Chooses from the context menu of a row, again where the editor did not know the row at that moment and said so.
   * Resolves with what the menu offered once what comes of it is seen.
   */
  async chooseFor(row: Locator, name: string, comes: Locator): Promise<string[]> {
    let offered = await this.#chooseOnce(row, name);
    await repeatedUntil(
      () => comes.isVisible(),
      async () => {
        await comes.waitFor({ timeout: noticedMs }).catch(() => undefined);
        if (await comes.isVisible()) return;
        const told = await this.notifications(lostRow);
        if ((await told.count()) === 0) return;
        await this.#clearNotifications();
        offered = await this.#chooseOnce(row, name);
      },
      () => this.#seen(),
    );
    return offered;
  }

  async #chooseOnce(row: Locator, name: string): Promise<string[]> {
    const menu = this.page.locator('.monaco-menu');
    const chosen = menu.getByRole('menuitem', { name, exact: true });
    // A row that is drawn anew at that moment opens none.
    await repeatedUntil(
      () => chosen.isVisible(),
      async () => {
        await row.click({ button: 'right' });
        await chosen.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => this.#seen(),
    );
    const offered = await menu.getByRole('menuitem').allTextContents();
    // A menu that has just opened takes no click.
    await repeatedUntil(
      () => menu.isHidden(),
      async () => {
        await chosen.click();
        await menu.waitFor({ state: 'hidden', timeout: closesMs }).catch(() => undefined);
      },
      () => menu.innerText(),
    );
    return offered.filter((text) => text !== '');
  }

  /** Opens a file of the workspace folder, which may take a while to be found. */
  async openFile(name: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget');
    const file = box.getByRole('option', { name }).first();
    const tab = this.page.locator('.tabs-container .tab.active', { hasText: name });
    await repeatedUntil(
      () => tab.isVisible(),
      async () => {
        await this.page.keyboard.press('Control+P');
        await box.getByRole('textbox').fill(name);
        await file.click({ timeout: noticedMs }).catch(() => undefined);
        await tab.waitFor({ timeout: noticedMs }).catch(() => undefined);
        // A search that stays open does not look again.
        if (!(await tab.isVisible())) await this.page.keyboard.press('Escape');
      },
      () => box.innerText(),
    );
  }

  /** Brings an open editor to the front, by the title on its tab. */
  async showEditor(title: string): Promise<void> {
    const tabs = this.page.locator('.tabs-container');
    await tabs.getByRole('tab', { name: title }).click();
  }

  /** Has a key run a command with arguments, as a person may who edits the keyboard shortcuts. */
  async bindKey(key: string, command: string, args: unknown): Promise<void> {
    await this.runCommand('Preferences: Open Keyboard Shortcuts (JSON)');
    const tab = this.page.locator('.tabs-container .tab.active', { hasText: 'keybindings.json' });
    await tab.waitFor();
    const written = this.page.locator('.view-lines').filter({ hasText: key });
    // An editor that has just opened may not have the keyboard yet.
    await repeatedUntil(
      () => written.isVisible(),
      async () => {
        await this.page.keyboard.press('Control+A');
        await this.page.keyboard.insertText(JSON.stringify([{ key, command, args }]));
        await written.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => this.#seen(),
    );
    await this.page.keyboard.press('Control+S');
    await tab.and(this.page.locator(':not(.dirty)')).waitFor();
    await this.runCommand('View: Close Editor');
  }

  /** Presses a key until it shows what it should: a new shortcut is taken over some time after it is saved. */
  async pressUntil(key: string, shown: Locator): Promise<void> {
    await repeatedUntil(
      () => shown.isVisible(),
      async () => {
        await this.page.keyboard.press(key);
        await shown.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => this.#seen(),
    );
  }

  /** Rests on something until its tooltip shows a text: what is drawn anew meanwhile takes its tooltip along. */
  async tooltip(of: Locator, text: string): Promise<void> {
    const shown = this.page.locator('.workbench-hover:visible').filter({ hasText: text }).first();
    await repeatedUntil(
      () => shown.isVisible(),
      async () => {
        await this.page.mouse.move(0, 0);
        await of.hover();
        await shown.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => this.#seen(),
    );
  }

  /** @param id `publisher.extension.item` */
  statusItem(id: string): Locator {
    return this.page.locator(`[id="${id}"]`);
  }

  /** Shows a container of the activity bar. */
  async openContainer(title: string): Promise<void> {
    const switcher = this.page.getByRole('tablist', { name: 'Active View Switcher' });
    const tab = switcher.getByRole('tab', { name: title });
    // A click on the shown one would hide it.
    if ((await tab.getAttribute('aria-expanded')) !== 'true') {
      await tab.click();
    }
  }

  get quickInput(): QuickInputPage {
    return new QuickInputPage(this.page);
  }

  /** Answers the question where a file of the dashboard goes; resolves with the path when it is written. */
  async saveAs(path: string): Promise<string> {
    await this.quickInput.nameFile('Save As', path);
    await this.page.getByText(`Saved ${path}`).waitFor();
    return path;
  }

  /** Opens a page beside the workbench, in which no script runs; closing it is the caller's. */
  async openReader(): Promise<Page> {
    const browser = this.page.context().browser();
    if (!browser) throw new Error('The workbench is in no browser.');
    return browser.newPage({ javaScriptEnabled: false });
  }

  tree(title: string): TreePage {
    return new TreePage(this.page, title);
  }

  /** @param title of the panel whose webview is meant */
  webview(title: string): WebviewPage {
    return new WebviewPage(this.page, title, this.#problems);
  }

  /** The webview of a title among several that are visible. */
  async webviewAmong(title: string): Promise<WebviewPage> {
    let found: Locator | undefined;
    await repeatedUntil(
      async () => {
        for (const frame of await visibleFrames(this.page).all()) {
          if ((await contentOf(frame, title).count()) > 0) found = frame;
        }
        return found !== undefined;
      },
      () => this.page.waitForTimeout(lookMs),
      () => this.#seen(),
    );
    return new WebviewPage(this.page, title, this.#problems, found);
  }

  /** CSP violations and errors of all webviews since the last call, or since the window was opened. */
  takeProblems(): string[] {
    return this.#problems.take();
  }

  /**
   * The notifications that contain the text, in the notification center: under the test driver VS Code
   * shows no toasts (`toasts`).
   */
  async notifications(text: string): Promise<Locator> {
    const center = this.page.locator('.notifications-center.visible');
    if (!(await center.isVisible())) {
      await this.statusItem('status.notifications').click();
    }
    return center.locator('.notification-list-item').filter({ hasText: text });
  }

  /** The notification with a text, where the center is open. */
  notification(text: string): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text }).first();
  }

  /** Waits for a notification that contains the text. The center closes as soon as it has none, also of others. */
  async notified(text: string): Promise<void> {
    const told = this.notification(text);
    await repeatedUntil(
      () => told.isVisible(),
      async () => {
        await this.notifications(text);
        await told.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => this.#seen(),
    );
  }

  /** The notifications with a text that have popped up, as they do where no tests drive the editor. */
  toasts(text: string): Locator {
    return this.page.locator('.notifications-toasts .notification-toast').filter({ hasText: text });
  }

  /** Closes what tests leave behind: editors and notifications. */
  async tidyUp(): Promise<void> {
    if (await this.page.locator('.tabs-container .tab').first().isVisible()) {
      await this.runCommand('View: Close All Editors');
    }
    await this.#clearNotifications();
  }

  #clearNotifications(): Promise<void> {
    return this.runCommand('Notifications: Clear All Notifications');
  }

  /** Adds to the workspace settings; resolves when VS Code has taken them over. */
  async applySettings(settings: Settings): Promise<void> {
    await this.#settings.apply(settings);
  }

  /** Takes back what was added to the workspace settings; resolves when VS Code has taken that over. */
  async resetSettings(): Promise<void> {
    await this.#settings.reset();
  }

  /** Switches the color theme; resolves when it is shown. */
  async useTheme(theme: Theme): Promise<void> {
    await this.applySettings({ 'workbench.colorTheme': theme });
    await this.page.locator(`.monaco-workbench.${themes[theme]}`).waitFor();
  }

  /** The texts of the window, where to look for what was waited for in vain. */
  async #seen(): Promise<string> {
    const text = await this.page.locator('body').innerText();
    return text.replace(/\s+/g, ' ').slice(0, seenLength);
  }

  /** Saves a picture of the window below out/screenshots and returns its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(
      repositoryRoot(),
      'out',
      'screenshots',
      `${name.replace(/[^\w.-]+/g, '-')}.png`,
    );
    await this.page.screenshot({ path });
    return path;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
