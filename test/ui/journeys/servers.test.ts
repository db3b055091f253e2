import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { targetId } from '../../../src/domain/target';
import { productName, settingKeys } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import { DashboardPage } from '../pages/dashboardPage';
import type { WorkbenchPage } from '../pages/workbenchPage';
import { useWorkbench } from '../useWorkbench';

const connect = `${productName}: Connect to Server...`;

/** A MockForge file whose server has metrics and admin API at one port. */
function configured(port: number | string, http = 'port: 3000'): string {
  return [
    `http:\n  ${http}`,
    `admin:\n  enabled: true\n  port: ${port}`,
    `observability:\n  prometheus:\n    port: ${port}\n`,
  ].join('\n');
}

function portOf({ url }: LoopbackServer): string {
  return new URL(url).port;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** A line of the list, by what a screen reader says of it. */
function line(workbench: WorkbenchPage, text: RegExp): Locator {
  return workbench.quickInput.locator.getByRole('option', { name: text });
}

/** Resolves when nothing in the list is being asked any more. */
async function settled(workbench: WorkbenchPage): Promise<void> {
  await line(workbench, /Enter an Address/).waitFor();
  await workbench.quickInput.locator.locator('.monaco-progress-container.done').waitFor({
    state: 'attached',
  });
}

/**
 * A workspace with the folders that get files later: of folders that are made in one another at once, the editor may
 * not follow the inner ones, and then tells of no change in them.
 */
function emptyFolders(): string {
  const workspace = join(mkdtempSync(join(tmpdir(), 'servers-')), 'workspace');
  for (const name of ['shop', 'orders', 'web', 'quiet', 'odd', 'again', 'large']) {
    mkdirSync(join(workspace, 'services', name), { recursive: true });
  }
  return workspace;
}

describe('a person whose servers are found', () => {
  const made = emptyFolders();
  const current = useWorkbench({ viewport: { width: 1440, height: 900 }, folder: made });
  let shop: LoopbackServer;
  let moved: LoopbackServer;
  let page: LoopbackServer;
  let storage: string;

  before(async () => {
    [shop, moved, page] = await Promise.all([
      LoopbackServer.start(),
      LoopbackServer.start(),
      LoopbackServer.start(),
    ]);
    storage = mkdtempSync(join(tmpdir(), 'servers-'));
    page.behaviour = 'html';
    shop.serve(3, 'GET', '/api/cart', 200);
    const { workbench, folder } = current();
    write(folder, {
      'services/shop/mockforge.yaml': configured(portOf(shop), 'openapi_spec: "./openapi.json"'),
      'services/shop/openapi.json': JSON.stringify({
        openapi: '3.0.3',
        paths: {
          '/api/cart': { get: { responses: { 200: {} } } },
          '/api/orders': { get: { responses: { 200: {} } } },
        },
      }),
      'services/orders/mockforge.yml': configured(2),
      'services/web/mockforge.yaml': configured(portOf(page)),
      'services/quiet/.mockforge.yaml': `${configured(portOf(shop))}    enabled: false\n`,
      'services/odd/mockforge.yaml': configured('abc'),
      'services/again/mockforge.yaml': configured(portOf(page)),
      'services/large/mockforge.yml': `# ${'x'.repeat(10_000_000)}\n`,
      'node_modules/some/mockforge.yaml': configured(3),
    });
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
      [settingKeys.adminUrl]: 'http://127.0.0.1:2',
    });
    await workbench.openContainer(productName);
  });

  after(async () => {
    await Promise.all([shop, moved, page].map((server) => server.stop()));
    for (const folder of [storage, dirname(made)]) rmSync(folder, { recursive: true, force: true });
  });

  /** The entries of the list in the workspace's settings. */
  function entries(): Readonly<Record<string, string>>[] {
    const text = readFileSync(join(current().folder, '.vscode', 'settings.json'), 'utf8');
    return (JSON.parse(text) as Record<string, Record<string, string>[]>)[settingKeys.targets]!;
  }

  const dashboard = (): DashboardPage =>
    new DashboardPage(current().workbench.webview(productName).frame);

  async function counts(requests: number): Promise<void> {
    const value = dashboard().card('Requests').locator('.card-value');
    await value.getByText(String(requests), { exact: true }).waitFor();
  }

  /** MockForge is ended at its old port and started at another. */
  function startInstead(before: LoopbackServer, now: LoopbackServer): void {
    before.behaviour = 'dropped';
    now.behaviour = 'good';
    now.restart();
  }

  it('sees in one list how each of them does, in every theme', async () => {
    const { workbench } = current();
    await workbench.runCommand(connect);
    for (const text of [
      /shop.*127\.0\.0\.1:\d+ · answers, services\/shop\/mockforge\.yaml/,
      /orders.*127\.0\.0\.1:2 · does not answer, services\/orders\/mockforge\.yml/,
      /again.*answers, but not as MockForge, services\/again\/mockforge\.yaml, services\/web\/mockforge\.yaml · .*a web page/,
      /quiet.*its metrics are off in the file, services\/quiet\/\.mockforge\.yaml/,
      /odd.*cannot be used, services\/odd\/mockforge\.yaml: admin\.port is abc, but it must be a whole number/,
      /large.*cannot be used, services\/large\/mockforge\.yml: It is larger than 5 MB\./,
      /127\.0\.0\.1:9090/,
    ]) {
      await line(workbench, text).waitFor();
    }
    await settled(workbench);
    assert.equal(await line(workbench, /node_modules/).count(), 0);
    for (const [theme, name] of [
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'high-contrast'],
      ['Default Dark Modern', 'dark'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`servers-list-${name}`);
    }
  });

  it('opens the file that cannot be used', async () => {
    const { workbench } = current();
    await line(workbench, /odd.*cannot be used/).click();
    await workbench.page
      .locator('.tabs-container .tab.active', { hasText: 'mockforge.yaml' })
      .waitFor();
  });

  it('connects with one pick, and has the numbers, the name and the API', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    await workbench.runCommand(connect);
    await line(workbench, /shop.*answers/).click();
    await workbench
      .tree('Targets')
      .row(/^shop, collecting/)
      .waitFor();
    await counts(3);
    const addresses = { metricsUrl: `${shop.url}/metrics`, adminUrl: shop.url };
    assert.deepEqual(entries(), [{ name: 'shop', ...addresses }]);
    const panel = dashboard().panel('API coverage');
    await panel.scrollIntoViewIfNeeded();
    const note = panel.locator('.panel-note');
    await note.filter({ hasText: /openapi\.json.*1 of 2 operations exercised/ }).waitFor();
    await workbench.screenshot('servers-connected');
  });

  it('sees that it is set up, and connects to it again by a pick', async () => {
    const { workbench } = current();
    await workbench.runCommand(connect);
    await line(workbench, /shop.*answers · set up,/).click();
    await workbench.quickInput.locator.waitFor({ state: 'hidden' });
    assert.equal(entries().length, 1);
  });

  it('is told once that the file says another port, and keeps the history there', async () => {
    const { workbench, folder } = current();
    const file = 'services/shop/mockforge.yaml';
    const port = portOf(moved);
    startInstead(shop, moved);
    moved.serve(4, 'GET', '/api/cart', 200);
    write(folder, { [file]: configured(port, 'openapi_spec: "./openapi.json"') });
    await workbench.notified(`${file} now says metrics at 127.0.0.1:${port}`);
    await workbench.screenshot('servers-moved');
    const told = await workbench.notifications(`${file} now says`);
    assert.equal(await told.count(), 1);
    await told.getByRole('button', { name: 'Update' }).click();
    await counts(7);
    const before = { metricsUrl: `${shop.url}/metrics`, adminUrl: shop.url };
    const now = { metricsUrl: `${moved.url}/metrics`, adminUrl: moved.url };
    assert.deepEqual(entries(), [{ name: 'shop', ...now, database: targetId(before) }]);
    moved.serve(2, 'GET', '/api/cart', 200);
    await counts(9);
  });

  it('may keep the address, and updates it later from the list', async () => {
    const { workbench, folder } = current();
    const file = 'services/shop/mockforge.yaml';
    write(folder, { [file]: configured(portOf(shop)) });
    await workbench.notified(`${file} now says metrics at 127.0.0.1:${portOf(shop)}`);
    const told = await workbench.notifications(`${file} now says`);
    await told.getByRole('button', { name: 'Keep' }).click();
    assert.equal(entries()[0]?.['metricsUrl'], `${moved.url}/metrics`);
    moved.serve(1, 'GET', '/api/cart', 200);
    await counts(10);
    startInstead(moved, shop);
    shop.serve(5, 'GET', '/api/cart', 200);
    await workbench.runCommand(connect);
    await line(workbench, /shop.*answers · shop has other addresses/).click();
    await counts(15);
    const addresses = { metricsUrl: `${shop.url}/metrics`, adminUrl: shop.url };
    assert.deepEqual(entries(), [{ name: 'shop', ...addresses }]);
  });

  it('finds a server again that it removed', async () => {
    const { workbench } = current();
    await workbench.applySettings({ [settingKeys.targets]: [] });
    write(current().folder, { 'services/shop/mockforge.yaml': configured(2) });
    await workbench.runCommand(connect);
    await line(workbench, /shop.*127\.0\.0\.1:\d+ · answers, Used before$/).click();
    await workbench
      .tree('Targets')
      .row(/^shop, collecting/)
      .waitFor();
    await counts(15);
  });
});

