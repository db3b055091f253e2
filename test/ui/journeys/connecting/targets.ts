import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { productName, settingKeys } from '../../../../src/ids';
import { LoopbackServer } from '../../../integration/loopbackServer';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { repeatedUntil } from '../../pages/repeatedUntil';
import { useWorkbench } from '../../useWorkbench';

/** How long a click may show nothing before it is tried again. */
const noticedMs = 3000;

describe('a person with several servers', () => {
  const current = useWorkbench({ viewport: { width: 1600, height: 900 } });
  let shop: LoopbackServer;
  let orders: LoopbackServer;
  let users: LoopbackServer;
  let storage: string;

  before(async () => {
    [shop, orders, users] = await Promise.all([
      LoopbackServer.start(),
      LoopbackServer.start(),
      LoopbackServer.start(),
    ]);
    storage = mkdtempSync(join(tmpdir(), 'targets-'));
    shop.serve(3, 'GET', '/api/cart', 200);
    orders.serve(5, 'POST', '/api/orders', 201);
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.targets]: targets(),
    });
    await workbench.openContainer(productName);
  });

  after(async () => {
    await Promise.all([shop, orders, users].map((server) => server.stop()));
    rmSync(storage, { recursive: true });
  });

  function targets(): Record<string, string>[] {
    return [
      { name: 'shop', metricsUrl: shop.url, adminUrl: shop.url },
      { name: 'orders', metricsUrl: orders.url, adminUrl: orders.url },
    ];
  }

  const board = (): ReturnType<ReturnType<typeof current>['workbench']['tree']> =>
    current().workbench.tree('Targets');

  async function dashboardOf(name: string): Promise<DashboardPage> {
    const { frame } = await current().workbench.webviewAmong(`${name} - ${productName}`);
    return new DashboardPage(frame);
  }

  /** Resolves when the dashboard of a server counts so many requests. */
  async function counts(name: string, requests: number): Promise<void> {
    const value = (await dashboardOf(name)).card('Requests').locator('.card-value');
    await value.getByText(String(requests), { exact: true }).waitFor();
  }

  async function counted(row: RegExp): Promise<void> {
    await current().workbench.tree('Top Endpoints').row(row).waitFor();
  }

  /** Clicks on a row. The editor knows no more what a click does on a row that is drawn anew meanwhile. */
  async function switchTo(name: string): Promise<void> {
    const switched = board().row(new RegExp(`^${name}, current`));
    await repeatedUntil(
      () => switched.isVisible(),
      async () => {
        await board()
          .row(new RegExp(`^${name}, `))
          .click();
        await switched.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => board().locator.innerText(),
    );
  }

  it('sees on one board how each of them is doing, in every theme', async () => {
    const { workbench } = current();
    await board()
      .row(/^shop, current, collecting, [\d.]+ requests per second, 0% errors, 95th/)
      .waitFor();
    await board()
      .row(/^orders, collecting, [\d.]+ requests per second/)
      .waitFor();
    await counted(/^GET \/api\/cart, 3 /);
    await workbench.tooltip(
      board().row(/^orders, collecting/),
      'Last 7 days: 5 requests, 0 errors',
    );
    for (const [theme, name] of [
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'high-contrast'],
      ['Default Dark Modern', 'dark'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.tooltip(board().row(/^shop/), 'Last 7 days: 3 requests, 0 errors');
      await workbench.screenshot(`targets-board-${name}`);
    }
  });

  it('opens a row for what a single server shows', async () => {
    await board().expand(/^orders/);
    await board()
      .row(/^Metrics, on/)
      .waitFor();
    await board()
      .row(/^Server restarts, none/)
      .waitFor();
    await current().workbench.screenshot('targets-row-open');
    await board()
      .row(/^orders/)
      .locator('.monaco-tl-twistie')
      .click();
  });

  it('switches with a click on a row', async () => {
    const { page } = current().workbench;
    await switchTo('orders');
    await counted(/^POST \/api\/orders, 5 /);
    await page.getByRole('button', { name: /^orders, last 5 minutes: / }).waitFor();
  });

  it('looks at two dashboards side by side, each of which counts its own server', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await counts('orders', 5);
    const row = board().row(/^shop, collecting/);
    await row.hover();
    await row.getByRole('button', { name: 'Open Dashboard' }).click();
    await counts('shop', 3);
    await workbench.runCommand('View: Move Editor into Right Group');
    await counts('shop', 3);
    await counts('orders', 5);
    shop.serve(2, 'GET', '/api/cart', 200);
    await counts('shop', 5);
    orders.serve(4, 'POST', '/api/orders', 500);
    await counts('orders', 9);
    await counts('shop', 5);
    await workbench.screenshot('targets-side-by-side');
    assert.deepEqual(await accessibilityViolations((await dashboardOf('shop')).frame), []);
  });

  it('sees one go and come back while the other goes on, and loses nothing of either', async () => {
    orders.behaviour = 'dropped';
    await board()
      .row(/^orders, current, not collecting/)
      .waitFor();
    shop.serve(6, 'GET', '/api/cart', 404);
    await counts('shop', 11);
    await board()
      .row(/^shop, collecting, /)
      .waitFor();
    await current().workbench.screenshot('targets-one-gone');
    orders.restart();
    orders.serve(1, 'POST', '/api/orders', 201);
    orders.behaviour = 'good';
    await counts('orders', 10);
    await counts('shop', 11);
  });

  it('has the numbers of each verified', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Verify Numbers`);
    await workbench.notified('Every cell is equal: 1 request in 1 cell.');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand(`${productName}: Switch Server...`);
    await workbench.quickInput.choose('shop');
    await board()
      .row(/^shop, current, collecting/)
      .waitFor();
    await workbench.runCommand(`${productName}: Verify Numbers`);
    await workbench.notified('Every cell is equal: 11 requests in 2 cells.');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('pauses one from its row while the other goes on', async () => {
    const { workbench } = current();
    await workbench.chooseFor(
      board().row(/^orders/),
      'Pause Collecting',
      board().row(/^orders, paused/),
    );
    shop.serve(1, 'GET', '/api/cart', 200);
    await counts('shop', 12);
    await workbench.chooseFor(
      board().row(/^orders/),
      'Start Collecting',
      board().row(/^orders, collecting/),
    );
  });

  it('finds both dashboards and the server that it switched to after a reload', async () => {
    const { workbench } = current();
    await workbench.whenSaved(/shownTarget/);
    await workbench.reload();
    await counts('shop', 12);
    await counts('orders', 10);
    await board()
      .row(/^shop, current, collecting/)
      .waitFor();
  });

  it('shows the other server in a dashboard, by its toolbar', async () => {
    const { workbench } = current();
    await workbench.showEditor(`orders - ${productName}`);
    await workbench.runCommand('View: Close Editor');
    const shown = await dashboardOf('shop');
    await shown.choose('Server', 'orders');
    await counts('orders', 10);
    await board()
      .row(/^orders, current/)
      .waitFor();
    await (await dashboardOf('orders')).choose('Server', 'shop');
    await counts('shop', 12);
    await workbench.screenshot('targets-toolbar');
  });

  it('is told what is wrong with an entry, and the others go on', async () => {
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.targets]: [...targets(), { name: 'again', metricsUrl: shop.url }],
    });
    await workbench.notified('entry 3 (again) is left out. It is the same server as shop');
    await board()
      .row(/^Entry 3 \(again\), left out\. It is the same server as shop/)
      .waitFor();
    for (const [theme, name] of [
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'high-contrast'],
      ['Default Dark Modern', 'dark'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`targets-wrong-entry-${name}`);
    }
    shop.serve(1, 'GET', '/api/cart', 200);
    await counts('shop', 13);
  });

  it('connects to one more, which gets an entry of its own', async () => {
    const { workbench } = current();
    users.serve(2, 'GET', '/api/users', 200);
    await workbench.applySettings({ [settingKeys.targets]: targets() });
    await workbench.runCommand(`${productName}: Connect to Server...`);
    await workbench.quickInput.choose('Enter an Address...');
    const box = workbench.quickInput.locator;
    const answers = [
      ['Connect to Server (1/2): Metrics', users.url],
      ['Connect to Server (2/2): Admin API', users.url],
      ['Connect to Server: Name', 'users'],
    ] as const;
    for (const [title, answer] of answers) {
      await box.getByText(title, { exact: true }).waitFor();
      await box.getByRole('textbox').fill(answer);
      await box.getByRole('textbox').press('Enter');
    }
    await board()
      .row(/^users, collecting/)
      .waitFor();
    await board()
      .row(/^shop, current, collecting/)
      .waitFor();
    await workbench.screenshot('targets-connected');
  });

  it('keeps the data of a server that it calls otherwise', async () => {
    const { workbench } = current();
    const [first, second] = targets();
    await workbench.applySettings({ [settingKeys.targets]: [{ ...first, name: 'store' }, second] });
    await board()
      .row(/^store, current, collecting/)
      .waitFor();
    await counts('store', 13);
  });

  it('asks, saves and deletes for the server of a row, which all of that names', async () => {
    const { workbench } = current();
    const chooseOfOrders = (name: string, comes: Locator): Promise<string[]> =>
      workbench.chooseFor(board().row(/^orders, collecting/), name, comes);
    const quick = workbench.quickInput.locator;
    const box = quick.getByRole('textbox');
    const verified = workbench.notification('orders: Every cell is equal: 1 request in 1 cell.');
    await chooseOfOrders('Verify Numbers', verified);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await chooseOfOrders('Run SQL...', box);
    await box.fill('SELECT DISTINCT endpoint FROM metrics_aggregates_minute');
    await box.press('Enter');
    const { frame } = await workbench.webviewAmong('orders - SQL Result');
    await frame.getByText('orders, 1 row').waitFor();
    await frame.getByRole('cell', { name: '/api/orders' }).waitFor();
    await workbench.screenshot('targets-result');
    await chooseOfOrders('Export Data...', quick.getByText('Database (SQLite)'));
    await workbench.quickInput.choose('Database (SQLite)');
    await quick.getByText('Save As', { exact: true }).waitFor();
    // It shows the folder before it has read what is in it.
    await repeatedUntil(
      async () => /\/orders-traffic-\d{4}-\d\d-\d\d\.sqlite$/.test(await box.inputValue()),
      () => workbench.page.waitForTimeout(100),
      () => box.inputValue(),
    );
    await workbench.quickInput.cancel();
    await chooseOfOrders('Delete Data...', quick.getByText('Everything'));
    await workbench.quickInput.choose('Everything');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('Delete all data of orders?').waitFor();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await workbench.notified('Deleted');
    orders.serve(2, 'GET', '/api/orders', 200);
    await switchTo('orders');
    await counted(/^GET \/api\/orders, 2 /);
    const endpoints = await workbench.tree('Top Endpoints').rows();
    assert.ok(!endpoints.some((row) => row.startsWith('POST')), endpoints.join('\n'));
    await workbench.showEditor(`store - ${productName}`);
    await counts('store', 13);
  });
});
