import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { productName, settingKeys } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import { DashboardPage } from '../pages/dashboardPage';
import { repeatedUntil } from '../pages/repeatedUntil';
import { useWorkbench } from '../useWorkbench';

/** How long files may take to be found before they are searched again. */
const noticedMs = 3000;

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

const files = {
  'openapi.yaml': openapi,
  'parts/carts.yaml': "delete:\n  responses: {'204': {description: gone}}\n",
  'api.json': JSON.stringify({ swagger: '2.0', paths: { '/users': { get: {} } } }, null, 2),
  'mockforge.yaml':
    'http:\n  port: 3000\nroutes:\n  - path: /hello/{name}\n    method: GET\n    response: {status: 200}\n',
  'other.yaml': 'paths:\n  /users:\n    get: {}\n',
};

describe('a person who looks at the definition of an API', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let server: LoopbackServer;
  let storage: string;

  before(async () => {
    storage = mkdtempSync(join(tmpdir(), 'definitions-'));
    server = await LoopbackServer.start();
    const { workbench, folder } = current();
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    server.serve(12, 'GET', '/users', 200);
    server.serve(3, 'GET', '/users/7', 200);
    server.serve(1, 'GET', '/users/8', 404);
    server.serve(4, 'POST', '/orders', 500);
    server.serve(2, 'DELETE', '/carts', 204);
    server.serve(5, 'GET', '/hello/{name}', 200);
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
    await workbench.openContainer(productName);
    await workbench.tree('Top Endpoints').row('/hello/:name').waitFor();
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

  const lenses = (): Locator => current().workbench.page.locator('.codelens-decoration:visible');

  async function open(name: string): Promise<void> {
    const { page } = current().workbench;
    const box = page.locator('.quick-input-widget');
    const file = box.getByRole('option', { name }).first();
    const tab = page.locator('.tabs-container .tab.active', { hasText: name });
    await repeatedUntil(
      () => tab.isVisible(),
      async () => {
        await page.keyboard.press('Control+P');
        await box.getByRole('textbox').fill(name);
        await file.click({ timeout: noticedMs }).catch(() => undefined);
        await tab.waitFor({ timeout: noticedMs }).catch(() => undefined);
      },
      () => box.innerText(),
    );
  }

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
    server.serve(1, 'GET', '/users', 200);
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
      await repeatedUntil(
        () => hover.getByText('Declared, not seen').isVisible(),
        async () => {
          await page.mouse.move(10, 10);
          await key.hover();
          await page.waitForTimeout(700);
        },
        () =>
          page
            .locator('.monaco-hover')
            .allInnerTexts()
            .then((texts) => texts.join()),
      );
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

  it('sees none where the setting is off, and all again', async () => {
    const { workbench } = current();
    await workbench.showEditor('openapi.yaml');
    await see(
      '13 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h',
      ...inOpenapi.slice(1),
      'never called',
    );
    await workbench.applySettings({ [settingKeys.lensEnabled]: false });
    await see();
    await workbench.applySettings({ [settingKeys.lensEnabled]: undefined });
    await see(
      '13 req · 0% err · p95 7 ms · 1 of 2 statuses seen · 24 h',
      ...inOpenapi.slice(1),
      'never called',
    );
  });
});
