import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../../src/ids';
import { LoopbackServer } from '../../integration/loopbackServer';
import {
  describeWithPostgres,
  PostgresServer,
  type PostgresAddress,
} from '../../support/postgresServer';
import { floorTo } from '../../../src/domain/time';
import { TeamLocation } from '../../../src/store/postgres/teamLocation';
import { repositoryRoot } from '../../support/repository';
import { batchOf, coverageOf, minuteOf, rowOf } from '../../unit/store/support/batches';
import { DashboardPage } from '../pages/dashboardPage';
import { useWorkbench } from '../useWorkbench';

const connect = `${productName}: Connect to Team Store...`;
const disconnect = `${productName}: Disconnect from Team Store`;

describeWithPostgres('a person whose team keeps one history', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let server: LoopbackServer;
  let postgres: PostgresServer;
  let database: PostgresAddress;
  let address: string;
  let storage: string;

  before(async () => {
    postgres = await PostgresServer.start();
    database = await postgres.newDatabase();
    const { user, host, port, database: name } = database;
    address = `postgres://${user}@${host}:${port}/${name}?workspace=shop`;
    storage = mkdtempSync(join(tmpdir(), 'team-'));
    await collectElsewhere();
    server = await LoopbackServer.start();
    server.serve(5, 'GET', '/api/users', 200);
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
    await workbench.openContainer(productName);
    await requests(5);
  });

  after(async () => {
    await server.stop();
    // Where a test failed it may be stopped.
    await postgres.stop('immediate').catch(() => undefined);
    rmSync(storage, { recursive: true, force: true });
  });

  /** What somebody else has collected of another server into the same workspace. */
  async function collectElsewhere(): Promise<void> {
    const parts = { address, target: 'orders', password: database.password };
    const built = (name: string): string => join(repositoryRoot(), 'dist', name);
    const location = TeamLocation.of(parts, {
      workerPath: built('teamWorker.js'),
      queryWorkerPath: built('teamQueryWorker.js'),
      networkPath: built('networkThread.js'),
      spoolFolder: storage,
    });
    const store = await location.open(1);
    await store.writer.loadState();
    const minute = floorTo(Date.now() / 1000 - 120, 60);
    const rows = [rowOf({ requestCount: 20, endpoint: '/api/orders' })];
    await store.writer.commit(
      batchOf(1, {
        minutes: [minuteOf(minute, { rows })],
        events: [coverageOf(minute, minute + 60)],
      }),
    );
    await store.close();
  }

  function requests(count: number): Promise<void> {
    const row = current()
      .workbench.tree('Top Endpoints')
      .row(new RegExp(`^GET /api/users, ${count} `));
    return row.waitFor();
  }

  /** What the store has of the requests of all targets, and of which. */
  async function stored(): Promise<{ readonly targets: string[]; readonly count: number }> {
    const client = new Client(database);
    await client.connect();
    try {
      const { rows } = await client.query<{ target_id: string; count: string }>(
        `SELECT target_id, SUM(request_count) AS count FROM mockforge_analytics.metrics_aggregates_minute
         WHERE endpoint = '/api/users' GROUP BY target_id`,
      );
      return {
        targets: rows.map(({ target_id: id }) => id),
        count: rows.reduce((sum, { count }) => sum + Number(count), 0),
      };
    } finally {
      await client.end();
    }
  }

  it('is told what is wrong with an address while typing it, and that a password is wrong', async () => {
    const { workbench } = current();
    const { quickInput } = workbench;
    await workbench.runCommand(connect);
    const box = quickInput.locator.getByRole('textbox');
    await box.fill(`${address}&target=orders`);
    await quickInput.locator.getByText('Leave out "target"').waitFor();
    await box.fill('postgres://db:0/traffic');
    await quickInput.locator.getByText('ports range from 1 to 65535').waitFor();
    await workbench.screenshot('team-store-address');
    await box.fill(address);
    await quickInput.confirm();
    await quickInput.answer('The password of postgres', 'guessed');
    await workbench.notified('refuses the password of postgres');
    await workbench.screenshot('team-store-refused');
    const told = workbench.notification('refuses the password');
    await told.getByRole('button', { name: 'Enter Password...' }).click();
    await quickInput.answer('The password of postgres', database.password);
    // What the tests write is the workspace's.
    await quickInput.choose('All workspaces');
  });

  it('sees what is collected from then on there, in a target of its own', async () => {
    const { workbench } = current();
    await workbench.notified('Traffic is kept in the team store');
    // The log of a server that was there before tells of all that it served.
    server.serve(4, 'GET', '/api/users', 200);
    await requests(9);
    const port = new URL(server.url).port;
    const { targets, count } = await stored();
    assert.deepEqual([targets, count], [[`${hostname()}:${port}`], 9]);
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const dashboard = new DashboardPage(workbench.webview(productName).frame);
    await dashboard.endpointRow('/api/users').waitFor();
    await workbench.screenshot('team-store-connected');
  });

  it('sees what others collect beside it in Targets, and opens one of them, or all together, to be read', async () => {
    const { workbench } = current();
    const targets = workbench.tree('Targets');
    await (await targets.reveal(/^Team store, shop on 127\.0\.0\.1/)).waitFor();
    const orders = await targets.reveal(/^orders, /);
    await workbench.screenshot('team-store-targets');
    await orders.click();
    const one = workbench.webview(`orders - ${productName}`);
    await one.frame.getByText('Team store, read only:').waitFor();
    await new DashboardPage(one.frame).endpointRow('/api/orders').waitFor();
    await (await targets.reveal(/^All targets, /)).click();
    const all = workbench.webview(`All targets - ${productName}`);
    const dashboard = new DashboardPage(all.frame);
    await dashboard.endpointRow('/api/orders').waitFor();
    await dashboard.endpointRow('/api/users').waitFor();
    await workbench.screenshot('team-store-all');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand(`${productName}: Open Dashboard`);
  });

  it('sees stale numbers and why while the server is gone, and all of them when it is back', async () => {
    const { workbench } = current();
    await postgres.stop('immediate');
    server.serve(6, 'GET', '/api/users', 200);
    const item = workbench.statusItem(`${extensionId}.${statusBarItemId}`);
    await item.getByText('stale').waitFor();
    await workbench.tree('Targets').reveal(/numbers stale/);
    await requests(9);
    const { frame } = workbench.webview(productName);
    const line = frame.getByRole('region', { name: 'Collecting' });
    await line.getByText(/No PostgreSQL listens at|The connection to .* was lost/).waitFor();
    await line.getByText(/The numbers below end at/).waitFor();
    await line.getByText(/Collecting goes on: commits wait in a file/).waitFor();
    await workbench.screenshot('team-store-stale');
    await workbench.useTheme('Default Light Modern');
    await workbench.screenshot('team-store-stale-light');
    await postgres.startAgain();
    await requests(15);
    await item.getByText('stale').waitFor({ state: 'hidden' });
    assert.equal((await stored()).count, 15);
    await workbench.screenshot('team-store-back');
  });

  it('goes back to files, in which nothing is missing, and the store keeps what it has', async () => {
    const { workbench } = current();
    await workbench.runCommand(disconnect);
    await workbench.notified('Traffic is kept in files again');
    server.serve(1, 'GET', '/api/users', 200);
    await requests(16);
    assert.equal((await stored()).count, 15);
  });
});
