import type { Locator, Page } from 'playwright-core';
import { repeatedUntil } from './repeatedUntil';

/** How far a tree is scrolled at once: less than the smallest view shows, px. */
const scrollStep = 40;

/** A tree view by its title. Only the rows that fit into the view exist. */
export class TreePage {
  readonly locator: Locator;
  readonly #page: Page;
  /** The rows themselves, not those that stick to the top while what is below them is scrolled. */
  readonly #rows: Locator;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.locator = page.locator('.pane').getByRole('tree', { name: title });
    this.#rows = this.locator.locator('.monaco-list-rows').first();
  }

  /** @param name part of the label and description, or a pattern for them */
  row(name: string | RegExp): Locator {
    return this.#rows.getByRole('treeitem', { name });
  }

  /** Label and description of the rows from top to bottom, as a screen reader says them. */
  async rows(): Promise<string[]> {
    const rows = await this.#rows.getByRole('treeitem').all();
    return Promise.all(
      rows.map(async (row) => (await row.getAttribute('aria-label'))?.trim() ?? ''),
    );
  }

  /** Scrolls until a row is there, which may still be on its way from the server. */
  async reveal(name: string | RegExp): Promise<Locator> {
    const row = this.row(name);
    await repeatedUntil(
      () => row.first().isVisible(),
      async () => {
        if (await row.first().isVisible()) return;
        await this.locator.hover();
        const isAtEnd = (await this.#end(this.#rows)) <= (await this.#end(this.locator));
        await this.#page.mouse.wheel(0, isAtEnd ? -scrollStep * 100 : scrollStep);
      },
      async () => (await this.rows()).join('\n'),
    );
    return row;
  }

  /** Shows the children of a row; resolves when the row says that it is expanded. */
  async expand(name: string | RegExp): Promise<void> {
    const row = await this.reveal(name);
    if ((await row.getAttribute('aria-expanded')) !== 'true') {
      // Not the row itself, whose click runs its command.
      await row.locator('.monaco-tl-twistie').click();
    }
    await row.and(this.locator.locator('[aria-expanded="true"]')).waitFor();
  }

  async #end(part: Locator): Promise<number> {
    const box = await part.boundingBox();
    return box ? box.y + box.height : 0;
  }
}
