import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingKeys } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import { repositoryRoot } from '../../support/repository';
import { openWorkbench } from '../openWorkbench';
import type { WorkbenchPage } from '../pages/workbenchPage';
import { bareWorkbench, picturePath, themes } from './galleryWindow';
import type { Scene } from './stage';

/** Numbers above the operations of a document, also for the walkthrough (media/), and a hover over one. */
export const definition: Scene = async ({ storage }) => {
  const server = await LoopbackServer.start();
  server.serve(1204, 'POST', '/api/auth/login', 200);
  server.serve(38, 'POST', '/api/auth/login', 401);
  server.serve(96, 'POST', '/api/invoices', 201);
  server.serve(4, 'POST', '/api/invoices', 500);
  server.serve(412, 'GET', '/api/invoices/{invoiceId}', 200);
  const folder = join(mkdtempSync(join(storage, 'definition-')), 'shop');
  mkdirSync(folder);
  const fixture = join(repositoryRoot(), 'test', 'fixtures', 'shop.openapi.yaml');
  writeFileSync(join(folder, 'openapi.yaml'), readFileSync(fixture, 'utf8').replace(/^#.*\n/, ''));
  const opened = await openWorkbench({
    folder,
    viewport: { width: 1200, height: 724 },
    userSettings: {
      ...bareWorkbench,
      'workbench.editor.showTabs': 'multiple',
      'workbench.reduceMotion': 'on',
    },
    settings: {
      [settingKeys.storagePath]: mkdtempSync(join(storage, 'definition-')),
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    },
  });
  try {
    const { workbench } = opened;
    const { page } = workbench;
    await workbench.closeSideBar();
    await workbench.openFile('openapi.yaml');
    await page.getByText('1,242 req').waitFor();
    await picture(workbench, 'media-definition');
    for (const [theme, name] of themes) {
      await workbench.useTheme(theme);
      await page.mouse.move(0, 0);
      const method = page.locator('.view-line', { hasText: 'post:' }).first();
      await method.locator('span span').last().hover();
      await page.locator('.monaco-hover:visible').getByText('Declared, not seen').waitFor();
      await picture(workbench, `definition-${name}`);
    }
  } finally {
    await opened.close();
    await server.stop();
  }
};

/** Of what it looks like when nothing moves any more. */
async function picture({ page }: WorkbenchPage, name: string): Promise<void> {
  await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished))');
  const path = picturePath(name);
  await page.screenshot({ path });
  console.log(path);
}
