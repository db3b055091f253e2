import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { productName, settingKeys } from '../../../../src/ids';
import { LoopbackServer } from '../../../integration/loopbackServer';
import { DashboardPage } from '../../pages/dashboardPage';
import { repeatedUntil } from '../../pages/repeatedUntil';
import { useServer } from '../../useServer';
import { useWorkbench } from '../../useWorkbench';

const openapi = `openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /users:
    get:
      operationId: listUsers
      responses:
        '200': {description: all}
        4XX: {description: wrong}
  /users/{userId}:
    get:
      responses: {'200': {description: one}}
  /orders:
    post:
      deprecated: true
      responses: {'201': {description: made}}
    get:
      responses: {'200': {description: all}}
  /carts: {$ref: 'parts/carts.yaml'}
  /lost: {$ref: 'parts/lost.yaml'}
`;

const sameApi = 'openapi: 3.0.3\npaths:\n  /users: {get: {}}\n  /stock: {get: {}}\n';

const files = {
  'openapi.yaml': openapi,
  'parts/carts.yaml': "delete:\n  responses: {'204': {description: gone}}\n",
  'api.json': JSON.stringify({ swagger: '2.0', paths: { '/users': { get: {} } } }, null, 2),
  'mockforge.yaml':
    'http:\n  port: 3000\nroutes:\n  - path: /hello/{name}\n    method: GET\n    response: {status: 200}\n',
  'stock.yaml':
    'openapi: 3.0.3\npaths:\n  /stock: {get: {operationId: listStock}}\n  /users: {get: {}}\n',
  'alike.yaml': sameApi,
  'stock/named.yaml': sameApi,
  'stock/mockforge.yml':
    'http: {openapi_spec: named.yaml}\nroutes:\n  - {path: "/hello/{name}", method: GET, response: {status: 200}}\n',
  'other.yaml': 'paths:\n  /users:\n    get: {}\n',
};

