import type { FrameLocator, Locator, Page } from 'playwright-core';
import { localInput } from '../../../webview/text/inputTime';
import type { Localize } from '../../../src/domain/localize';
import { joined } from '../../../src/domain/numberFormat';
import { english } from '../../../src/sentences/localize';
import { inPage } from './inPage';
import { repeatedUntil } from './repeatedUntil';

const panelOf = `const panelOf = (title) =>
  [...document.querySelectorAll('section.panel')].find(
    (panel) => panel.checkVisibility() && panel.querySelector('h2').textContent === title,
  );`;

/** What assistive technology gets of the cells of a panel's table. */
const spokenCells = `(title) => {
  ${panelOf}
  const table = [...panelOf(title).querySelectorAll('table')].find((one) => one.checkVisibility());
  return [...table.tBodies[0].rows].map((row) =>
    [...row.cells].filter((cell) => !cell.hidden).map((cell) => {
      const copy = cell.cloneNode(true);
      for (const decoration of copy.querySelectorAll('[aria-hidden]')) decoration.remove();
      return copy.textContent.trim();
    }),
  );
}`;

/** What of the dashboard is chosen, in the words that it shows. */
export interface Chosen {
  readonly range: string;
  readonly compare: string;
  readonly protocol: string;
  /** What the chips say. */
  readonly filters: readonly string[];
  readonly search: string;
  readonly sort: string;
  readonly live: boolean;
  /** The title of an endpoint's page; empty on the overview. */
  readonly endpoint: string;
  /** Pixels. */
  readonly scroll: number;
}

const chosen = `() => {
  const shown = (name) => document.querySelector('vscode-dropdown[aria-label="' + name + '"]').displayValue;
  const sorted = document.querySelector('.endpoints th[aria-sort]');
  const header = document.querySelector('.endpoint-header:not([hidden]) h2 .path');
  return {
    range: document.querySelector('.range[aria-pressed="true"]').textContent,
    compare: shown('Compare'),
    protocol: shown('Protocol'),
    filters: [...document.querySelectorAll('.chip-text')].map((chip) => chip.textContent),
    search: document.querySelector('.search-field').value,
    sort: sorted ? sorted.textContent + ' ' + sorted.getAttribute('aria-sort') : '',
    live: document.querySelector('.toggle').getAttribute('aria-pressed') === 'true',
    endpoint: header ? header.title : '',
    scroll: window.scrollY,
  };
}`;

/** Of the state line, px. */
const lineHeight = 16;

/** The dashboard in its webview, by what a person sees and a screen reader says. */
export class DashboardPage {
  readonly frame: FrameLocator;
  readonly #t: Localize;

  /** @param t the language in which the page is; English when left out */
  constructor(frame: FrameLocator, t = english) {
    this.frame = frame;
    this.#t = t;
  }

  /** Waits until the page is so many pixels wide, and has drawn what follows from that. */
  async whenWide(pixels: number): Promise<void> {
    // Sizes are observed in one frame, and what follows from them is drawn in the next.
    const drawn = `(width) => new Promise((resolve) => {
      let frames = 2;
      const look = () => {
        if (window.innerWidth === width) frames -= 1;
        if (frames < 0) resolve();
        else requestAnimationFrame(look);
      };
      look();
    })`;
    await inPage(this.frame, drawn, pixels);
  }

  /** A section by its title. */
  panel(title: string): Locator {
    return this.frame.getByRole('region', { name: title, exact: true });
  }

  /** A card by its title. */
  card(title: string): Locator {
    return this.frame.getByRole('group', { name: title, exact: true });
  }

  /** What a card shows: its number with the unit, and what stands at its right. */
  async cardTexts(title: string): Promise<{ readonly value: string; readonly side: string }> {
    const card = this.card(title);
    const parts = await card.locator('.card-value, .card-unit, .card-side').allTextContents();
    const [value = '', unit = '', side = ''] = parts;
    return { value: joined({ value, unit }), side };
  }

