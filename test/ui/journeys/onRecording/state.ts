import { strict as assert } from 'node:assert';
import { commandIds, extensionId, productName, statusBarItemId } from '../../../../src/ids';
import type { Chosen } from '../../pages/dashboardPage';
import { DashboardPage } from '../../pages/dashboardPage';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

const other = 'Top 10 Endpoints by Traffic';

describe('a person who leaves the dashboard and comes back', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);
  let chosen: Chosen;

  function dashboard(): DashboardPage {
    return new DashboardPage(current().workbench.webview(productName).frame);
  }

  /** Another editor takes the dashboard's place, which ends its page, and it is shown again. */
  async function hideAndShow(): Promise<void> {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Query: ${other}`);
    await workbench.webview(other).frame.getByRole('row').first().waitFor();
    await workbench.showEditor(productName);
    await dashboard().card('Requests').waitFor();
  }

  /** Loads the window again when the editor has saved where the dashboard was, which nothing before had scrolled to. */
  async function reloadScrolledTo(top: number): Promise<Chosen> {
    const { workbench } = current();
    await dashboard().scrollTo(top);
    const last = await dashboard().chosen();
    await workbench.whenSaved(new RegExp(`scroll\\W+${top}\\b`));
    await workbench.reload();
    return last;
  }

  async function isAsItWas(before: Chosen): Promise<void> {
    await dashboard().whenScrolledTo(before.scroll);
    assert.deepEqual({ ...(await dashboard().chosen()), scroll: before.scroll }, before);
  }

  before(async () => {
    const page = await recording.openDashboard();
    await page.chooseRange('6h');
    await page.choose('Compare', 'nothing');
    await page.choose('Protocol', 'HTTP');
    await page.toolbarButton(/^Live/).click();
    await page.panel('Endpoints').getByRole('button', { name: 'Error rate' }).click();
    await page.search.fill('users');
    await page.panel('Endpoints').getByText(' of 18 with traffic').waitFor();
    // A page that begins anew is drawn at once, and then changes its length no more.
    await hideAndShow();
    await page.endpointRow('/api/users').first().waitFor();
    await page.scrollTo(500);
    chosen = await page.chosen();
  });

  it('chose something of everything', () => {
    assert.deepEqual(chosen, {
      range: '6h',
      compare: 'nothing',
      protocol: 'HTTP',
      filters: ['Protocol HTTP'],
      search: 'users',
      sort: 'Error rate descending',
      live: false,
      endpoint: '',
      scroll: 500,
    });
  });

  it('finds it as it was behind another editor', async () => {
    await hideAndShow();
    await dashboard().endpointRow('/api/users').first().waitFor();
    await isAsItWas(chosen);
  });

  it('finds it as it was after the window was loaded again', async () => {
    const before = await reloadScrolledTo(480);
    await dashboard().endpointRow('/api/users').first().waitFor();
    await isAsItWas(before);
  });

  it('finds the endpoint that was looked at, and from it the way back', async () => {
    await dashboard().openEndpoint('/api/users');
    await dashboard().panel('Latency distribution').waitFor();
    await dashboard().scrollTo(100);
    const looked = await dashboard().chosen();
    assert.equal(looked.endpoint, '/api/users');
    await hideAndShow();
    await isAsItWas(looked);
    const before = await reloadScrolledTo(120);
    await dashboard().card('p95 handler').waitFor();
    await isAsItWas(before);
    await dashboard().backToAll();
    assert.equal((await dashboard().chosen()).endpoint, '');
  });
});

describe('a person who follows links into the dashboard', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);

  function dashboard(): DashboardPage {
    return new DashboardPage(current().workbench.webview(productName).frame);
  }

  async function follow(tree: string, row: RegExp): Promise<void> {
    const found = current().workbench.tree(tree).row(row).first();
    await found.hover();
    await found.getByRole('button', { name: 'Open Dashboard' }).click();
  }

  before(async () => {
    const page = await recording.openDashboard();
    await page.frame.getByText(/All [\d,]+ requests attributed|not attributed/).waitFor();
    await current().workbench.openContainer(productName);
  });

  it('comes from the status bar to where it was', async () => {
    const { workbench } = current();
    await workbench.runCommand('View: Close All Editors');
    await workbench.statusItem(`${extensionId}.${statusBarItemId}`).click();
    await dashboard().card('Requests').waitFor();
    assert.equal((await dashboard().chosen()).endpoint, '');
  });

  it('comes from a row of Top Endpoints to that endpoint, over the day that the row tells of', async () => {
    await follow('Top Endpoints', /^GET \/api\/users[ ,]/);
    await dashboard().panel('Latency distribution').waitFor();
    const { endpoint, range } = await dashboard().chosen();
    assert.deepEqual([endpoint, range], ['/api/users', '24h']);
  });

  it('comes from a row of Recent Errors to another endpoint', async () => {
    await follow('Recent Errors', /^POST \/api\/orders[ ,]/);
    await dashboard().frame.getByRole('heading', { name: '/api/orders' }).waitFor();
    const { endpoint, range } = await dashboard().chosen();
    assert.deepEqual([endpoint, range], ['/api/orders', '24h']);
  });

  it('is not led there again when the dashboard was hidden', async () => {
    const { workbench } = current();
    await dashboard().backToAll();
    await workbench.runCommand(`${productName}: Query: ${other}`);
    await workbench.webview(other).frame.getByRole('row').first().waitFor();
    await workbench.showEditor(productName);
    await dashboard().panel('Endpoints').waitFor();
    assert.equal((await dashboard().chosen()).endpoint, '');
  });

  it('comes by a command with arguments to an endpoint and range, also of a dashboard that was closed', async () => {
    const { workbench } = current();
    const name = { protocol: 'http', method: 'POST', endpoint: '/api/orders' };
    const place = { range: '6h', endpoint: name };
    await workbench.bindKey('ctrl+alt+f9', commandIds.openDashboard, place);
    await workbench.runCommand('View: Close All Editors');
    await workbench.pressUntil('Control+Alt+F9', dashboard().panel('Latency distribution'));
    const { endpoint, range } = await dashboard().chosen();
    assert.deepEqual([endpoint, range], ['/api/orders', '6h']);
    await dashboard().backToAll();
  });
});
