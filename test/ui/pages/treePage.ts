import type { Locator, Page } from 'playwright-core';

/** A tree view by its title. Only the rows that fit into the view exist. */
export class TreePage {
  readonly locator: Locator;

  constructor(page: Page, title: string) {
    this.locator = page.getByRole('tree', { name: title });
  }

  /** @param name part of the label and description, or a pattern for them */
  row(name: string | RegExp): Locator {
    return this.locator.getByRole('treeitem', { name });
  }

  /** Label and description of the rows from top to bottom, as a screen reader says them. */
  async rows(): Promise<string[]> {
    const rows = await this.locator.getByRole('treeitem').all();
    return Promise.all(
      rows.map(async (row) => (await row.getAttribute('aria-label'))?.trim() ?? ''),
    );
  }

  /** Shows the children of a row; resolves when the row says that it is expanded. */
  async expand(name: string | RegExp): Promise<void> {
    const row = this.row(name);
    if ((await row.getAttribute('aria-expanded')) !== 'true') {
      // Not the row itself, whose click runs its command.
      await row.locator('.monaco-tl-twistie').click();
    }
    await row.and(this.locator.locator('[aria-expanded="true"]')).waitFor();
  }
}
