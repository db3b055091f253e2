import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../../src/ids';
import { playRecording } from '../../host/playRecording';
import type { ReplayServer } from '../../support/replayServer';
import { endpointName, requestName, shopClients, tally } from '../../support/shop';
import { useWorkbench } from '../useWorkbench';
import type { Theme } from '../pages/workbenchPage';

/** What the clients sent, and the one request that the recording itself made (recordings README). */
const sent = tally([...shopClients().map(requestName), 'http GET 200']);
const requests = Object.values(sent).reduce((sum, count) => sum + count, 0);

function countOf(matches: (status: number) => boolean): number {
  return Object.entries(sent)
    .filter(([name]) => matches(Number(name.split(' ')[2])))
    .reduce((sum, [, count]) => sum + count, 0);
}

const inEnglish = new Intl.NumberFormat('en');

const themes: readonly (readonly [Theme, string])[] = [
  ['Default Dark Modern', 'dark'],
  ['Default Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light'],
];

describe('a person looks at the traffic of a recording', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  let storage: string;
  let server: ReplayServer | undefined;

  before(async function () {
    this.timeout(60_000);
    storage = mkdtempSync(join(tmpdir(), 'recording-'));
    server = await playRecording(storage, true);
    await current().workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.metricsUrl]: server.metricsUrl,
      [settingKeys.adminUrl]: server.adminUrl,
    });
  });

  after(async () => {
    await server?.stop();
    rmSync(storage, { recursive: true, force: true });
  });

  async function openDashboard(): Promise<FrameLocator> {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { frame } = workbench.webview(productName);
    await frame.getByRole('button', { name: '1h', exact: true }).click();
    return frame;
  }

  it('sees the error rate in the status bar', async () => {
    const item = current().workbench.statusItem(`${extensionId}.${statusBarItemId}`);
    await item.filter({ hasText: /% err · / }).waitFor();
  });

  it('sees the true totals on the dashboard', async () => {
    const frame = await openDashboard();
    await frame.getByText(inEnglish.format(requests), { exact: true }).first().waitFor();
    const errors = countOf((status) => status >= 400);
    const rate = ((100 * errors) / requests).toFixed(1);
    await frame.getByText(rate, { exact: true }).first().waitFor();
  });

  it('sees the injected faults of an endpoint as one group', async () => {
    const frame = await openDashboard();
    const errors = frame.getByRole('table', { name: 'Errors by endpoint and type' });
    await frame.getByRole('button', { name: /more groups/ }).click();
    const faults = errors
      .getByRole('row')
      .filter({ hasText: /Injected fault/ })
      .filter({ has: frame.locator('[title="/api/users/:id"]') });
    await faults.first().scrollIntoViewIfNeeded();
    await current().workbench.screenshot('errors');
    assert.equal(await faults.count(), 1);
    assert.match((await faults.first().textContent()) ?? '', /^5xx.*http_error 500, 503/);
  });

  it('sees the endpoints and their status codes in the side bar', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    const endpoints = workbench.tree('Top Endpoints');
    const users = shopClients().filter((request) => endpointName(request) === '/api/users');
    const usersRow = new RegExp(`GET /api/users[ ,].*${inEnglish.format(users.length)}`);
    await endpoints.row(usersRow).first().waitFor();
    await endpoints.expand(/POST \/api\/orders/);
    await endpoints
      .row(/400 Bad Request/)
      .first()
      .waitFor();
    await workbench
      .tree('Recent Errors')
      .row(/POST \/api\/orders/)
      .first()
      .waitFor();
    await workbench.screenshot('trees');
  });

  it('sees in Targets how the sources stand and what collecting noticed', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    await workbench.runCommand(`${productName}: Focus on Targets View`);
    const targets = workbench.tree('Targets');
    await targets.row(/^Metrics, on/).waitFor();
    await targets.row(/^Request log, on/).waitFor();
    await targets.row(/^Server restarts, \d+ in 24 h · last /).waitFor();
    await targets.expand(/^Collector diagnostics/);
    await targets.row(/^Dropped samples, 0/).waitFor();
    for (const [theme, name] of themes) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`targets-${name}`);
    }
    await workbench.useTheme('Default Dark Modern');
  });

  it('runs a query from the palette and sorts its result', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Query: Top 10 endpoints by traffic`);
    const { frame } = workbench.webview('Top 10 endpoints by traffic');
    await frame.getByRole('columnheader', { name: 'total_errors' }).getByRole('button').click();
    await frame.getByRole('row').nth(10).waitFor();
    await workbench.screenshot('query');
  });

  for (const [theme, name] of themes) {
    it(`can show it in ${name}, with no complaint of the browser`, async () => {
      const { workbench } = current();
      await openDashboard();
      await workbench.useTheme(theme);
      await workbench.screenshot(`dashboard-${name}`);
      assert.deepEqual(workbench.webview(productName).takeProblems(), []);
    });
  }
});
