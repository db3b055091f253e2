import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/host/extensionApi';
import { commandIds, panelTypes, queryCommandId, settingKeys } from '../../src/ids';
import { eventually, extensionUnderTest, set, statusWhere } from './extensionUnderTest';
import { LoopbackServer, type Behaviour } from './loopbackServer';
import { rowsOf } from './rowsOf';

describe('collecting from a server', () => {
  let api: ExtensionApi;
  let server: LoopbackServer;

  before(async () => {
    ({ exports: api } = await extensionUnderTest());
    server = await LoopbackServer.start();
    server.serve(1, 'GET', '/api/users/{id}', 200);
    await set({
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
    const began = await statusWhere(
      api,
      ({ phase, metricsUrl }) => phase === 'collecting' && metricsUrl === `${server.url}/metrics`,
    );
    assert.equal(began.metrics.state, 'on');
  });

  after(async () => {
    await set(Object.fromEntries(Object.values(settingKeys).map((key) => [key, undefined])));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await server.stop();
  });

  it('shows the endpoints with their status codes', async () => {
    server.serve(8, 'GET', '/api/users/{id}', 200);
    server.serve(3, 'POST', '/api/orders', 500);
    const rows = await eventually(async () => {
      const found = await rowsOf(api.topEndpoints);
      return found.length === 4 && found[0]?.text.includes(' 9 ') ? found : undefined;
    });
    assert.match(rows[0]!.text, /^GET \/api\/users\/:id 9 · 0% · p95 \d+(\.\d+)? ms$/);
    assert.match(rows[1]!.text, /^POST \/api\/orders 3 · 100% · p95 \d+(\.\d+)? ms$/);
    assert.equal(rows[2]!.text, 'Never called ');
    assert.equal(rows[3]!.text, 'Not defined ');
    assert.deepEqual(
      (await rowsOf(api.topEndpoints, rows[1]!.node)).map(({ text }) => text),
      ['500 Internal Server Error 3 · 100%'],
    );
  });

  it('shows the errors with time and client', async () => {
    const [group] = await eventually(async () => {
      const found = await rowsOf(api.recentErrors);
      return found.length === 1 ? found : undefined;
    });
    assert.match(
      group!.text,
      /^500 POST \/api\/orders 3 · \d\d:\d\d:\d\d · 500 Internal Server Error$/,
    );
    const errors = await rowsOf(api.recentErrors, group!.node);
    assert.equal(errors.length, 3);
    assert.match(errors[0]!.text, /^\d\d:\d\d:\d\d\.\d{3} 127\.0\.0\.1 · integration\/1\.0$/);
  });

  it('shows the target with its sources, its rhythm and notes on the data', async () => {
    const rows = await eventually(async () => {
      const [target] = await rowsOf(api.targets);
      const children = target ? await rowsOf(api.targets, target.node) : [];
      return children.length > 0 ? [target!, ...children] : undefined;
    });
    const patterns = [
      /^127\.0\.0\.1:\d+ collecting$/,
      /^Metrics on$/,
      /^Request log on$/,
      /^Recorder not asked yet$/,
      /^Last scrape \d\d:\d\d:\d\d$/,
      /^Next scrape \d\d:\d\d:\d\d$/,
      /^Scrape interval 1 s$/,
      /^Server restarts none$/,
      /^Data quality no notes$/,
    ];
    assert.equal(rows.length, patterns.length);
    for (const [index, pattern] of patterns.entries()) assert.match(rows[index]!.text, pattern);
    const values = await rowsOf(api.targets, rows.at(-1)!.node);
    assert.match(values.find(({ text }) => text.startsWith('Body size'))!.text, / \d+(\.\d)? k?B$/);
  });

  it('shows under the request log how to switch it on, and what helps', async () => {
    await set({ [settingKeys.adminUrl]: 'http://127.0.0.1:2' });
    try {
      await statusWhere(
        api,
        ({ phase, log }) => phase === 'collecting' && log.failure?.kind === 'unreachable',
      );
      const [target] = await rowsOf(api.targets);
      const log = (await rowsOf(api.targets, target!.node)).find(({ text }) =>
        text.startsWith('Request log off'),
      );
      assert.equal(
        (await api.targets.getTreeItem(log!.node)).contextValue,
        'copyServeCommand connectToServer',
      );
      const sentences = await rowsOf(api.targets, log!.node);
      assert.match(sentences[0]!.text, /^No answer from 127\.0\.0\.1:2: /);
      assert.match(sentences[1]!.text, /start it with --admin\./);
    } finally {
      await set({ [settingKeys.adminUrl]: server.url });
    }
    await statusWhere(api, ({ phase, log }) => phase === 'collecting' && log.state === 'on');
  });

  it('counts a restart of the server', async () => {
    server.restart();
    server.serve(1, 'GET', '/api/users/{id}', 200);
    const restarts = await eventually(async () => {
      const [target] = await rowsOf(api.targets);
      const rows = target ? await rowsOf(api.targets, target.node) : [];
      return rows.find(({ text }) => text.startsWith('Server restarts 1 in 24 h · last '));
    });
    assert.match(restarts.text, /last \d\d:\d\d:\d\d$/);
  });

  const failures: readonly (readonly [Behaviour, string])[] = [
    ['html', 'html'],
    ['json', 'json'],
    ['cut', 'cut_body'],
    ['prometheus', 'prometheus_server'],
  ];
  for (const [behaviour, kind] of failures) {
    it(`says what is wrong with an answer of kind ${behaviour}, and goes on`, async () => {
      server.behaviour = behaviour;
      const failing = await statusWhere(api, ({ phase }) => phase === 'failing');
      assert.equal(failing.metrics.failure?.kind, kind);
      assert.ok(failing.metrics.failure.what.endsWith('.') && failing.metrics.failure.todo);
      assert.equal((await rowsOf(api.topEndpoints)).length, 4);
      server.behaviour = 'good';
      await statusWhere(api, ({ phase }) => phase === 'collecting');
    });
  }

  it('pauses and goes on', async () => {
    await vscode.commands.executeCommand(commandIds.pauseCollecting);
    assert.equal(api.status().phase, 'paused');
    assert.equal(api.status().nextTryAt, null);
    await vscode.commands.executeCommand(commandIds.startCollecting);
    await statusWhere(api, ({ phase }) => phase === 'collecting');
  });

  it('scrapes when asked', async () => {
    const before = api.status().lastScrapeAt ?? 0;
    await vscode.commands.executeCommand(commandIds.scrapeNow);
    assert.ok((api.status().lastScrapeAt ?? 0) > before);
  });

  const panels = (): string[] =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.map(({ input }) => (input instanceof vscode.TabInputWebview ? input.viewType : '')),
    );

  it('opens nothing for a row that is gone, as all are while the editor renews a view', async () => {
    await vscode.commands.executeCommand(commandIds.showOnlyThis, undefined, null);
    await vscode.commands.executeCommand(queryCommandId('overview'));
    const types = await eventually(() => (panels().length > 0 ? panels() : undefined));
    assert.equal(types.length, 1);
    assert.ok(types[0]?.endsWith(panelTypes.result));
  });

  it('opens one dashboard and one panel of results', async () => {
    await vscode.commands.executeCommand(commandIds.openDashboard);
    await vscode.commands.executeCommand(commandIds.openDashboard);
    await vscode.commands.executeCommand(queryCommandId('overview'));
    await vscode.commands.executeCommand(queryCommandId('topEndpoints'));
    const types = await eventually(() => (panels().length >= 2 ? panels() : undefined));
    // The editor puts its own prefix before the type of a panel.
    assert.equal(types.length, 2);
    assert.ok(types.some((type) => type.endsWith(panelTypes.dashboard)));
    assert.ok(types.some((type) => type.endsWith(panelTypes.result)));
  });

  it('keeps the servers apart: another address starts with nothing', async () => {
    const other = await LoopbackServer.start();
    try {
      await set({ [settingKeys.adminUrl]: other.url, [settingKeys.metricsUrl]: other.url });
      await statusWhere(api, ({ metricsUrl }) => metricsUrl.startsWith(other.url));
      assert.deepEqual(await rowsOf(api.topEndpoints), []);
      await set({ [settingKeys.adminUrl]: server.url, [settingKeys.metricsUrl]: server.url });
      await statusWhere(api, ({ metricsUrl }) => metricsUrl.startsWith(server.url));
      assert.equal((await rowsOf(api.topEndpoints)).length, 4);
    } finally {
      await other.stop();
    }
  });
});
