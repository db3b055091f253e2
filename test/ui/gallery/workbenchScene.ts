import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import { openWorkbench } from '../openWorkbench';
import type { WorkbenchPage } from '../pages/workbenchPage';
import { picturePath, themes } from './galleryWindow';
import type { Scene } from './stage';

/** What is drawn by the editor itself: trees, questions, the status bar. It has a window with all of it. */
export const workbench: Scene = async ({ storage }) => {
  const server = await LoopbackServer.start();
  server.serve(40, 'GET', '/api/users', 200);
  server.serve(12, 'GET', '/api/orders', 200);
  server.serve(4, 'POST', '/api/orders', 500);
  const opened = await openWorkbench({
    // What fades out would be in the next picture.
    userSettings: { 'workbench.reduceMotion': 'on' },
    settings: {
      [settingKeys.storagePath]: mkdtempSync(join(storage, 'workbench-')),
      [settingKeys.scrapeIntervalSeconds]: 5,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    },
  });
  try {
    const page = opened.workbench;
    await page.openContainer(productName);
    await page.tree('Top Endpoints').row(/^GET/).first().waitFor();
    server.restart();
    await page
      .tree('Targets')
      .row(/^Server restarts.* 1 in 24 h/)
      .waitFor();
    const statusItem = page.statusItem(`${extensionId}.${statusBarItemId}`);
    await choose(page, 'Sort Endpoints...', 'Error rate');
    for (const [theme, name] of themes) {
      await page.useTheme(theme);
      await inTheme(page, name);
      server.behaviour = 'dropped';
      await statusItem.filter({ hasText: 'restarting?' }).waitFor();
      await picture(page, `restarting-${name}`);
      server.behaviour = 'good';
      await statusItem.filter({ hasText: 'req/s' }).waitFor();
    }
  } finally {
    await opened.close();
    await server.stop();
  }
};

async function inTheme(page: WorkbenchPage, name: string): Promise<void> {
  await picture(page, `sorted-endpoints-${name}`);
  await page.runCommand(`${productName}: Compare Periods...`);
  await page.quickInput.locator.getByRole('option', { name: 'Last hour' }).waitFor();
  await picture(page, `compare-periods-${name}`);
  await page.page.keyboard.press('Escape');
  await choose(page, 'Delete Data...', 'Everything');
  const dialog = page.page.locator('.monaco-dialog-box');
  await dialog.getByText('This cannot be undone.').waitFor();
  await picture(page, `delete-data-${name}`);
  await page.page.keyboard.press('Escape');
}

async function choose(page: WorkbenchPage, command: string, choice: string): Promise<void> {
  await page.runCommand(`${productName}: ${command}`);
  await page.quickInput.choose(choice);
}

async function picture(page: WorkbenchPage, name: string): Promise<void> {
  const path = picturePath(name);
  await page.page.screenshot({ path });
  console.log(path);
}