describe('a person who does not trust a workspace', () => {
  const current = useWorkbench({
    viewport: { width: 1440, height: 900 },
    userSettings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
      [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
      [settingKeys.adminUrl]: 'http://127.0.0.1:2',
    },
  });
  let server: LoopbackServer;

  before(async () => {
    server = await LoopbackServer.start();
    write(current().folder, { 'shop/mockforge.yaml': configured(portOf(server)) });
  });

  after(() => server.stop());

  it('sees what a file names, of which nothing is asked', async () => {
    const { workbench } = current();
    await workbench.runCommand(connect);
    await line(workbench, /shop.*not asked: this workspace is not trusted/).waitFor();
    await settled(workbench);
    await workbench.screenshot('servers-untrusted');
    assert.equal(server.asked, 0);
  });

  it('is asked for trust where it picks that, and has it asked then', async () => {
    const { workbench } = current();
    await line(workbench, /shop.*not trusted/).click();
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.page.getByText('You trust this folder', { exact: true }).first().waitFor();
    await workbench.page.getByRole('button', { name: /^Close Modal Editor/ }).click();
    assert.equal(server.asked, 0);
    await workbench.runCommand(connect);
    await line(workbench, /shop.*127\.0\.0\.1:\d+ · answers/).click();
    await workbench.openContainer(productName);
    await workbench
      .tree('Targets')
      .row(/^shop, collecting/)
      .waitFor();
  });
});
