import type { Locator, Page } from 'playwright-core';
import { repeatedUntil } from './repeatedUntil';

/** How long a dialog may take to close before it is told again. */
const takenMs = 1000;

/** The box at the top of the window in which VS Code asks: lists, texts, and here the paths of files. */
export class QuickInputPage {
  readonly locator: Locator;

  constructor(page: Page) {
    this.locator = page.locator('.quick-input-widget');
  }

  /** @param name part of its label */
  async choose(name: string): Promise<void> {
    await this.locator.getByRole('option', { name }).click();
  }

  /** Answers a question for a text, of which part is given. */
  async answer(question: string, text: string): Promise<void> {
    await this.locator.getByText(question).waitFor();
    await this.locator.getByRole('textbox').fill(text);
    await this.confirm();
  }

  /** The view that had the focus before may be given it back late, so that it is taken again. */
  async confirm(): Promise<void> {
    await this.locator.getByRole('textbox').press('Enter');
  }

  /** Closes it, and takes the focus as `confirm` does. */
  async cancel(): Promise<void> {
    await this.locator.getByRole('textbox').press('Escape');
  }

  /** Names a file in the dialog of a title, which shows a path of its own first. */
  async nameFile(dialog: string, path: string): Promise<void> {
    await this.locator.getByText(dialog, { exact: true }).waitFor();
    await this.locator.getByRole('option').first().waitFor();
    const box = this.locator.getByRole('textbox');
    await box.fill(path);
    // While it still lists the folder of the path, Enter takes it no further.
    await repeatedUntil(
      () => this.locator.isHidden(),
      async () => {
        await box.press('Enter');
        const hidden = this.locator.waitFor({ state: 'hidden', timeout: takenMs });
        await hidden.catch(() => undefined);
      },
      () => this.locator.innerText(),
    );
  }
}
