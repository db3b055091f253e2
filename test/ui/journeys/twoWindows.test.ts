import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import { collectingProcess } from '../collectingProcess';
import { DashboardPage } from '../pages/dashboardPage';
import type { WorkbenchPage } from '../pages/workbenchPage';
import { useWorkbench } from '../useWorkbench';

const collects = /, collecting$/;

function othersCollect(process: number): RegExp {
  return new RegExp(`, collected by another window \\(process ${process}\\)$`);
}

describe('a person with two windows on one folder', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let server: LoopbackServer;
  let storage: string;
  let second: WorkbenchPage;
  let failing: NodeJS.Timeout;

  /** Requests that fail, in the last minutes as well as from now on. */
  function fail(): void {
    const now = Date.now();
    for (let secondsAgo = 180; secondsAgo > 0; secondsAgo -= 1)
      server.serve(1, 'GET', '/api/orders', 500, now - secondsAgo * 1000);
    failing = setInterval(() => {
      server.serve(4, 'GET', '/api/orders', 500);
    }, 2000);
  }

  before(async () => {
    server = await LoopbackServer.start();
    fail();
    storage = mkdtempSync(join(tmpdir(), 'two-windows-'));
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
    await workbench.openContainer(productName);
    await workbench.tree('Targets').row(collects).waitFor();
    second = await current().openAnother();
    await second.openContainer(productName);
  });

  after(async () => {
    clearInterval(failing);
    await second.page.close();
    await current().workbench.applySettings({
      [settingKeys.storagePath]: undefined,
      [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
    });
    await server.stop();
    rmSync(storage, { recursive: true });
  });

  function requests(count: number, page: WorkbenchPage): Promise<void> {
    const row = page.tree('Top Endpoints').row(new RegExp(`^GET /api/users, ${count} `));
    return row.waitFor();
  }

  it('sees in the second what the first one collects, as it is committed', async () => {
    const first = collectingProcess(storage);
    await second.tree('Targets').row(othersCollect(first)).waitFor();
    server.serve(3, 'GET', '/api/users', 200);
    await requests(3, second);
    server.serve(4, 'GET', '/api/users', 500);
    await requests(7, second);
    await requests(7, current().workbench);
    await second.screenshot('two-windows-second');
    assert.equal(collectingProcess(storage), first);
  });

  it('marks a session in the second, and ends it in the first one', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { compare } = new DashboardPage(workbench.webview(productName).frame);
    await second.runCommand(`${productName}: Mark Session Start...`);
    await second.quickInput.locator.getByRole('textbox').fill('from the second');
    await second.quickInput.confirm();
    await compare.getByText('before “from the second”').waitFor({ state: 'attached' });
    await workbench.runCommand(`${productName}: Mark Session End`);
    await compare.getByText('session “from the second”').waitFor({ state: 'attached' });
  });

  it('sets an alert in the second, is told in one of them, and ends it there for both', async () => {
    const windows = [current().workbench, second];
    const bells = windows.map((window) =>
      window.statusItem(`${extensionId}.${statusBarItemId}`).locator('.codicon-bell-dot'),
    );
    await second.runCommand(`${productName}: Alert Me...`);
    await second.quickInput.choose('GET /api/orders');
    await second.quickInput.choose('Error rate');
    await second.quickInput.answer('Alert when', '20%');
    await second.quickInput.answer('For how many minutes', '1');
    await Promise.all(bells.map((bell) => bell.waitFor()));
    const of = 'GET /api/orders: error rate over 20% for 1 min, since ';
    // Each of them judges once more.
    server.serve(1, 'GET', '/api/teams', 200);
    const row = /^GET \/api\/teams, 1 /;
    for (const window of windows) await window.tree('Top Endpoints').row(row).waitFor();
    const told = await Promise.all(windows.map((window) => window.notifications(of)));
    const counts = await Promise.all(told.map((found) => found.count()));
    assert.deepEqual([...counts].sort(), [0, 1]);
    await told[counts.indexOf(1)]!.getByRole('button', { name: 'Never Again' }).click();
    await Promise.all(bells.map((bell) => bell.waitFor({ state: 'hidden' })));
  });

  it('goes on collecting in the second when the first one pauses, and follows it there', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Pause Collecting`);
    await second.tree('Targets').row(collects).waitFor();
    server.serve(2, 'GET', '/api/users', 200);
    await requests(9, second);
    await requests(9, workbench);
    const process = collectingProcess(storage);
    await workbench.runCommand(`${productName}: Start Collecting`);
    await workbench.tree('Targets').row(othersCollect(process)).waitFor();
  });

  it('loses and doubles nothing when the one that collects is killed', async () => {
    const { workbench } = current();
    const killed = collectingProcess(storage);
    process.kill(killed, 'SIGKILL');
    await workbench.tree('Targets').row(collects).waitFor();
    assert.notEqual(collectingProcess(storage), killed);
    server.serve(5, 'GET', '/api/users', 200);
    await requests(14, workbench);
    await second.reload();
    await second
      .tree('Targets')
      .row(othersCollect(collectingProcess(storage)))
      .waitFor();
    await requests(14, second);
    await workbench.screenshot('two-windows-first');
  });
});
