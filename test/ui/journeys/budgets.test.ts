import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { budgetsFileName } from '../../../src/budgets/budgetsFileName';
import { productName, settingKeys } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import { DashboardPage } from '../pages/dashboardPage';
import { repeatedUntil } from '../pages/repeatedUntil';
import { useWorkbench } from '../useWorkbench';

const noticedMs = 3000;

const files = {
  'openapi.yaml': `openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /cart:
    get:
      operationId: getCart
      responses: {'200': {description: one}}
`,
  [budgetsFileName]: `window: 15m
budgets:
  - endpoint: GET /cart
    errorRate: 20%
    p95: 200ms
    requests: ">= 10"
  - endpoint: GET /users/{id}
    p95: 5ms
  - endpoint: "*"
    wholeP95: 5s
  - coverage: { operations: 100% }
  - endpoint: GET /orders
    p95: 200
    errorRate: 1%
`,
};

describe('a person who keeps traffic budgets', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let server: LoopbackServer;
  let storage: string;

  before(async () => {
    storage = mkdtempSync(join(tmpdir(), 'budgets-'));
    server = await LoopbackServer.start();
    server.routes = [{ method: 'GET', path: '/cart', operation_id: 'getCart' }];
    server.serve(3, 'GET', '/cart', 200);
    server.serve(1, 'GET', '/cart', 500);
    server.serve(2, 'GET', '/users/7', 200);
    const { workbench, folder } = current();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
  });

  after(async () => {
    await current().workbench.applySettings({
      [settingKeys.storagePath]: undefined,
      [settingKeys.scrapeIntervalSeconds]: undefined,
      [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
      [settingKeys.adminUrl]: 'http://127.0.0.1:2',
    });
    await server.stop();
    rmSync(storage, { recursive: true, force: true });
  });

  const page = () => current().workbench.page;
  const problem = (text: string): Locator =>
    page().locator('.markers-panel .monaco-list-row', { hasText: text });
  /** A row of the Test Explorer by what is said of its state. */
  const test = (name: string, state: string): Locator =>
    page()
      .locator('.test-explorer .monaco-list-row', { hasText: name })
      .and(page().locator(`[aria-label*="(${state})"]`));

  async function open(name: string): Promise<void> {
    const box = page().locator('.quick-input-widget');
    const file = box.getByRole('option', { name }).first();
    const tab = page().locator('.tabs-container .tab.active', { hasText: name });
    await repeatedUntil(
      () => tab.isVisible(),
      async () => {
        await page().keyboard.press('Control+P');
        await box.getByRole('textbox').fill(name);
        await file.click({ timeout: noticedMs }).catch(() => undefined);
        await tab.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => box.innerText(),
    );
  }

  it('sees what is broken, and what is mistaken, among the problems', async () => {
    const { workbench } = current();
    await open(budgetsFileName);
    await workbench.runCommand('View: Toggle Problems');
    await problem('GET /cart: The error rate is 25.0%, 5.0').waitFor();
    await problem('GET /cart: There were 4 requests. The budget asks for >= 10.').waitFor();
    await problem('GET /users/{id}: p95 is 7').waitFor();
    await problem('p95 cannot be 200. Write a time with its unit').waitFor();
    await workbench.screenshot('budgets-problems');
  });

  for (const theme of [
    'Default Light Modern',
    'Default High Contrast',
    'Default Dark Modern',
  ] as const) {
    it(`runs the budgets as tests, red and green, in ${theme}`, async () => {
      const { workbench } = current();
      await workbench.useTheme(theme);
      await workbench.runCommand('Testing: Focus on Test Explorer View');
      await workbench.runCommand('Test: Run All Tests');
      await test('GET /cart', 'Failed').waitFor();
      await test('GET /users/{id}', 'Failed').waitFor();
      await test('coverage', 'Passed').waitFor();
      await test('GET /orders', 'Skipped').waitFor();
      await workbench.screenshot(`budgets-tests-${theme}`);
    });
  }

  it('sees the budget in the lens of the operation', async () => {
    await open('openapi.yaml');
    const lens = page().locator('.codelens-decoration', {
      hasText: 'Budget broken: The error rate is 25.0%',
    });
    await lens.waitFor();
    await current().workbench.screenshot('budgets-lens');
  });

  it("opens the endpoint's page from a problem", async () => {
    const { workbench } = current();
    await workbench.runCommand('View: Toggle Problems');
    await problem('The error rate is 25.0%').getByText('errorRate', { exact: true }).click();
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    await dashboard.frame.getByRole('heading', { name: 'Latency distribution' }).waitFor();
    await dashboard.frame.getByText('/cart').first().waitFor();
  });

  it('sees them held again: the problem goes, and the test is green', async () => {
    const { workbench } = current();
    server.serve(20, 'GET', '/cart', 200);
    await open(budgetsFileName);
    await workbench.runCommand('View: Focus Problems (Errors, Warnings, Infos)');
    await problem('GET /users/{id}: p95 is 7').waitFor();
    await problem('GET /cart').first().waitFor({ state: 'hidden' });
    await workbench.runCommand('Testing: Focus on Test Explorer View');
    await workbench.runCommand('Test: Run All Tests');
    await test('GET /cart', 'Passed').waitFor();
    await workbench.screenshot('budgets-held');
  });
});
