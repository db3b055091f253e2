import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetDatabasePath } from '../../src/domain/target';
import { rowsOf } from '../../src/domain/resultTable';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../src/ids';
import { readDatabaseFile } from '../../src/store/reader/readDatabaseFile';
import { MockForge } from '../support/mockForge';
import { repositoryRoot } from '../support/repository';
import { sendShopTraffic } from '../support/shopTraffic';
import { openWorkbench, type OpenWorkbench } from '../ui/openWorkbench';

const requests = 600;
/** Requests that the server refuses, each from a program of its own so that its cause cannot be another's. */
const refusedBy = ['ordering/1.0', 'billing/2.0', 'stock/3.0'];
const secrets = /hush-hush|hunter2/;
const storedSql = `
  SELECT protocol || ' ' || method || ' ' || status_code || ' ' || COALESCE(endpoint, '?') AS name,
    SUM(request_count) AS requests
  FROM metrics_aggregates_minute WHERE status_code IS NOT NULL GROUP BY name ORDER BY name`;

const refusal = 'body validation failed: "total" is a required property';
const causesSql = `
  SELECT user_agent AS agent, error_message AS message,
    request_id IS NOT NULL AND trace_id = '520fe4b36d0fef4c49a152339f06ef7c'
      AND span_id = '202987aa439faeb8' AS linked
  FROM error_events WHERE user_agent IN ('${refusedBy.join("','")}') ORDER BY agent`;

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
    for (const userAgent of refusedBy) await sendRefused(userAgent);
    sent.set('http POST 400 /api/orders', (sent.get('http POST 400 /api/orders') ?? 0) + 3);

    await frame
      .getByText(String(requests + refusedBy.length), { exact: true })
      .first()
      .waitFor();
    await workbench.openContainer(productName);
    await workbench
      .tree('Top Endpoints')
      .row(/POST \/api\/orders.* 203/)
      .waitFor();
    await workbench
      .tree('Recent Errors')
      .row(/GET \/nope\/:id/)
      .waitFor();
    const item = workbench.statusItem(`${extensionId}.${statusBarItemId}`);
    await item.filter({ hasText: '33.7% err' }).waitFor();
    await workbench.screenshot('live');
    await workbench.runCommand(`${productName}: Verify Numbers`);
    await workbench.notified('Every cell is equal');

    await opened!.close();
    const file = join(storage, targetDatabasePath(server));
    const wasmPath = join(repositoryRoot(), 'dist', 'sql-wasm.wasm');
    const stored = await readDatabaseFile({ file, wasmPath, sql: storedSql, limit: 100 });
    const names = [...sent].sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(
      rowsOf(stored).map((row) => [row['name'], row['requests']]),
      names,
    );
    const told = await readDatabaseFile({ file, wasmPath, sql: causesSql, limit: 100 });
    assert.deepEqual(
      rowsOf(told).map(({ agent, message, linked }) => [agent, message, linked]),
      [...refusedBy].sort().map((agent) => [agent, refusal, 1]),
    );
    assert.doesNotMatch(readFileSync(file, 'latin1'), secrets);
  });

  /** An order without what it needs, with secrets that nobody may keep. */
  async function sendRefused(userAgent: string): Promise<void> {
    const response = await fetch(`${server.url}/api/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        authorization: 'Bearer hush-hush',
        traceparent: '00-520fe4b36d0fef4c49a152339f06ef7c-202987aa439faeb8-01',
      },
      body: '{"password":"hunter2"}',
    });
    await response.arrayBuffer();
    assert.equal(response.status, 400);
  }
});
