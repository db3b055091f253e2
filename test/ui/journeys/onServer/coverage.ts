import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { productName } from '../../../../src/ids';
import { DashboardPage } from '../../pages/dashboardPage';
import { inPage } from '../../pages/inPage';
import type { Theme } from '../../pages/workbenchPage';
import { useServer } from '../../useServer';
import { useWorkbench } from '../../useWorkbench';

const themes: readonly Theme[] = [
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
  'Default Dark Modern',
];

const openapi = `openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /users:
    get:
      operationId: listUsers
      responses:
        '200': {description: all}
  /users/{userId}:
    get:
      operationId: getUser
      responses:
        '200': {description: one}
        '404': {description: none}
    delete:
      operationId: deleteUser
      responses:
        '204': {description: gone}
  /orders:
    post:
      operationId: createOrder
      deprecated: true
      responses:
        '201': {description: made}
  /health:
    get:
      responses:
        '200': {description: fine}
`;

/** Scrolls from what is in view to the top and back so fast that the browser tells of several changes at once. */
const scrolledAwayAndBack = `async (selector) => {
  const shown = document.querySelector(selector);
  const scroller = document.scrollingElement;
  const nextFrame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
  for (let turn = 0; turn < 20; turn += 1) {
    if (turn % 2) shown.scrollIntoView();
    else scroller.scrollTop = 0;
    await nextFrame();
    for (const until = performance.now() + 40; performance.now() < until;);
  }
}`;

