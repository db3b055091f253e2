import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { productName, settingKeys } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import { accessibilityViolations } from '../pages/accessibility';
import { useWorkbench } from '../useWorkbench';

const endless =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n';

describe('a person who writes SQL', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let server: LoopbackServer;

  before(async () => {
    server = await LoopbackServer.start();
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
      [settingKeys.maxQueryResults]: 2,
    });
    await workbench.openContainer(productName);
    for (const path of ['/api/users', '/api/orders', '/api/carts'])
      server.serve(4, 'GET', path, 200);
    await workbench.tree('Top Endpoints').row('/api/carts').waitFor();
  });

  after(async () => {
    await current().workbench.applySettings({
      [settingKeys.maxQueryResults]: undefined,
      [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
    });
    await server.stop();
  });

  async function run(sql: string): Promise<void> {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Run SQL...`);
    const box: Locator = workbench.page.locator('.quick-input-widget').getByRole('textbox');
    await box.fill(sql);
    await box.press('Enter');
  }

  it('sees the rows, and that there are more than are shown', async () => {
    const { workbench } = current();
    await run('SELECT endpoint, request_count FROM metrics_aggregates_minute ORDER BY endpoint');
    const { frame } = workbench.webview('SQL Result');
    await frame.getByRole('cell', { name: '/api/carts' }).waitFor();
    await frame.getByText('Only the first 2 rows are shown').waitFor();
    assert.equal(await frame.getByRole('row').count(), 3);
    await workbench.screenshot('sql-result');
    assert.deepEqual(await accessibilityViolations(frame), []);
    assert.deepEqual(workbench.webview('SQL Result').takeProblems(), []);
  });

  it('is told what is wrong with a statement, and that only reading is allowed', async () => {
    const { workbench } = current();
    await run('DELETE FROM error_events');
    await (await workbench.notifications('Only a statement that reads')).waitFor();
    await run('SELECT colour FROM error_events');
    await (await workbench.notifications('no such column: colour')).waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('can cancel a statement that has no end, and run the next', async () => {
    const { workbench } = current();
    // VS Code shows a progress for a moment after its end.
    const before = await workbench.notifications('Running SQL');
    await before.first().waitFor({ state: 'detached' });
    await run(endless);
    const progress = await workbench.notifications('Running SQL');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    await run('SELECT 41 + 1 AS answer');
    await workbench.webview('SQL Result').frame.getByRole('cell', { name: '42' }).waitFor();
  });

  it('runs what stands in an editor of SQL', async () => {
    const { workbench, folder } = current();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'mine.sql'), '-- of two lines\nSELECT 6 * 9 AS other\n');
    await workbench.page.keyboard.press('Control+P');
    await workbench.page.locator('.quick-input-widget').getByRole('textbox').fill('mine.sql');
    await workbench.page.getByRole('option', { name: /mine\.sql/ }).click();
    await workbench.page.getByText('of two lines').first().waitFor();
    await workbench.runCommand(`${productName}: Run SQL...`);
    await workbench.webview('SQL Result').frame.getByRole('cell', { name: '54' }).waitFor();
  });
});
