import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/host/extensionApi';
import { commandIds, settingKeys } from '../../src/ids';
import type { CollectingStatus } from '../../src/protocol/collectingStatus';
import { eventually, extensionUnderTest, set, statusWhere } from './extensionUnderTest';
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
    orders.serve(5, 'POST', '/api/orders', 500);
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