describe('a person who wants to know what of an API was called', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });

  const server = useServer(current, (served, folder) => {
    writeFileSync(join(folder, 'openapi.yaml'), openapi);
    served.serve(12, 'GET', '/users', 200);
    served.serve(3, 'GET', '/users/{userId}', 200);
    served.serve(2, 'GET', '/users/{userId}', 500);
  });

  before(async () => {
    const { workbench } = current();
    await workbench
      .tree('Top Endpoints')
      .row(/users, 12/)
      .waitFor();
    await workbench.runCommand(`${productName}: Open Dashboard`);
  });

  const dashboard = (): DashboardPage =>
    new DashboardPage(current().workbench.webview(productName).frame);

  async function whenCovered(note: RegExp): Promise<string[][]> {
    const panel = dashboard().panel('API coverage');
    await panel.scrollIntoViewIfNeeded();
    await panel.locator('.panel-note').filter({ hasText: note }).waitFor();
    return dashboard().rows('API coverage');
  }

  it('is asked for the documents where the server reports no operation, and they are remembered', async () => {
    const { workbench } = current();
    const panel = dashboard().panel('API coverage');
    await panel.scrollIntoViewIfNeeded();
    await panel.getByText('Choose the documents that define this API').waitFor();
    await workbench.screenshot('coverage-asks');
    await panel.getByRole('button', { name: 'Choose API Documents...' }).click();
    const { quickInput } = workbench;
    await quickInput.locator.getByText(/^Shop · 5 operations$/).waitFor();
    await workbench.screenshot('coverage-documents');
    await quickInput.locator.getByRole('checkbox').nth(1).check();
    await quickInput.locator.getByRole('button', { name: 'OK' }).click();
    const rows = await whenCovered(/^openapi\.yaml, 2 of 3 operations exercised/);
    assert.deepEqual(rows, [
      ['covered', 'GET', '/users', '200 was seen.', '12'],
      [
        'partly',
        'GET',
        '/users/{userId}',
        '200 was seen. 404 was not seen. 500 is not declared: 2 requests.',
        '5',
      ],
      ['never', 'DELETE', '/users/{userId}', '204 was not seen.', '0'],
      ['deprecated', 'POST', '/orders', '201 was not seen.', '0'],
      ['not counted', 'GET', '/health', "MockForge's own path", '–'],
    ]);
    for (const theme of themes) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`coverage-${theme}`);
    }
    await workbench.whenSaved(/apiDocuments/);
    await workbench.whenSaved(/scroll\W+[1-9]/);
    await workbench.reload();
    await whenCovered(/^openapi\.yaml, 2 of 3/);
  });

  it('sees new numbers of what it scrolled away from and back to while the page was busy', async () => {
    for (const requests of [13, 14, 15]) {
      await inPage(dashboard().frame, scrolledAwayAndBack, '.coverage');
      server().serve(1, 'GET', '/users', 200);
      const row = new RegExp(`^covered GET /users 200.* ${requests}$`);
      await dashboard().panel('API coverage').getByRole('row', { name: row }).waitFor();
    }
  });

  it('sees what was called meanwhile, hides what it has seen, and goes to an operation', async () => {
    const { workbench } = current();
    server().serve(1, 'DELETE', '/users/{userId}', 204);
    await whenCovered(/3 of 3 operations exercised/);
    const panel = dashboard().panel('API coverage');
    await panel.getByRole('button', { name: /^covered 2/ }).click();
    await panel.getByRole('row', { name: /DELETE/ }).waitFor({ state: 'detached' });
    await workbench.screenshot('coverage-hidden');
    const before = workbench.page.viewportSize();
    await workbench.page.setViewportSize({ width: 740, height: 1000 });
    await panel.scrollIntoViewIfNeeded();
    await panel.getByRole('row', { name: /GET.*userId/ }).waitFor();
    await workbench.screenshot('coverage-narrow');
    if (before) await workbench.page.setViewportSize(before);
    await panel
      .getByRole('row', { name: /GET.*userId/ })
      .getByRole('button')
      .first()
      .click();
    await dashboard()
      .frame.getByRole('heading', { name: /\/users\/:userId/ })
      .waitFor();
  });

  it('goes to the definition of an endpoint, from its page and from its row', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await dashboard().frame.getByRole('button', { name: 'Open Definition' }).click();
    await workbench.page.getByText('Ln 10, Col 5').waitFor();
    await workbench.screenshot('open-definition');
    const row = workbench.tree('Top Endpoints').row(/^DELETE/);
    await workbench.chooseFor(row, 'Open Definition', workbench.page.getByText('Ln 15, Col 5'));
  });

  it('sees what was never called, and which document defines it, in the dashboard and in the view', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await dashboard().backToAll();
    const panel = dashboard().panel('Never called');
    await panel.scrollIntoViewIfNeeded();
    await panel.getByText('1 of 4 operations').waitFor();
    assert.deepEqual(await dashboard().rows('Never called'), [['POST', '/orders', 'openapi.yaml']]);
    await workbench.screenshot('never-called');
    const tree = workbench.tree('Top Endpoints');
    await tree.expand(/^GET \/users\/:userId/);
    await tree.reveal(/^500 Internal Server Error, 2 requests.*not declared/);
    await tree.reveal('404 Not Found, declared, not seen');
    await tree.expand('Never called');
    await tree.reveal('GET /health, not counted');
    const never = await tree.reveal('POST /orders, openapi.yaml');
    await workbench.screenshot('never-called-view');
    await never.click();
    await workbench.page.getByText('Ln 20, Col 5').waitFor();
    await workbench.runCommand(`${productName}: Reveal in Dashboard`);
    await dashboard()
      .frame.getByRole('heading', { name: /\/orders/ })
      .waitFor();
  });

  it('creates an operation for what no document defines, which is saved only by itself', async () => {
    const { workbench, folder } = current();
    // The editor in a browser saves by itself.
    await workbench.applySettings({ 'files.autoSave': 'off' });
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await dashboard().backToAll();
    server().serve(1, 'GET', '/users/17/carts/3', 404);
    server().serve(2, 'GET', '/users/18/carts/4', 404);
    server().serve(1, 'GET', '/shops/shop-4', 404);
    server().serve(1, 'GET', '/shops/shop-5', 404);
    server().serve(1, 'PUT', '/users', 405);
    const panel = dashboard().panel('Not defined');
    await panel.scrollIntoViewIfNeeded();
    await panel.getByText('by likely template').waitFor();
    await panel.getByText('1 more paths').click();
    await panel.getByRole('cell', { name: '2, 2 paths' }).waitFor();
    const template = '/users/{userId}/carts/{cartId}';
    assert.deepEqual(await dashboard().rows('Not defined'), [
      ['GET', template, '404 was seen: 3 requests. Create', '3'],
      ['GET', '/shops/{shopId}', '404 was seen: 2 requests. Create', '2, 2 paths'],
      ['PUT', '/users', '405 was seen: 1 requests. Create', '1'],
    ]);
    for (const theme of themes) {
      await workbench.useTheme(theme);
      await panel.scrollIntoViewIfNeeded();
      await workbench.screenshot(`not-defined-${theme}`);
    }
    const file = join(folder, 'openapi.yaml');
    const tree = workbench.tree('Top Endpoints');
    await tree.expand('Not defined');
    await tree.reveal(/^PUT \/users, 1 request.* · 405/);
    // What was called meanwhile stands before it, though a row is selected.
    assert.match((await tree.rows()).at(-1) ?? '', /^PUT \/users, 1 request.* · 405/);
    const row = await tree.reveal(/^GET \/shops\/\{shopId\}, 2 requests · 404/);
    await workbench.screenshot('not-defined-view');
    const created = workbench.page.locator('.view-lines');
    // What was created is selected last, and undone only from then on.
    const whenSelected = (): Promise<void> =>
      workbench.page.getByText(/^Ln \d+, Col \d+ \(\d+ selected\)$/).waitFor();
    const shop = created.filter({ hasText: '- name: shopId' });
    await workbench.chooseFor(row, 'Create Operation', shop);
    await whenSelected();
    await workbench.page.keyboard.press('Control+Z');
    await shop.waitFor({ state: 'detached' });
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await panel.getByRole('button', { name: `Create Operation GET ${template}` }).click();
    const shown = created.filter({ hasText: '- name: cartId' });
    await shown.waitFor();
    await whenSelected();
    await workbench.screenshot('created-operation');
    assert.equal(readFileSync(file, 'utf8'), openapi);
    await workbench.page.keyboard.press('Control+Z');
    await shown.waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('Control+Y');
    await shown.waitFor();
    await workbench.runCommand('File: Save');
    await workbench.runCommand(`${productName}: Open Dashboard`);
    server().serve(1, 'GET', '/users', 200);
    const coverage = dashboard().panel('API coverage');
    await coverage.scrollIntoViewIfNeeded();
    await coverage.getByRole('row', { name: /^partly .*carts/ }).waitFor();
    await panel.getByRole('row', { name: /shops/ }).waitFor();
    await panel.getByRole('row', { name: /carts/ }).waitFor({ state: 'detached' });
    assert.equal((await dashboard().rows('Not defined')).length, 2);
    writeFileSync(file, openapi);
    await workbench.applySettings({ 'files.autoSave': undefined });
  });

  it('finds the documents that the server was started with by itself', async () => {
    const { workbench, folder } = current();
    writeFileSync(
      join(folder, 'other.yaml'),
      openapi.replaceAll('operationId: ', 'operationId: other'),
    );
    server().routes = [
      { method: 'GET', path: '/users', operation_id: 'listUsers' },
      { method: 'GET', path: '/users/{userId}', operation_id: 'getUser' },
    ];
    await workbench.runCommand(`${productName}: Choose API Documents...`);
    const { quickInput } = workbench;
    await quickInput.locator.getByText('other.yaml', { exact: true }).waitFor();
    await quickInput.locator.getByRole('checkbox').nth(1).uncheck();
    await quickInput.locator.getByRole('button', { name: 'OK' }).click();
    server().restart();
    server().serve(1, 'GET', '/users', 200);
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await whenCovered(/^openapi\.yaml, 3 of 3/);
  });

  it('finds the MockForge file that names the ports of the server, and its routes', async () => {
    const { folder } = current();
    const { port } = new URL(server().url);
    writeFileSync(
      join(folder, 'mockforge.yaml'),
      `admin: {enabled: true, port: ${port}}\nobservability: {prometheus: {port: ${port}}}\n` +
        'routes:\n  - {path: "/hello/{name}", method: GET, response: {status: 200}}\n',
    );
    server().serve(2, 'GET', '/hello/{name}', 200);
    const rows = await whenCovered(/^mockforge\.yaml, openapi\.yaml, 4 of 4/);
    assert.deepEqual(rows[0], ['covered', 'GET', '/hello/{name}', '200 was seen.', '2']);
  });
});
