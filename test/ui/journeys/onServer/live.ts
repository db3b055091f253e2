import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { productName, settingKeys } from '../../../../src/ids';
import { LoopbackServer } from '../../../integration/loopbackServer';
import { DashboardPage } from '../../pages/dashboardPage';
import { focused } from '../../pages/focusWalk';
import { inPage } from '../../pages/inPage';
import { useWorkbench } from '../../useWorkbench';

const paths = ['users', 'orders', 'carts', 'items', 'tickets'].map((name) => `/api/${name}`);

describe('a person who watches the traffic come in', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  let server: LoopbackServer;
  let storage: string;
  let dashboard: DashboardPage;
  let requests = 0;

  before(async () => {
    storage = mkdtempSync(join(tmpdir(), 'live-'));
    server = await LoopbackServer.start();
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
    await workbench.runCommand(`${productName}: Open Dashboard`);
    dashboard = new DashboardPage(workbench.webview(productName).frame);
    for (const path of paths) serve(3, path, 200);
    serve(2, '/api/orders', 500);
    await dashboard.endpointRow('/api/tickets').waitFor();
    await dashboard.chooseRange('15m');
  });

  after(async () => {
    await server.stop();
    rmSync(storage, { recursive: true, force: true });
  });

  function serve(times: number, path: string, status: number): void {
    requests += times;
    server.serve(times, 'GET', path, status);
  }

  /** Serves requests, and waits until the dashboard has them. */
  async function comes(times: number, path: string, status: number): Promise<void> {
    serve(times, path, status);
    await dashboard.card('Requests').getByText(String(requests), { exact: true }).waitFor();
  }

  function evaluate<Result>(script: string): Promise<Result> {
    return inPage(dashboard.frame, script);
  }

  async function topOf(target: Locator): Promise<number | undefined> {
    return (await target.boundingBox())?.y;
  }

  /** Waits until the newest request of the live tail has this status. */
  async function tailTops(status: string): Promise<void> {
    const first = dashboard.panel('Live errors').getByRole('row').nth(1);
    await first.filter({ hasText: status }).waitFor();
  }

  function newRows(panel: Locator, name: string | RegExp): Locator {
    return panel.getByRole('button', { name, exact: true });
  }

  it('is told of a commit in one message, with what changed alone', async () => {
    await evaluate(`() => {
      globalThis.told = [];
      globalThis.onTold = ({ data }) => {
        if (data.type !== 'status') globalThis.told.push({ type: data.type, parts: Object.keys(data.change?.within ?? {}) });
      };
      window.addEventListener('message', globalThis.onTold);
    }`);
    await comes(4, '/api/users', 200);
    const told: { type: string; parts: string[] }[] = await evaluate('() => globalThis.told');
    await evaluate("() => window.removeEventListener('message', globalThis.onTold)");
    const [withRequests, ...more] = told.filter(({ parts }) => parts.includes('statusCodes'));
    assert.deepEqual(new Set(told.map(({ type }) => type)), new Set(['changed']));
    assert.deepEqual(more, [], 'one message has the requests');
    const unchanged = ['days', 'environments', 'errorGroups', 'marks', 'newestErrors', 'notFound'];
    assert.deepEqual(
      withRequests?.parts.filter((part) => unchanged.includes(part)),
      [],
    );
  });

  it('says to those who cannot see what changed', async () => {
    await comes(2, '/api/users', 200);
    const said = await dashboard.frame.locator('p[aria-live]').textContent();
    assert.match(said ?? '', new RegExp(`^Updated: ${requests} requests, error rate [\\d.]+%\\.$`));
  });

  it('keeps focus, selection and scroll where they are while rows change and change places', async () => {
    const row = dashboard.endpointRow('/api/items').getByRole('button').first();
    await dashboard.selectSteps('Traffic', 3);
    await row.focus();
    await dashboard.panel('Clients').scrollIntoViewIfNeeded();
    await evaluate('() => document.getSelection().selectAllChildren(document.activeElement)');
    const scroll = (await dashboard.chosen()).scroll;
    const top = await topOf(dashboard.panel('Endpoints'));
    assert.ok(scroll > 0);
    await comes(5, '/api/items', 200);
    await comes(9, '/api/tickets', 200);
    assert.match((await focused(dashboard.frame)) ?? '', /\/api\/items$/);
    assert.match(await evaluate('() => String(document.getSelection())'), /\/api\/items$/);
    assert.equal((await dashboard.chosen()).scroll, scroll);
    assert.equal(await topOf(dashboard.panel('Endpoints')), top);
    await dashboard.selection.first().waitFor();
    await evaluate('() => document.getSelection().empty()');
    await dashboard.selection.first().getByRole('button', { name: 'Clear selection' }).click();
  });

  it('sees the live tail grow while nobody is at it', async () => {
    await current().workbench.page.mouse.move(0, 0);
    const before = (await dashboard.rows('Live errors')).length;
    await comes(1, '/api/carts', 503);
    await tailTops('503');
    const rows = await dashboard.rows('Live errors');
    assert.equal(rows.length, before + 1);
    assert.deepEqual([rows[0]?.[1], rows[0]?.[2]], ['503', 'GET/api/carts']);
  });

  it('reads the tail in peace under the pointer, with what is new to catch up', async () => {
    const tail = dashboard.panel('Live errors');
    const { page } = current().workbench;
    await tail.getByRole('row').nth(1).hover();
    const held = await dashboard.rows('Live errors');
    await comes(2, '/api/users', 504);
    await comes(1, '/api/items', 501);
    await newRows(tail, '3 new').waitFor();
    assert.deepEqual(await dashboard.rows('Live errors'), held);
    await current().workbench.screenshot('live-tail-held');
    await newRows(tail, '3 new').click();
    await tailTops('501');
    assert.equal(await newRows(tail, /new$/).isVisible(), false);
    await comes(1, '/api/carts', 505);
    await newRows(tail, '1 new').waitFor();
    await page.mouse.move(0, 0);
    await tailTops('505');
    assert.equal(await newRows(tail, /new$/).isVisible(), false);
  });

  it('keeps the row that has the focus, and catches up with the keyboard', async () => {
    const tail = dashboard.panel('Live errors');
    const newest = tail.getByRole('row').nth(1).getByRole('button').first();
    const time = await newest.textContent();
    await newest.focus();
    await comes(1, '/api/tickets', 508);
    await newRows(tail, '1 new').waitFor();
    assert.equal(await focused(dashboard.frame), time);
    assert.equal((await dashboard.rows('Live errors'))[0]?.[1], '505');
    await current().workbench.page.keyboard.press('Shift+Tab');
    await newRows(tail, '1 new').focus();
    await current().workbench.page.keyboard.press('Enter');
    await tailTops('508');
    await dashboard.toolbarButton('Refresh').focus();
  });

  it('opens a failed request below its row, which is marked and stays', async () => {
    const tail = dashboard.panel('Live errors');
    const { page } = current().workbench;
    const row = tail.getByRole('row').nth(4);
    const button = row.getByRole('button').first();
    const time = await button.textContent();
    const client = tail.getByRole('columnheader', { name: 'Client' });
    const place = await client.boundingBox();
    await button.focus();
    await page.keyboard.press('Enter');
    const detail = tail.getByRole('region', { name: 'Failed request' });
    await detail.waitFor();
    assert.equal(await row.getAttribute('aria-current'), 'true');
    const { x, width } = (await client.boundingBox()) ?? {};
    assert.deepEqual([x, width], [place?.x, place?.width], 'no column moves');
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    assert.ok(((await topOf(detail)) ?? 0) > ((await topOf(row)) ?? Infinity));
    const box = await detail.boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 1000, 'it is in view');
    await page.mouse.move(0, 0);
    await comes(1, '/api/users', 510);
    await newRows(tail, '1 new').waitFor();
    await detail.waitFor();
    await current().workbench.screenshot('live-tail-detail');
    await detail.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
    assert.equal(await focused(dashboard.frame), time);
    await dashboard.toolbarButton('Refresh').focus();
    await tailTops('510');
  });

  it('keeps the focus at a group of errors whose text is drawn anew', async () => {
    const group = dashboard.panel('Errors').getByRole('row').filter({ hasText: '/api/orders' });
    await group.getByRole('button').first().focus();
    const text = await focused(dashboard.frame);
    await evaluate("() => document.activeElement.append(' as it was told before')");
    await comes(1, '/api/orders', 500);
    await group.getByText('as it was told before').waitFor({ state: 'detached' });
    assert.equal(await focused(dashboard.frame), text);
  });

  it('can hold the tail still, and catches up', async () => {
    const tail = dashboard.panel('Live errors');
    await tail.getByRole('button', { name: 'Pause live errors' }).click();
    const held = await dashboard.rows('Live errors');
    await comes(1, '/api/users', 502);
    assert.deepEqual(await dashboard.rows('Live errors'), held);
    await tail.getByRole('button', { name: 'Resume live errors' }).click();
    await tail.getByText('502', { exact: true }).waitFor();
  });

  it('is left in peace when it is not live, until it asks', async () => {
    await dashboard.toolbarButton(/^Live/).click();
    const shown = await dashboard.cardTexts('Requests');
    serve(6, '/api/users', 200);
    const { workbench } = current();
    await workbench.openContainer(productName);
    await workbench
      .tree('Top Endpoints')
      .row(/^GET \/api\/users, 19 /)
      .waitFor();
    assert.deepEqual(await dashboard.cardTexts('Requests'), shown);
    await dashboard.toolbarButton('Refresh').click();
    await dashboard.card('Requests').getByText(String(requests), { exact: true }).waitFor();
    await dashboard.toolbarButton(/^Live/).click();
  });
});
