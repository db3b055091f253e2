import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../../../src/ids';
import { LoopbackServer } from '../../../integration/loopbackServer';
import { DashboardPage } from '../../pages/dashboardPage';
import { useServer } from '../../useServer';
import { useWorkbench } from '../../useWorkbench';

const openapi = `openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /api/orders:
    post:
      requestBody: {$ref: '#/components/requestBodies/order'}
      responses: {'201': {description: made}}
components:
  requestBodies:
    order:
      content:
        application/json:
          schema: {$ref: '#/components/schemas/order'}
  schemas:
    order:
      type: object
      required: [item, quantity]
      properties:
        item: {type: string, enum: [pen, book]}
        quantity: {type: integer, minimum: 2}
        note: {type: string}
`;

describe('a person who works with the views', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });

  const server = useServer(current, (served, folder) => {
    writeFileSync(join(folder, 'openapi.yaml'), openapi);
    served.serve(20, 'GET', '/api/users', 200);
    served.serve(6, 'GET', '/api/orders', 200);
    served.serve(4, 'POST', '/api/orders', 500);
  });

  before(() =>
    current()
      .workbench.tree('Top Endpoints')
      .row(/^GET \/api\/users/)
      .waitFor(),
  );

  afterEach(() => {
    server().behaviour = 'good';
  });

  const statusItem = (): Locator =>
    current().workbench.statusItem(`${extensionId}.${statusBarItemId}`);

  const badge = (): Locator =>
    current().workbench.page.locator(
      `.activitybar .action-item:has([aria-label^="${productName}"]) .badge-content`,
    );

  async function endpoints(): Promise<string[]> {
    const rows = await current().workbench.tree('Top Endpoints').rows();
    return rows.map((row) => row.split(',')[0] ?? '');
  }

  async function whenFirst(name: string): Promise<void> {
    const { workbench } = current();
    const first = workbench.tree('Top Endpoints').locator.getByRole('treeitem').first();
    await first.filter({ hasText: name }).waitFor();
  }

  it('reads numbers of steady width in the status bar', async () => {
    await statusItem()
      .filter({ hasText: /\u200713\.3% err · +\u2007?\d?\d\.\d req\/s|13\.3% err · / })
      .waitFor();
    await current().workbench.screenshot('status-steady');
  });

  it('sorts the endpoints, and finds them sorted after a reload', async () => {
    const { workbench } = current();
    assert.deepEqual(await endpoints(), [
      ...['GET /api/users', 'GET /api/orders', 'POST /api/orders', 'Never called', 'Not defined'],
    ]);
    await workbench.runCommand(`${productName}: Sort Endpoints...`);
    await workbench.screenshot('sort-endpoints');
    await workbench.quickInput.choose('Error rate');
    await whenFirst('POST /api/orders');
    await workbench.page.getByText('by error rate').first().waitFor();
    await workbench.screenshot('sorted-by-error-rate');
    await workbench.whenSaved(/errorRate/);
    await workbench.reload();
    await workbench.openContainer(productName);
    await workbench.page.getByText('by error rate').first().waitFor();
    await whenFirst('POST /api/orders');
    await workbench.tree('Top Endpoints').locator.hover();
    await workbench.page.getByRole('button', { name: 'Sort Endpoints...' }).first().click();
    await workbench.quickInput.choose('Requests');
    await whenFirst('GET /api/users');
  });

  it('keeps rows in place for a while when one is selected, and sees them in order afterwards', async () => {
    const { workbench } = current();
    const tree = workbench.tree('Top Endpoints');
    await tree
      .row(/^GET \/api\/orders/)
      .locator('.monaco-tl-twistie')
      .click();
    await tree
      .row(/^200 OK/)
      .first()
      .waitFor();
    server().serve(40, 'GET', '/api/orders', 200);
    await tree.row(/^GET \/api\/orders, 46/).waitFor();
    assert.equal((await endpoints())[0], 'GET /api/users');
    await workbench.page.mouse.move(0, 0);
    await whenFirst('GET /api/orders');
    await tree
      .row(/^GET \/api\/orders/)
      .locator('.monaco-tl-twistie')
      .click();
  });

  it('repeats a request from its row', async () => {
    const { workbench } = current();
    const row = workbench.tree('Top Endpoints').row(/^POST \/api\/orders/);
    const copied = workbench.page.getByText(
      'Copied as curl. The body is an example from openapi.yaml, not what was sent.',
    );
    const offered = await workbench.chooseFor(row, 'Copy as curl', copied);
    for (const name of ['Open Dashboard', 'Open as .http', 'Copy as curl']) {
      assert.ok(offered.includes(name), `${offered.join()} has ${name}`);
    }
    await workbench.screenshot('row-copied');
    const errors = workbench.tree('Recent Errors');
    await errors.expand(/POST \/api\/orders/);
    const lines = workbench.page.locator('.view-lines').filter({ hasText: '/api/orders' });
    const request = errors.row(/^\d\d:\d\d:\d\d/).first();
    await workbench.chooseFor(request, 'Open as .http', lines.first());
    const text = ((await lines.first().textContent()) ?? '').replaceAll('\u00a0', ' ');
    assert.match(text, /^# The body is an example from openapi\.yaml, not what was sent\.POST /);
    assert.match(text, /content-type: application\/json\{"item":"pen","quantity":2\}/);
    await workbench.screenshot('row-as-http');
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('shows only an endpoint from its row, and leaves an error group out from its own', async () => {
    const { workbench } = current();
    const row = workbench.tree('Top Endpoints').row(/^GET \/api\/orders/);
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    const requests = dashboard.card('Requests').getByText('46', { exact: true });
    await workbench.chooseFor(row, 'Show Only This in Dashboard', requests);
    assert.deepEqual((await dashboard.chosen()).filters, ['GET /api/orders']);
    await dashboard.removeFilter('GET /api/orders').click();
    const group = workbench.tree('Recent Errors').row(/POST \/api\/orders/);
    const chip = 'not Internal error: POST /api/orders';
    const filter = dashboard.frame.getByRole('button', { name: chip, exact: true });
    await workbench.chooseFor(group.first(), 'Exclude from Dashboard', filter);
    await dashboard.card('Failed requests').waitFor();
    assert.deepEqual((await dashboard.chosen()).filters, [chip]);
    await dashboard.removeFilter(chip).click();
    await dashboard.card('Requests').waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('opens an endpoint from the row of a failed request', async () => {
    const { workbench } = current();
    const errors = workbench.tree('Recent Errors');
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    const heading = dashboard.frame.getByRole('heading', { name: /\/api\/orders/ });
    await workbench.chooseFor(errors.row(/^\d\d:\d\d:\d\d/).first(), 'Open Dashboard', heading);
    await workbench.runCommand('View: Close All Editors');
  });

  it('sees how many errors came since it last looked, also after a reload', async () => {
    const { workbench } = current();
    await workbench.runCommand('View: Show Explorer');
    server().serve(3, 'GET', '/api/users', 503);
    await badge().filter({ hasText: /^3$/ }).waitFor();
    await workbench.screenshot('badge');
    await workbench.reload();
    await badge().filter({ hasText: /^3$/ }).waitFor();
    await workbench.openContainer(productName);
    await badge().waitFor({ state: 'hidden' });
    await workbench
      .tree('Recent Errors')
      .row(/\/api\/users, .*, 3 errors/)
      .waitFor();
    server().serve(1, 'GET', '/api/users', 503);
    await workbench
      .tree('Recent Errors')
      .row(/\/api\/users, .*, 4 errors/)
      .waitFor();
    assert.equal(await badge().isVisible(), false);
  });

  it('is told that a server restarts, and that it is gone only when it stays away', async () => {
    const { workbench } = current();
    await workbench.applySettings({ [settingKeys.scrapeIntervalSeconds]: 5 });
    // A collector that has just begun knows of no answer, so silence would be no restart to it.
    await workbench
      .tree('Targets')
      .row(/^Scrape interval.* 5/)
      .waitFor();
    await workbench.runCommand(`${productName}: Scrape Now`);
    await workbench
      .tree('Targets')
      .row(/^Metrics.* on/)
      .waitFor();
    server().behaviour = 'dropped';
    await statusItem().filter({ hasText: 'restarting?' }).waitFor();
    assert.equal(await statusItem().locator('.codicon-warning').count(), 0);
    await workbench.screenshot('status-restarting');
    await statusItem().locator('.codicon-warning').waitFor();
    server().restart();
    server().behaviour = 'good';
    await statusItem().filter({ hasText: 'req/s' }).locator('.codicon-pulse').waitFor();
    await workbench
      .tree('Targets')
      .row(/^Server restarts.* 1 in 24 h/)
      .waitFor();
  });

  it('compares periods that it names', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Compare Periods...`);
    await workbench.quickInput.locator.getByRole('option', { name: /^Last hour/ }).waitFor();
    await workbench.screenshot('compare-periods');
    await workbench.quickInput.choose('Last hour');
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    await dashboard.pressedButton('1h').waitFor();
    await dashboard.comparedWith('previous period').waitFor();
    await workbench.runCommand(`${productName}: Compare Periods...`);
    await workbench.quickInput.choose('Today');
    await dashboard.comparedWith(/from /).waitFor();
    await workbench.runCommand(`${productName}: Compare Periods...`);
    await workbench.quickInput.choose('Custom...');
    for (const step of [1, 2, 3]) {
      await workbench.quickInput.locator.getByText(`(${step}/3)`).waitFor();
      await workbench.quickInput.confirm();
    }
    await dashboard.comparedWith(/from /).waitFor();
    await dashboard.toolbarButton(/^Back to/).waitFor();
  });

  it('compares with the time before a restart, and before a moment that it named', async () => {
    const { workbench } = current();
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    await workbench.runCommand(`${productName}: Compare Periods...`);
    await workbench.quickInput.choose('Last hour');
    await workbench.runCommand(`${productName}: Mark Session Start...`);
    await workbench.quickInput.locator.getByRole('textbox').fill('new cache');
    await workbench.quickInput.confirm();
    await dashboard.compare.getByText('before “new cache”').waitFor({ state: 'attached' });
    for (const [choice, compared] of [
      ['Since new cache', /before “new cache”, /],
      ['Since the server restart at', /before restart, /],
    ] as const) {
      await workbench.runCommand(`${productName}: Compare Periods...`);
      await workbench.quickInput.locator.getByRole('option', { name: choice }).waitFor();
      await workbench.screenshot(`compare-${choice}`);
      await workbench.quickInput.choose(choice);
      await dashboard.comparedWith(compared).waitFor();
      assert.equal(await dashboard.frame.getByText(/^not compared/).count(), 0);
    }
  });

  it('deletes nothing of what is too young, and everything when it confirms', async () => {
    const { workbench } = current();
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    // What does not follow the time is read again, too.
    await workbench.runCommand(`${productName}: Compare Periods...`);
    await workbench.quickInput.choose('Today');
    await dashboard.toolbarButton(/^Live/).click();
    await dashboard.card('Requests').getByText('74', { exact: true }).waitFor();
    await workbench.runCommand(`${productName}: Delete Data...`);
    await workbench.quickInput.locator
      .getByRole('option', { name: /^Older than 7 days/ })
      .waitFor();
    await workbench.screenshot('delete-ages');
    await workbench.quickInput.choose('Older than 7 days');
    await (await workbench.notifications('that old.')).first().waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand(`${productName}: Delete Data...`);
    await workbench.quickInput.choose('Everything');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText(/^Delete all data of 127\.0\.0\.1:\d+\?$/).waitFor();
    await dialog.getByText(/^Since .* All [\d,]+ rows, .* This cannot be undone\.$/).waitFor();
    await workbench.screenshot('delete-asks');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await dashboard.cardTexts('Requests')).value, '74');
    await workbench.runCommand(`${productName}: Delete Data...`);
    await workbench.quickInput.choose('Everything');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await (await workbench.notifications('Deleted')).first().waitFor();
    await workbench.screenshot('deleted');
    await dashboard
      .card('Requests')
      .getByText('74', { exact: true })
      .waitFor({ state: 'detached' });
    await dashboard.toolbarButton(/^Live/).click();
    server().serve(5, 'GET', '/api/users', 200);
    await dashboard.card('Requests').getByText('5', { exact: true }).waitFor();
    await workbench
      .tree('Top Endpoints')
      .row(/^GET \/api\/users, 5/)
      .waitFor();
    await workbench.runCommand(`${productName}: Verify Numbers`);
    await (await workbench.notifications('Every cell is equal: 5 requests')).first().waitFor();
  });

  it('deletes what another server sent, and nothing of the current one', async () => {
    const { workbench } = current();
    const connectTo = (url: string): Promise<void> =>
      workbench.applySettings({ [settingKeys.adminUrl]: url, [settingKeys.metricsUrl]: url });
    const endpoints = workbench.tree('Top Endpoints');
    const [own = ''] = await endpoints.rows();
    assert.match(own, /^GET \/api\/users, /);
    const other = await LoopbackServer.start();
    other.serve(7, 'GET', '/api/carts', 200);
    await connectTo(other.url);
    await endpoints.row(/^GET \/api\/carts, 7/).waitFor();
    await connectTo(server().url);
    await endpoints.row(own).waitFor();
    await other.stop();

    await workbench.runCommand(`${productName}: Delete Data...`);
    await workbench.quickInput.locator.getByText('Delete Data (1/2): Server').waitFor();
    await workbench.screenshot('delete-servers');
    await workbench.quickInput.choose('Another server, last collected');
    await workbench.quickInput.choose('Everything');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText(/^Delete all data of another server, last collected .*\?$/).waitFor();
    await workbench.screenshot('delete-other-asks');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await (await workbench.notifications('Deleted')).first().waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    // Nobody is asked any more for whom: of the other one nothing is left to be listed.
    await workbench.runCommand(`${productName}: Delete Data...`);
    await workbench.quickInput.locator.getByText(/^Delete Data of 127\.0\.0\.1:\d+$/).waitFor();
    await workbench.quickInput.cancel();
    assert.ok((await endpoints.rows()).includes(own));
  });
});