describe('a person who looks at the definition of an API', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });

  const server = useServer(current, (served, folder) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    served.serve(12, 'GET', '/users', 200);
    served.serve(3, 'GET', '/users/7', 200);
    served.serve(1, 'GET', '/users/8', 404);
    served.serve(4, 'POST', '/orders', 500);
    served.serve(2, 'DELETE', '/carts', 204);
    served.serve(5, 'GET', '/hello/{name}', 200);
  });

  before(() => current().workbench.tree('Top Endpoints').row('/hello/:name').waitFor());

  let other: LoopbackServer | undefined;
  after(async () => {
    await current().workbench.applySettings({ [settingKeys.targets]: undefined });
    await other?.stop();
  });

  const lenses = (): Locator => current().workbench.page.locator('.codelens-decoration:visible');

  const open = (name: string): Promise<void> => current().workbench.openFile(name);

  async function shown(): Promise<string[]> {
    const seen = await current().workbench.page.evaluate<readonly (readonly [number, string])[]>(
      `[...document.querySelectorAll('.codelens-decoration')]
        .filter((lens) => lens.checkVisibility() && lens.innerText !== '')
        .map((lens) => [lens.getBoundingClientRect().top, lens.innerText])`,
    );
    return [...seen].sort(([a], [b]) => a - b).map(([, text]) => text.replaceAll('\u00a0', ' '));
  }

  /** Waits until these lenses are there, from top to bottom, and no others. */
  async function see(...expected: string[]): Promise<void> {
    await repeatedUntil(
      async () => JSON.stringify(await shown()) === JSON.stringify(expected),
      () => current().workbench.page.waitForTimeout(100),
      async () => JSON.stringify(await shown()),
    );
  }

  const inOpenapi = [
    '12 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h',
    '4 req · 25.0% err · p95 7 ms · 24 h',
    '4 req · 100% err · p95 7 ms · 0 of 1 statuses seen · 24 h',
    'never called',
    'DELETE · 2 req · 0% err · p95 7 ms · 24 h',
    'MockForge Analytics cannot read parts/lost.yaml.',
  ];

  it('sees above each operation what was sent to it, in YAML, in JSON and in what is referred to', async () => {
    await open('openapi.yaml');
    await see(...inOpenapi);
    await open('carts.yaml');
    await see('2 req · 0% err · p95 7 ms · 24 h');
    await open('api.json');
    await see('12 req · 0% err · p95 7 ms · 24 h');
    await open('mockforge.yaml');
    await see('5 req · 0% err · p95 7 ms · 24 h');
    await open('other.yaml');
    await see();
  });

  it('sees the numbers change in their places', async () => {
    await open('openapi.yaml');
    await see(...inOpenapi);
    const first = lenses()
      .filter({ hasText: / req · 0% err/ })
      .first();
    const before = await first.boundingBox();
    server().serve(1, 'GET', '/users', 200);
    await see('13 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h', ...inOpenapi.slice(1));
    assert.deepEqual((await first.boundingBox())?.y, before?.y);
  });

  it('sees them while the document is written, above the same operations', async () => {
    const { page } = current().workbench;
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('  /new: {get: {}');
    await see('13 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h', ...inOpenapi.slice(1));
    await page.keyboard.type('}');
    await see(
      '13 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h',
      ...inOpenapi.slice(1),
      'never called',
    );
  });

  for (const theme of [
    'Default Dark Modern',
    'Default Light Modern',
    'Default High Contrast',
  ] as const) {
    it(`reads more in a hover, in ${theme}`, async () => {
      const { workbench } = current();
      const { page } = workbench;
      await workbench.useTheme(theme);
      const hover = page.locator('.monaco-hover:visible');
      const key = page.locator('.view-line', { hasText: 'post:' }).locator('span span').last();
      await key.hover();
      await hover.getByText('Declared, not seen').waitFor();
      const text = await hover.innerText();
      for (const part of [
        ...['POST /orders', 'deprecated', '4 (100%)', '201'],
        '500 Internal Server Error (4, not declared)',
      ]) {
        assert.ok(text.includes(part), `${part}: ${text}`);
      }
      const drawn = `[...document.querySelectorAll('.monaco-hover img')].some((image) => image.naturalWidth > 0)`;
      assert.equal(await page.evaluate(drawn), true);
      await workbench.screenshot(`definition-${theme}`);
      await page.mouse.move(10, 10);
      await page.keyboard.press('Escape');
    });
  }

  it("opens the endpoint's page with a click", async () => {
    const { workbench } = current();
    await workbench.useTheme('Default Dark Modern');
    await lenses().filter({ hasText: '25.0% err' }).locator('a').click();
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    await dashboard.frame.getByRole('heading', { name: 'Latency distribution' }).waitFor();
    await dashboard.frame.getByText('/users/:id').first().waitFor();
  });

  it('sees none where the setting is off, for a language too, and all again', async () => {
    const { workbench } = current();
    await workbench.showEditor('openapi.yaml');
    await see(
      '13 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h',
      ...inOpenapi.slice(1),
      'never called',
    );
    await workbench.applySettings({ [settingKeys.lensEnabled]: false });
    await see();
    await workbench.applySettings({
      ...{ [settingKeys.lensEnabled]: undefined },
      '[yaml]': { [settingKeys.lensEnabled]: false },
    });
    await open('api.json');
    await see('13 req · 0% err · p95 7 ms · 24 h');
    await open('openapi.yaml');
    await see();
    await workbench.applySettings({ '[yaml]': undefined });
    await see(
      '13 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h',
      ...inOpenapi.slice(1),
      'never called',
    );
  });

  it('sees the numbers of the server whose API a document defines, by its name', async () => {
    const { workbench } = current();
    other = await LoopbackServer.start();
    other.routes = [{ method: 'GET', path: '/stock', operation_id: 'listStock' }];
    other.serve(7, 'GET', '/stock', 200);
    const targets = [server(), other].map(({ url }, i) => ({
      ...{ name: i === 0 ? 'shop' : 'stock', metricsUrl: url, adminUrl: url },
    }));
    await workbench.applySettings({ [settingKeys.targets]: targets });
    await workbench
      .tree('Targets')
      .row(/^stock, /)
      .waitFor();
    await open('stock.yaml');
    await see('7 req · 0% err · p95 7 ms · 24 h · stock', 'never called · stock');
    await workbench.screenshot('definition-of-another-server');
    await lenses().filter({ hasText: '7 req' }).locator('a').click();
    const dashboard = new DashboardPage(workbench.webview(`stock - ${productName}`).frame);
    await dashboard.frame.getByRole('heading', { name: /\/stock/ }).waitFor();
    await open('openapi.yaml');
    await see(inOpenapi[0]?.replace('12', '13') ?? '', ...inOpenapi.slice(1), 'never called');
  });

  it('sees those of the server whose ports a MockForge file names, where documents have the same paths and no ids', async () => {
    const { workbench, folder } = current();
    const ofShop = '13 req · 0% err · p95 7 ms · 24 h';
    for (const name of ['alike.yaml', 'named.yaml']) {
      await open(name);
      await see(ofShop, 'never called');
    }
    const { port } = new URL(other?.url ?? '');
    writeFileSync(
      join(folder, 'stock/mockforge.yml'),
      `admin: {enabled: true, port: ${port}}\nobservability: {prometheus: {port: ${port}}}\n` +
        files['stock/mockforge.yml'],
    );
    other?.serve(4, 'GET', '/users', 200);
    other?.serve(2, 'GET', '/hello/{name}', 200);
    await open('named.yaml');
    await see(
      '4 req · 0% err · p95 7 ms · 24 h · stock',
      '7 req · 0% err · p95 7 ms · 24 h · stock',
    );
    await workbench.screenshot('definition-of-a-named-server');
    await open('mockforge.yml');
    await see('2 req · 0% err · p95 7 ms · 24 h · stock');
    await open('alike.yaml');
    await see(ofShop, 'never called');
  });
});
