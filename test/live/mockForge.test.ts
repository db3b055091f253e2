import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetDatabasePath } from '../../src/domain/target';
import { rowsOf } from '../../src/domain/resultTable';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../src/ids';
import { readDatabaseFile } from '../../src/store/readDatabaseFile';
import { MockForge } from '../support/mockForge';
import { repositoryRoot } from '../support/repository';
import { sendShopTraffic } from '../support/shopTraffic';
import { openWorkbench, type OpenWorkbench } from '../ui/openWorkbench';

const requests = 600;
const storedSql = `
  SELECT protocol || ' ' || method || ' ' || status_code || ' ' || COALESCE(endpoint, '?') AS name,
    SUM(request_count) AS requests
  FROM metrics_aggregates_minute WHERE status_code IS NOT NULL GROUP BY name ORDER BY name`;

describe('a real MockForge', function () {
  this.timeout(120_000);
  let server: MockForge;
  let opened: OpenWorkbench | undefined;
  let storage: string;

  before(async () => {
    storage = mkdtempSync(join(tmpdir(), 'live-'));
    server = await MockForge.start(join(repositoryRoot(), 'test', 'fixtures', 'shop.openapi.json'));
    opened = await openWorkbench({
      viewport: { width: 1440, height: 1000 },
      settings: {
        [settingKeys.storagePath]: storage,
        [settingKeys.metricsUrl]: server.metricsUrl,
        [settingKeys.adminUrl]: server.adminUrl,
        [settingKeys.scrapeIntervalSeconds]: 1,
      },
    });
  });

  after(async () => {
    await opened?.close();
    await server.stop();
    rmSync(storage, { recursive: true, force: true });
  });

  it('has every request that was sent on the dashboard, in the side bar and in the database', async () => {
    const { workbench } = opened!;
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { frame } = workbench.webview(productName);
    await frame.getByText('Collecting').first().waitFor();

    const sent = await sendShopTraffic(server.url, requests);

    await frame.getByText(String(requests), { exact: true }).first().waitFor();
    await workbench.openContainer(productName);
    await workbench
      .tree('Top Endpoints')
      .row(/POST \/api\/orders.* 200/)
      .waitFor();
    await workbench
      .tree('Recent Errors')
      .row(/GET \/nope\/:id/)
      .waitFor();
    const item = workbench.statusItem(`${extensionId}.${statusBarItemId}`);
    await item.filter({ hasText: '33.3% err' }).waitFor();
    await workbench.screenshot('live');

    await opened!.close();
    const file = join(storage, targetDatabasePath(server));
    const wasmPath = join(repositoryRoot(), 'dist', 'sql-wasm.wasm');
    const stored = await readDatabaseFile({ file, wasmPath, sql: storedSql, limit: 100 });
    const names = [...sent].sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(
      rowsOf(stored).map((row) => [row['name'], row['requests']]),
      names,
    );
  });
});
