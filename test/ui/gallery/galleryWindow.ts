import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Localize } from '../../../src/domain/localize';
import { productName } from '../../../src/ids';
import type { Settings } from '../../host/hostedVsCode';
import { repositoryRoot } from '../../support/repository';
import type { OpenWorkbench } from '../openWorkbench';
import { DashboardPage } from '../pages/dashboardPage';
import type { Theme, WorkbenchPage } from '../pages/workbenchPage';

/** Nothing of the workbench but its editor area, so that a panel is as wide as the window. */
export const bareWorkbench: Settings = {
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.editor.showTabs': 'none',
  'workbench.layoutControl.enabled': false,
  'workbench.statusBar.visible': false,
};

/** Each with the name that its pictures have; the one that a window begins with comes last. */
export const themes: readonly (readonly [Theme, string])[] = [
  ['Default Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light'],
  ['Default Dark Modern', 'dark'],
];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const widest = 1440;

/** Height of a window whose panel need not be seen as a whole. */
const usualHeight = 1000;

/** Sizes are observed in one frame, and what follows from them is drawn in the next. */
const twoFrames =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

const mainHeight = "document.querySelector('main').scrollHeight";

/** A bare workbench of whose panel pictures are taken. */
export class GalleryWindow {
  readonly workbench: WorkbenchPage;
  /** Puts a text of the extension into the window's language. */
  readonly t: Localize;
  /** Pixels that the window has beside a panel. */
  #frameWidth = 0;

  constructor({ workbench, t }: Pick<OpenWorkbench, 'workbench' | 't'>) {
    this.workbench = workbench;
    this.t = t;
  }

  get dashboard(): DashboardPage {
    return new DashboardPage(this.workbench.webview(productName).frame, this.t);
  }

  /** Shows the dashboard with all traffic of a range. */
  async openDashboard(range = '15m'): Promise<DashboardPage> {
    const { dashboard } = this;
    // Where it is narrow, the ranges are no buttons.
    await this.resize(widest);
    await this.workbench.runCommand(`${productName}: ${this.t('Open Dashboard')}`);
    await dashboard.toolbarButton(range).waitFor();
    this.#frameWidth = this.#windowSize().width - (await this.#box()).width;
    await this.resize(widest);
    const back = dashboard.frame.getByRole('button', { name: this.t('Back to the dashboard') });
    if (await back.isVisible()) await dashboard.backToAll();
    await dashboard.endpointRow('/api/users').first().waitFor();
    const chosen = dashboard.frame.locator('.range[aria-pressed="true"]');
    if ((await chosen.textContent()) !== range) {
      const period = dashboard.frame.locator('.period');
      const before = (await period.textContent()) ?? '';
      await dashboard.chooseRange(range);
      await period.filter({ hasNotText: before }).waitFor();
    }
    return dashboard;
  }

  /** Gives the window a size at which its panel is so wide, in CSS pixels. */
  async resize(panelWidth: number, height = usualHeight): Promise<void> {
    await this.workbench.page.setViewportSize({ width: panelWidth + this.#frameWidth, height });
  }

  /** Moves the pointer to a place in a chart, in shares of its width and height. */
  async pointAt(chart: string, x: number, y: number): Promise<void> {
    const box = await this.dashboard.panel(chart).getByRole('img').boundingBox();
    if (!box) throw new Error(`${chart} is not visible.`);
    await this.workbench.page.mouse.move(box.x + box.width * x, box.y + box.height * y);
  }

  /** Saves a picture of the whole page of the dashboard below out/gallery. */
  async wholePicture(name: string): Promise<void> {
    const { frame } = this.dashboard;
    await settled(frame);
    const panel = await this.#box();
    const around = this.#windowSize().height - panel.height;
    const content = Number(await frame.locator('main').evaluate(mainHeight));
    await this.resize(panel.width, Math.max(usualHeight, content + around));
    await this.picture(name);
  }

  /** Saves a picture of what is seen of a panel: of the dashboard, when none is named. */
  async picture(name: string, frame = this.dashboard.frame): Promise<void> {
    await settled(frame);
    const path = picturePath(name);
    await this.workbench.page.screenshot({ path, clip: await this.#box() });
    console.log(path);
  }

  #windowSize(): { readonly width: number; readonly height: number } {
    return this.workbench.page.viewportSize() ?? { width: widest, height: usualHeight };
  }

  async #box(): Promise<Box> {
    const panel = this.workbench.page.locator('iframe.webview').filter({ visible: true });
    const box = await panel.boundingBox();
    if (!box) throw new Error('No panel is visible.');
    return box;
  }
}

/** Where a picture goes. */
export function picturePath(name: string): string {
  const path = join(repositoryRoot(), 'out', 'gallery', `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

async function settled(frame: FrameLocator): Promise<void> {
  await frame.locator('main').evaluate(twoFrames);
}
