import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { targetDatabasePath } from '../../../src/domain/target';
import { minuteOf as minuteSeconds } from '../../../src/domain/time';
import { productName, settingKeys } from '../../../src/ids';
import { WholeDatabase } from '../../unit/store/support/wholeDatabase';
import { repositoryRoot } from '../../support/repository';
import {
  batchOf,
  clientOf,
  coverageOf,
  errorOf,
  minuteHistogramOf,
  minuteOf,
  rowOf,
} from '../../unit/store/support/batches';
import { accessibilityViolations } from '../pages/accessibility';
import { DashboardPage } from '../pages/dashboardPage';
import { useWorkbench } from '../useWorkbench';

/** It would raise an error in the page, and leave an image there, if it became markup. */
const evil = '<img src=x onerror="throw new Error(\'hostile\')">';

describe('a server whose paths, clients and messages are hostile', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  let server: Server;
  let storage: string;

  before(async function () {
    this.timeout(60_000);
    storage = mkdtempSync(join(tmpdir(), 'hostile-'));
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end('mockforge_uptime_seconds 5\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const urls = { metricsUrl: `${address}/metrics`, adminUrl: address };
    await fill(join(storage, targetDatabasePath(urls)));
    await current().workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.metricsUrl]: urls.metricsUrl,
      [settingKeys.adminUrl]: urls.adminUrl,
    });
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    rmSync(storage, { recursive: true, force: true });
  });

  it('is shown as text, in every panel', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const webview = workbench.webview(productName);
    const dashboard = new DashboardPage(webview.frame);
    await dashboard.chooseRange('1h');
    const row = dashboard.panel('Endpoints').getByRole('row').nth(1);
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /<img src=x/);
    await dashboard.panel('Live tail').getByRole('row').nth(1).getByRole('button').first().click();
    await webview.frame.getByText(`body: ${evil}`).first().waitFor();
    assert.equal(await webview.frame.locator('img').count(), 0);
    assert.deepEqual(await accessibilityViolations(webview.frame), []);
    await row.getByRole('button').first().click();
    await webview.frame.getByRole('heading', { name: /onerror/ }).waitFor();
    assert.equal(await webview.frame.locator('img').count(), 0);
    await workbench.screenshot('hostile');
    assert.deepEqual(webview.takeProblems(), []);
    await dashboard.backToAll();
  });
});

async function fill(file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const wasmPath = join(repositoryRoot(), 'dist', 'sql-wasm.wasm');
  const database = await WholeDatabase.open({ file, wasmPath });
  const minute = minuteSeconds(Date.now()) - 600;
  const endpoint = `/api/${evil}`;
  await database.commit(
    batchOf(1, {
      committedAt: Date.now(),
      minutes: [
        minuteOf(minute, {
          rows: [rowOf({ endpoint, requestCount: 9 }), rowOf({ endpoint, statusCode: 500 })],
          histograms: [
            minuteHistogramOf([4, 20_000]),
            minuteHistogramOf([4], { endpoint, source: 'log' }),
          ],
        }),
      ],
      clients: [clientOf({ hour: minute - (minute % 3600), userAgent: evil })],
      errors: [
        errorOf({
          timestamp: minute,
          endpoint,
          userAgent: evil,
          errorMessage: `body: ${evil}`,
          requestId: evil,
          traceId: evil,
          metadata: { path: endpoint },
        }),
        errorOf({ timestamp: minute, endpoint: `/nope/${evil}`, statusCode: 404 }),
      ],
      events: [
        coverageOf(minute, minute + 60),
        { kind: 'session_mark', from: minute, to: minute, detail: { name: evil } },
      ],
    }),
  );
  await database.close();
}
