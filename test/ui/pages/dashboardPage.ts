import type { FrameLocator, Locator } from 'playwright-core';

/** The dashboard in its webview, by what a person sees and a screen reader says. */
export class DashboardPage {
  readonly frame: FrameLocator;

  constructor(frame: FrameLocator) {
    this.frame = frame;
  }

  /** A section by its title. */
  panel(title: string): Locator {
    return this.frame.getByRole('region', { name: title, exact: true });
  }

  /** A card by its title. */
  card(title: string): Locator {
    return this.frame.getByRole('group', { name: title, exact: true });
  }

  async chooseRange(range: string): Promise<void> {
    await this.frame.getByRole('button', { name: range, exact: true }).click();
  }

  /** A button of the toolbar. */
  toolbarButton(name: string | RegExp): Locator {
    return this.frame
      .getByRole('group', { name: 'What is shown' })
      .getByRole('button', { name, exact: true });
  }

  /** A button of the toolbar while it is pressed, or while it is not. */
  pressedButton(name: string | RegExp, pressed = true): Locator {
    return this.frame
      .getByRole('group', { name: 'What is shown' })
      .getByRole('button', { name, exact: true, pressed });
  }

  /** Chooses from a dropdown of the toolbar. */
  async choose(name: string, choice: string): Promise<void> {
    await this.frame.getByRole('combobox', { name }).click();
    await this.frame.getByRole('option', { name: choice, exact: true }).click();
  }

  /** The toolbar's menu of what to compare with; closed, it says what is chosen. */
  get compare(): Locator {
    return this.frame.getByRole('combobox', { name: 'Compare' });
  }

  /** The row of an endpoint in the endpoints' table. */
  endpointRow(path: string): Locator {
    return this.panel('Endpoints')
      .getByRole('row')
      .filter({ has: this.frame.locator(`[title="${path}"]`) });
  }

  /** Opens an endpoint's own page from its row. */
  async openEndpoint(path: string): Promise<void> {
    await this.endpointRow(path).first().getByRole('button').click();
    await this.frame.getByRole('heading', { name: new RegExp(path) }).waitFor();
  }

  async backToAll(): Promise<void> {
    await this.frame.getByRole('button', { name: 'Back to the dashboard' }).click();
    await this.panel('Endpoints').waitFor();
  }

  /** Selects with the keyboard a few steps of a chart, from its last one on. */
  async selectSteps(chart: string, steps: number): Promise<void> {
    const canvas = this.panel(chart).getByRole('img');
    await canvas.focus();
    await canvas.press('ArrowLeft');
    for (let i = 1; i < steps; i++) await canvas.press('Shift+ArrowLeft');
    await this.selection.first().waitFor();
  }

  /** What can be done with a selection. */
  get selection(): Locator {
    return this.frame.getByRole('group', { name: 'Selected time' });
  }
}