  /** A panel's switch between chart and table. */
  tableSwitch(chart: string): Locator {
    return this.frame.getByRole('button', { name: this.#t('Show {0} as table', chart) });
  }

  /** The rows of a panel's table as a screen reader reads them, cell by cell; a heatmap's with their heads. */
  async rows(panel: string): Promise<string[][]> {
    await this.panel(panel).locator('table').first().waitFor({ state: 'attached' });
    return inPage(this.frame, spokenCells, panel);
  }

  /** Opens the rest of a list that begins short; one that is short already has no such button. */
  async showAll(panel: string): Promise<void> {
    const more = this.panel(panel).getByRole('button', { name: /^\d+ more / });
    if (await more.isVisible()) await more.click();
  }

  /** All that must survive hiding and reloads. */
  chosen(): Promise<Chosen> {
    return inPage(this.frame, chosen);
  }

  /** Scrolls down so many pixels; resolves when the page has come to rest. */
  async scrollTo(pixels: number): Promise<void> {
    const scroll = `(to) => new Promise((resolve) => {
      window.addEventListener('scrollend', resolve, { once: true });
      window.scrollTo(0, to);
    })`;
    await inPage(this.frame, scroll, pixels);
  }

  /**
   * Waits until the page stands so many pixels down, for which it must be long enough, but for a line of text: the state
   * line may be one line longer or shorter than it was, and what is shown below stays where it is.
   * @throws Error that says where it stood when it has not come there after 30 s
   */
  async whenScrolledTo(pixels: number): Promise<void> {
    const arrived = `(from, to) => new Promise((resolve) => {
      const limit = performance.now() + 30_000;
      const look = () => {
        const isThere = window.scrollY >= from && window.scrollY <= to;
        if (isThere || performance.now() > limit) {
          resolve({ isThere, at: window.scrollY, height: document.documentElement.scrollHeight });
        } else requestAnimationFrame(look);
      };
      look();
    })`;
    const { isThere, at, height } = await inPage<{ isThere: boolean; at: number; height: number }>(
      this.frame,
      arrived,
      ...[pixels - lineHeight, pixels + lineHeight],
    );
    if (!isThere) throw new Error(`The page stands at ${at} of ${height} px, not at ${pixels}.`);
  }

  async chooseRange(range: string): Promise<void> {
    const button = this.frame.getByRole('button', { name: range, exact: true });
    // Where there is little room the ranges are a dropdown.
    const dropdown = this.frame.getByRole('combobox', { name: this.#t('Range'), exact: true });
    await button.or(dropdown).first().waitFor();
    if (await button.isVisible()) await button.click();
    else await this.choose(this.#t('Range'), range);
  }

  /** Chooses another range than the one that is shown; resolves when its numbers are there. Nothing may be committed. */
  async showRange(range: string): Promise<void> {
    const before = await this.chart('Traffic').getAttribute('aria-label');
    await this.chooseRange(range);
    const other = this.frame.locator(`canvas:not([aria-label=${JSON.stringify(before)}])`);
    await this.chart('Traffic').and(other).waitFor();
  }

  /** A button of the toolbar. */
  toolbarButton(name: string | RegExp): Locator {
    return this.frame
      .getByRole('group', { name: this.#t('What is shown') })
      .getByRole('button', { name, exact: true });
  }

  /** A button of the toolbar while it is pressed, or while it is not. */
  pressedButton(name: string | RegExp, pressed = true): Locator {
    return this.frame
      .getByRole('group', { name: this.#t('What is shown') })
      .getByRole('button', { name, exact: true, pressed });
  }

  /** Chooses from a dropdown of the toolbar. */
  async choose(name: string, choice: string): Promise<void> {
    await this.frame.getByRole('combobox', { name }).click();
    await this.frame.getByRole('option', { name: choice, exact: true }).click();
  }

  /** Chooses the first choice of a dropdown that reads like this. */
  async chooseLike(name: string, choice: RegExp): Promise<void> {
    await this.frame.getByRole('combobox', { name }).click();
    await this.frame.getByRole('option', { name: choice }).first().click();
  }

  /** Opens the form for any range. */
  async openRangeForm(): Promise<void> {
    await this.chooseRange('Custom...');
    await this.frame.getByRole('dialog', { name: 'Custom range' }).waitFor();
  }

  /** Enters a range, unix seconds, in the form that is open. */
  async submitRange(from: number, to: number): Promise<void> {
    const form = this.frame.getByRole('dialog', { name: 'Custom range' });
    await form.getByLabel('From').fill(localInput(from));
    await form.getByLabel('To').fill(localInput(to));
    await form.getByRole('button', { name: 'Show' }).click();
  }

  /** Shows any range, unix seconds. */
  async enterRange(from: number, to: number): Promise<void> {
    await this.openRangeForm();
    await this.submitRange(from, to);
  }

  /** The shown part in the strip of all stored data. */
  get window(): Locator {
    return this.frame.getByRole('slider', { name: 'Shown time' });
  }

  /** What a screen reader says of it. */
  async windowText(): Promise<string> {
    return (await this.window.getAttribute('aria-valuetext')) ?? '';
  }

  /** When it begins, unix seconds. */
  async windowBegins(): Promise<number> {
    return Number(await this.window.getAttribute('aria-valuenow'));
  }

  /** Where it begins and ends, as shares of the strip. */
  async windowShares(): Promise<readonly [from: number, to: number]> {
    const strip = await this.#box('.overview-track');
    const window = await this.#box('.overview-window');
    const share = (x: number): number => (x - strip.x) / strip.width;
    return [share(window.x), share(window.x + window.width)];
  }

  /** Drags it by a share of the strip. */
  async dragWindow({ mouse }: Page, by: number): Promise<void> {
    const strip = await this.#box('.overview-track');
    const window = await this.#box('.overview-window');
    const [x, y] = [window.x + window.width / 2, window.y + window.height / 2];
    const end = Math.min(strip.x + strip.width, Math.max(strip.x, x + by * strip.width));
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move((x + end) / 2, y);
    await mouse.move(end, y);
    await mouse.up();
  }

  async #box(part: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.frame.locator(part).boundingBox();
    if (!box) throw new Error(`${part} is not shown.`);
    return box;
  }

  /** The chip of a filter, and the button that removes it. */
  removeFilter(filter: string): Locator {
    return this.frame.getByRole('button', { name: `Remove filter ${filter}`, exact: true });
  }

  /** What the rows of tables are narrowed down to. */
  get search(): Locator {
    return this.frame.locator('.search-field input');
  }

  /** The toolbar's menu of what to compare with. */
  get compare(): Locator {
    return this.frame.getByRole('combobox', { name: 'Compare' });
  }

  /** What is compared with, where that reads like this; the menu itself holds the texts of all choices. */
  comparedWith(chosen: string | RegExp): Locator {
    return this.compare.locator('.selected-value').filter({ hasText: chosen });
  }

  /** The row of an endpoint in the endpoints' table. */
  endpointRow(path: string): Locator {
    return this.panel(this.#t('Endpoints'))
      .getByRole('row')
      .filter({ has: this.frame.locator(`[title="${path}"]`) });
  }

  /** The rows of all pages of the endpoints' table, as `rows` has them; the first page is shown afterwards. */
  async endpointPages(): Promise<string[][]> {
    const panel = this.panel('Endpoints');
    const next = panel.getByRole('button', { name: 'Next page' });
    const previous = panel.getByRole('button', { name: 'Previous page' });
    const turn = async (button: Locator, page: number): Promise<void> => {
      await button.click();
      await panel.getByText(new RegExp(`^${10 * page + 1}–`)).waitFor();
    };
    const found = [...(await this.rows('Endpoints'))];
    let page = 0;
    while (await next.isEnabled()) {
      await turn(next, ++page);
      found.push(...(await this.rows('Endpoints')));
    }
    while (page > 0) await turn(previous, --page);
    return found;
  }

  /** Opens an endpoint's own page from its row. */
  async openEndpoint(path: string): Promise<void> {
    await this.endpointRow(path).first().getByRole('button').first().click();
    await this.frame.getByRole('heading', { name: new RegExp(path) }).waitFor();
  }

  async backToAll(): Promise<void> {
    await this.frame.getByRole('button', { name: this.#t('Back to the dashboard') }).click();
    // It is where it was, and scrolls no more, when the focus is back among the endpoints.
    await this.panel(this.#t('Endpoints')).locator(':focus').waitFor();
    await this.whenTablesAreRead();
  }

  /** Once the charts are there, waits for the tables, which come after them. */
  async whenTablesAreRead(): Promise<void> {
    await this.frame.locator('.panel[aria-busy="true"]').first().waitFor({ state: 'hidden' });
  }

  /** The drawing of a chart. */
  chart(title: string): Locator {
    return this.panel(title).getByRole('img').first();
  }

  /** Chooses from the menu of what can be done with a chart. */
  async chartMenu(chart: string, item: string): Promise<void> {
    const panel = this.panel(chart);
    await panel.getByRole('button', { name: `Export ${chart}`, exact: true }).click();
    await panel.getByRole('menuitem', { name: item }).click();
  }

  /** The picture of a chart as it is now, as a data URL. */
  drawing(chart: string): Promise<string> {
    const script = `(title) => { ${panelOf} return panelOf(title).querySelector('canvas').toDataURL(); }`;
    return inPage(this.frame, script, chart);
  }

  /** What is said beside the crosshair of a chart; decoration, so not by its role. */
  tooltip(chart: string): Locator {
    return this.panel(chart).locator('.tooltip');
  }

  /** The values of the series that a chart's legend shows. */
  legendValues(chart: string): Promise<string[]> {
    return this.panel(chart).locator('.legend-item:visible .legend-value').allTextContents();
  }

  /** The window that is selected in a chart, as the bar over it says. */
  selectionText(): Promise<string | null> {
    return this.selection.filter({ visible: true }).locator('.selection-text').textContent();
  }

  /** Selects with the keyboard the steps of a chart from the first in which a series has something to the last. */
  async selectWith(chart: string, series: string): Promise<void> {
    await this.tableSwitch(chart).click();
    const heads = this.panel(chart).getByRole('columnheader');
    // The table is loaded when it is asked for.
    await heads.filter({ hasText: series }).waitFor();
    const column = (await heads.allInnerTexts()).indexOf(series);
    const steps = (await this.rows(chart)).filter((row) => /[1-9]/.test(row[column] ?? ''));
    await this.tableSwitch(chart).click();
    const [last = '', first = ''] = [steps[0]?.[0], steps.at(-1)?.[0]];
    const canvas = this.panel(chart).getByRole('img');
    const title = this.tooltip(chart).locator('.tooltip-title');
    await canvas.focus();
    const isLast = async (): Promise<boolean> => (await title.textContent()) === last;
    await repeatedUntil(
      isLast,
      () => canvas.press('ArrowLeft'),
      async () => `${await title.textContent()}, not ${last}`,
    );
    const from = `${first.split(' – ')[0] ?? ''} – `;
    await repeatedUntil(
      async () => (await this.selectionText())?.startsWith(from) === true,
      () => canvas.press('Shift+ArrowLeft'),
      async () => `${await this.selectionText()}, not from ${from}`,
    );
  }

  /** Selects with the keyboard a few steps of a chart, `before` of them behind its last one. */
  async selectSteps(chart: string, steps: number, before = 0): Promise<void> {
    const canvas = this.panel(chart).getByRole('img');
    await canvas.focus();
    for (let i = 0; i <= before; i++) await canvas.press('ArrowLeft');
    for (let i = 1; i < steps; i++) await canvas.press('Shift+ArrowLeft');
    await this.selection.first().waitFor();
  }

  /** What can be done with a selection. */
  get selection(): Locator {
    return this.frame.getByRole('group', { name: 'Selected time' });
  }
}
