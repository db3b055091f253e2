import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/host/extensionApi';
import { serverFileName } from '../../src/domain/serverFileName';
import { targetDatabasePath } from '../../src/domain/target';
import { commandIds, settingKeys } from '../../src/ids';
import type { CollectingStatus } from '../../src/protocol/collectingStatus';
import { CountedProcess } from '../support/countedProcess';
import { PrometheusModel } from '../support/prometheusModel';
import { accept, eventually, extensionUnderTest, set, statusWhere } from './extensionUnderTest';
import { LoopbackServer } from './loopbackServer';
import { rowsOf } from './rowsOf';

describe('several targets', () => {
  let api: ExtensionApi;
  let shop: LoopbackServer;
  let orders: LoopbackServer;

  before(async () => {
    ({ exports: api } = await extensionUnderTest());
    [shop, orders] = await Promise.all([LoopbackServer.start(), LoopbackServer.start()]);
    shop.serve(3, 'GET', '/api/cart', 200);
    shop.routes = [{ method: 'GET', path: '/api/cart', operation_id: 'getCart' }];
    orders.serve(5, 'POST', '/api/orders', 500);
    orders.routes = [{ method: 'POST', path: '/api/orders', operation_id: 'postOrder' }];
    await set({ [settingKeys.scrapeIntervalSeconds]: 1, [settingKeys.targets]: list() });
    await collectingFrom(shop);
  });

  after(async () => {
    await set(Object.fromEntries(Object.values(settingKeys).map((key) => [key, undefined])));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await Promise.all([shop.stop(), orders.stop()]);
  });

  function list(ofOrders: Record<string, string> = {}): Record<string, string>[] {
    return [
      { name: 'shop', metricsUrl: shop.url, adminUrl: shop.url },
      { name: 'orders', metricsUrl: orders.url, adminUrl: orders.url, ...ofOrders },
    ];
  }

  function collectingFrom(server: LoopbackServer): Promise<CollectingStatus> {
    return statusWhere(
      api,
      ({ phase, metricsUrl }) => phase === 'collecting' && metricsUrl.startsWith(server.url),
    );
  }

  /** The rows of Targets, once each is as expected. */
  async function board(...expected: readonly RegExp[]): Promise<void> {
    await eventually(async () => {
      const rows = await rowsOf(api.targets);
      const areAll = expected.every((pattern, index) => pattern.test(rows[index]?.text ?? ''));
      return rows.length === expected.length && areAll ? rows : undefined;
    });
  }

  function switchTo(target: string): Thenable<unknown> {
    return vscode.commands.executeCommand(commandIds.switchServer, { target });
  }

  it('are collected all at once, each into a database of its own', async () => {
    await board(
      /^shop ● [\d.]+ req\/s · 0% err · p95 9\.8 ms$/,
      /^orders [\d.]+ req\/s · 100% err/,
    );
    assert.match((await rowsOf(api.topEndpoints))[0]!.text, /^GET \/api\/cart 3 /);
  });

  it('are shown by name, one as the current one', async () => {
    await switchTo('orders');
    await collectingFrom(orders);
    const [row] = await eventually(async () => {
      const rows = await rowsOf(api.topEndpoints);
      return rows[0]?.text.startsWith('POST') ? rows : undefined;
    });
    assert.match(row!.text, /^POST \/api\/orders 5 · 100%/);
    await board(/^shop [\d.]+ req/, /^orders ● /);
    await switchTo('shop');
    await collectingFrom(shop);
  });

  it('tell of an operation at its definition, by name where another one is current', async () => {
    const folder = mkdtempSync(join(workspaceFolder(), 'several-'));
    const described = async (path: string, operation: string): Promise<vscode.TextDocument> => {
      const file = join(folder, `${path.slice('/api/'.length)}.yaml`);
      writeFileSync(file, 'openapi: 3.1.0\npaths: {}\n');
      const document = await vscode.workspace.openTextDocument(file);
      const editor = await vscode.window.showTextDocument(document, { preview: false });
      const text = `paths:\n  ${path}:\n    ${operation}`;
      await editor.edit((builder) => {
        builder.replace(document.lineAt(1).range, text);
      });
      return document;
    };
    /** Resolves when the hover over the operation of a document says that. */
    const says = (document: vscode.TextDocument, ...patterns: readonly RegExp[]): Promise<string> =>
      eventually(async () => {
        const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          ...[document.uri, new vscode.Position(3, 5)],
        );
        const [content] = hover?.contents ?? [];
        const text = content instanceof vscode.MarkdownString ? content.value : '';
        const plain = text.replaceAll('\\', '');
        return patterns.every((pattern) => pattern.test(plain)) ? plain : undefined;
      });
    const cart = await described('/api/cart', 'get: {operationId: getCart}');
    const own = await says(cart, /GET \/api\/cart/, /\| Requests \| 3 \|/);
    assert.doesNotMatch(own, /GET \/api\/cart.*shop/);
    const order = await described('/api/orders', 'post: {operationId: postOrder}');
    // Whose it is is known by what is saved.
    await says(order, /POST \/api\/orders/, /No requests/);
    await cart.save();
    await order.save();
    await says(order, /POST \/api\/orders.* orders/, /\| Requests \| 5 \|/, /5 \(100%\)/);
    const [lens] = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      ...[cart.uri, 1],
    );
    assert.match(lens?.command?.title ?? '', /^3 req/);
    // The editor forgets arguments when it draws a lens again, and a click at that moment fails.
    assert.deepEqual(lens?.command?.arguments ?? [], []);
    await switchTo('orders');
    await collectingFrom(orders);
    await says(cart, /GET \/api\/cart.* shop/, /\| Requests \| 3 \|/);
    await switchTo('shop');
    await collectingFrom(shop);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true });
  });

  it('go on where the settings of another one change', async () => {
    const seen: CollectingStatus[] = [];
    const listening = api.onDidChangeStatus((status) => seen.push(status));
    await set({ [settingKeys.targets]: list({ environment: 'ci' }) });
    await board(/^shop ● /, /^orders [\d.]+ req/);
    const { lastScrapeAt } = api.status();
    await statusWhere(api, (status) => (status.lastScrapeAt ?? 0) > (lastScrapeAt ?? 0));
    listening.dispose();
    // One that begins anew has scraped nothing yet.
    assert.ok(
      seen.every((status) => status.phase === 'collecting' && status.lastScrapeAt !== null),
    );
  });

  it('are paused one by one', async () => {
    await vscode.commands.executeCommand(commandIds.pauseCollecting, { target: 'orders' });
    await board(/^shop ● [\d.]+ req/, /^orders paused$/);
    await vscode.commands.executeCommand(commandIds.startCollecting, { target: 'orders' });
    await board(/^shop ● /, /^orders [\d.]+ req/);
  });

  it('keep their data under another name, and when they leave and come back', async () => {
    await switchTo('orders');
    await set({ [settingKeys.targets]: list({ name: 'sales' }) });
    await board(/^shop /, /^sales ● [\d.]+ req/);
    await set({ [settingKeys.targets]: list().slice(0, 1) });
    await collectingFrom(shop);
    await board(/^shop collecting$/);
    await set({ [settingKeys.targets]: list() });
    await switchTo('orders');
    await collectingFrom(orders);
    await eventually(async () => {
      const rows = await rowsOf(api.topEndpoints);
      return rows[0]?.text.startsWith('POST /api/orders 5 ') ? rows : undefined;
    });
  });

  it('end where the settings end, however often and fast these change, and nothing is lost', async () => {
    shop.serve(4, 'GET', '/api/cart', 200);
    orders.serve(2, 'POST', '/api/orders', 500);
    const [first, second] = list();
    for (const targets of [
      [second],
      [first],
      [second, first],
      [{ ...second, name: 'sales' }],
      [first, { ...second, environment: 'ci' }],
      [first],
      [
        { ...first, name: 'orders' },
        { ...second, name: 'shop' },
      ],
      [],
      [second],
      list(),
    ]) {
      // What the one before began is not waited for.
      await set({ [settingKeys.targets]: targets });
    }
    for (const [target, expected] of [
      ['shop', 'GET /api/cart 7 '],
      ['orders', 'POST /api/orders 7 '],
    ] as const) {
      await switchTo(target);
      await eventually(async () => {
        const rows = await rowsOf(api.topEndpoints);
        return rows[0]?.text.startsWith(expected) ? rows : undefined;
      });
    }
    await board(/^shop [\d.]+ req/, /^orders ● [\d.]+ req/);
  });

  it('say on the board which entry is left out, and why', async () => {
    await set({ [settingKeys.targets]: [...list(), { name: 'again', metricsUrl: shop.url }] });
    await board(/^shop /, /^orders /, /^Entry 3 \(again\) left out$/);
    const rows = await rowsOf(api.targets);
    const [reason] = await rowsOf(api.targets, rows[2]?.node);
    assert.match(reason?.text ?? '', /^It is the same server as shop: /);
    await set({ [settingKeys.targets]: list() });
    await board(/^shop /, /^orders /);
  });

  it('open no database before one of them is scraped or looked at', async () => {
    const storage = mkdtempSync(join(tmpdir(), 'targets-'));
    const isOpen = ({ url }: LoopbackServer): boolean => {
      const file = targetDatabasePath({ metricsUrl: url, adminUrl: url });
      return existsSync(join(storage, `${file}-lock`));
    };
    await set({ [settingKeys.storagePath]: storage });
    await eventually(() => (isOpen(shop) && isOpen(orders) ? true : undefined));
    // As it is when a window opens: they have databases, and all is closed.
    await set({ [settingKeys.enabled]: false });
    await set({ [settingKeys.storagePath]: undefined });
    await eventually(() => (isOpen(shop) || isOpen(orders) ? undefined : true));
    await switchTo('orders');
    await set({ [settingKeys.storagePath]: storage });
    await eventually(() => (isOpen(orders) ? true : undefined));
    assert.equal(isOpen(shop), false);
    await board(/^shop paused$/, /^orders ● paused$/);
    await eventually(() => (isOpen(shop) ? true : undefined));
    await set({ [settingKeys.enabled]: undefined, [settingKeys.storagePath]: undefined });
    await board(/^shop [\d.]+ req/, /^orders ● [\d.]+ req/);
    rmSync(storage, { recursive: true });
  });

  it('are exported and reported by name, whichever is current', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'targets-'));
    await set({ 'files.simpleDialog.enable': true });
    await switchTo('shop');
    for (const [target, own, other] of [
      ['orders', '/api/orders', '/api/cart'],
      ['shop', '/api/cart', '/api/orders'],
    ] as const) {
      const table = join(folder, `${target}.csv`);
      const choice = { target, format: 'csv', table: 'requests-by-minute', path: table };
      await accept(commandIds.exportData, choice);
      await accept(commandIds.exportReport, { target });
      const day = new Date().toISOString().slice(0, 10);
      const report = join(workspaceFolder(), serverFileName(target, `traffic-${day}.html`));
      for (const file of [table, report]) {
        const text = readFileSync(file, 'utf8');
        assert.ok(text.includes(own), `${file} has no ${own}`);
        assert.ok(!text.includes(other), `${file} has ${other}`);
      }
      rmSync(report);
    }
    await set({ 'files.simpleDialog.enable': undefined });
    rmSync(folder, { recursive: true });
  });

  it('are filled in by name, and no other of them', async () => {
    const prometheus = await PrometheusModel.start();
    const thisMinute = Math.floor(Date.now() / 60_000) * 60;
    const process = new CountedProcess('a:1', thisMinute - 30 * 60);
    for (let n = -30; n < -20; n++) {
      process.serve('GET', 200, 7);
      prometheus.add([process.scrape(thisMinute + n * 60 + 50)]);
    }
    const { url } = prometheus;
    await set({
      [settingKeys.targets]: [...list(), { name: 'past', metricsUrl: url, adminUrl: url }],
    });
    await eventually(async () => {
      const [, , past] = await rowsOf(api.targets);
      const sources = past ? await rowsOf(api.targets, past.node) : [];
      return sources.some(({ text }) => text.startsWith('Metrics failing')) ? true : undefined;
    });
    await accept(commandIds.backfillFromPrometheus, { target: 'past' });
    for (const [target, ...expected] of [
      ['past', 'GET (not attributed to an endpoint) 70 '],
      ['orders', 'POST /api/orders 7 '],
      ['shop', 'GET /api/cart 7 '],
    ] as const) {
      await switchTo(target);
      await eventually(async () => {
        const rows = (await rowsOf(api.topEndpoints)).filter(({ text }) => /^[A-Z]+ /.test(text));
        const areAll = expected.every((text, place) => rows[place]?.text.startsWith(text));
        return areAll && rows.length === expected.length ? rows : undefined;
      });
    }
    await set({ [settingKeys.targets]: list() });
    await board(/^shop ● /, /^orders /);
    await prometheus.stop();
  });

  function workspaceFolder(): string {
    return vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  }

  it('have one dashboard each, and one that left leaves none behind', async () => {
    await vscode.commands.executeCommand(commandIds.openDashboard, { target: 'shop' });
    await vscode.commands.executeCommand(commandIds.openDashboard, { target: 'orders' });
    await vscode.commands.executeCommand(commandIds.openDashboard, { target: 'shop' });
    // Nobody's numbers are taken for those of a server that is not there.
    await vscode.commands.executeCommand(commandIds.openDashboard, { target: 'nobody' });
    await tabs('orders - MockForge Analytics', 'shop - MockForge Analytics');
    await set({ [settingKeys.targets]: list().slice(0, 1) });
    await tabs('MockForge Analytics');
  });

  /** Resolves when these are open. */
  async function tabs(...expected: readonly string[]): Promise<void> {
    await eventually(() => {
      const labels = vscode.window.tabGroups.all.flatMap((group) =>
        group.tabs.map(({ label }) => label),
      );
      return labels.sort().join() === expected.join() ? labels : undefined;
    });
  }
});
