import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { extensionId, productName, statusBarItemId } from '../../../../src/ids';
import type { LoopbackServer } from '../../../integration/loopbackServer';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { useServer } from '../../useServer';
import { useWorkbench } from '../../useWorkbench';

/** Half of what is asked of it fails, in the last minutes as well as from now on. */
function fail(server: LoopbackServer): void {
  const now = Date.now();
  for (let secondsAgo = 180; secondsAgo > 0; secondsAgo -= 1) {
    server.serve(1, 'GET', '/api/orders', secondsAgo % 2 ? 200 : 500, now - secondsAgo * 1000);
  }
}

describe('a person who wants to be told', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  const server = useServer(current, fail);
  let failing: NodeJS.Timeout;

  before(() => {
    failing = setInterval(() => {
      server().serve(1, 'GET', '/api/orders', 200);
      server().serve(1, 'GET', '/api/orders', 500);
    }, 2000);
  });

  after(() => {
    clearInterval(failing);
  });

  const quick = (): Locator => current().workbench.quickInput.locator;
  const item = (): Locator => current().workbench.statusItem(`${extensionId}.${statusBarItemId}`);
  const bell = (): Locator => item().locator('.codicon-bell-dot');

  async function told(rule: string): Promise<Locator> {
    const found = await current().workbench.notifications(rule);
    // The tooltip of what opened the list would lie over its buttons.
    await current().workbench.page.mouse.move(600, 300);
    return found;
  }

  /** Answers the questions for a number, its limit and the minutes. */
  async function answer(number: string, limit: string, minutes: string): Promise<void> {
    const { quickInput } = current().workbench;
    await quickInput.choose(number);
    await quickInput.answer('Alert when', limit);
    await quickInput.answer('For how many minutes', minutes);
    await quick().waitFor({ state: 'hidden' });
  }

  it('sets an alert on a row of Top Endpoints, and sees it broken', async () => {
    const { workbench } = current();
    assert.equal(await bell().count(), 0);
    const row = workbench.tree('Top Endpoints').row('GET /api/orders');
    await row.first().waitFor();
    const question = quick().getByText('Alert Me: GET /api/orders');
    await workbench.chooseFor(row.first(), 'Alert Me...', question);
    await answer('Error rate', '20%', '1');
    await workbench.notified('GET /api/orders: error rate over 20% for 1 min, since ');
    await bell().waitFor();
    await workbench.tooltip(item(), 'GET /api/orders: error rate over 20% for 1 min, since ');
    for (const [theme, name] of [
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'high-contrast'],
      ['Default Dark Modern', 'dark'],
    ] as const) {
      await workbench.useTheme(theme);
      await told('GET /api/orders');
      await workbench.screenshot(`alert-${name}`);
    }
  });

  it('is told of another one only when the first is answered', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Alert Me...`);
    await workbench.quickInput.choose('All requests');
    await answer('Error rate', '1', '1');
    await workbench.tooltip(item(), 'All requests: error rate over 1% for 1 min, since ');
    assert.equal(await (await told('All requests: error rate')).count(), 0);
    const first = await told('GET /api/orders: error rate');
    await first.getByRole('button', { name: 'Mute for an Hour' }).click();
    await workbench.notified('All requests: error rate over 1% for 1 min, since ');
  });

  it('sees the traffic of a breach in the dashboard, and sets an alert there', async () => {
    const { workbench } = current();
    const all = await told('All requests: error rate');
    await all.getByRole('button', { name: 'Show', exact: true }).click();
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    const card = dashboard.card('Error rate');
    await card.hover();
    await workbench.screenshot('alert-card');
    await card.getByRole('button', { name: 'Alert Me...' }).click();
    await quick().getByText('Alert Me: All requests').waitFor();
    await workbench.quickInput.cancel();
    await dashboard.openEndpoint('/api/orders');
    await dashboard.frame.getByRole('button', { name: 'Alert Me...' }).first().waitFor();
    await workbench.screenshot('alert-endpoint');
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await dashboard.card('p95 handler').getByRole('button', { name: 'Alert Me...' }).focus();
    await workbench.page.keyboard.press('Enter');
    await quick().getByText('Alert Me: GET /api/orders').waitFor();
    await answer('p95', '5 ms', '60');
    assert.deepEqual(workbench.takeProblems(), []);
  });

  it('lists the alerts, and ends them', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Manage Alerts...`);
    const rows = quick().getByRole('option');
    await rows.nth(2).waitFor();
    await workbench.screenshot('alerts-list');
    assert.match(
      (await rows.nth(0).getAttribute('aria-label')) ?? '',
      /broken since .* muted until /,
    );
    for (const name of ['GET /api/orders: error rate', 'All requests', 'GET /api/orders: p95']) {
      const row = quick().getByRole('option', { name });
      await row.hover();
      await row.getByRole('button', { name: 'End This Alert' }).click();
      await row.waitFor({ state: 'hidden' });
    }
    await quick().waitFor({ state: 'hidden' });
    await bell().waitFor({ state: 'hidden' });
    await workbench.runCommand(`${productName}: Manage Alerts...`);
    await workbench.notified('No alerts are set.');
  });

  it('is told where the alerts cannot be read, and what to do, and nothing is written over them', async () => {
    const { workbench, folder } = current();
    const editor = join(folder, '..', '..');
    const names = readdirSync(editor, { recursive: true, encoding: 'utf8' });
    const name = names.find((each) => basename(dirname(each)) === 'alerts');
    assert.ok(name !== undefined);
    const file = join(editor, name);
    writeFileSync(file, '{"not": "ours"}');
    await workbench.notified(
      `The alert rules in ${file} cannot be read: it holds no alert rules. Mend the file, or delete it to begin without rules.`,
    );
    await workbench.screenshot('alerts-unreadable');
    await workbench.runCommand(`${productName}: Alert Me...`);
    await workbench.notified('it holds no alert rules');
    assert.equal(readFileSync(file, 'utf8'), '{"not": "ours"}');
    rmSync(file);
    await workbench.runCommand(`${productName}: Manage Alerts...`);
    await workbench.notified('No alerts are set.');
  });
});
