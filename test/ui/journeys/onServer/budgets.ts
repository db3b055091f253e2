import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { budgetsFileName } from '../../../../src/budgets/budgetsFileName';
import { productName } from '../../../../src/ids';
import { DashboardPage } from '../../pages/dashboardPage';
import { useServer } from '../../useServer';
import { useWorkbench } from '../../useWorkbench';

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
  const server = useServer(current, (served, folder) => {
    served.routes = [{ method: 'GET', path: '/cart', operation_id: 'getCart' }];
    served.serve(3, 'GET', '/cart', 200);
    served.serve(1, 'GET', '/cart', 500);
    served.serve(2, 'GET', '/users/7', 200);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });

  after(() => current().workbench.runCommand('View: Hide Panel'));

  const page = () => current().workbench.page;
  const problem = (text: string): Locator =>
    page().locator('.markers-panel .monaco-list-row', { hasText: text });
  /** A row of the Test Explorer by what is said of its state. */
  const test = (name: string, state: string): Locator =>
    page()
      .locator('.test-explorer .monaco-list-row', { hasText: name })
      .and(page().locator(`[aria-label*="(${state})"]`));

  const open = (name: string): Promise<void> => current().workbench.openFile(name);

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
    server().serve(20, 'GET', '/cart', 200);
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
