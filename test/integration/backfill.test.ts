import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { targetDatabasePath } from '../../src/domain/target';
import type { ExtensionApi } from '../../src/host/extensionApi';
import { commandIds, settingKeys } from '../../src/ids';
import { CountedProcess } from '../support/countedProcess';
import { PrometheusModel } from '../support/prometheusModel';
import { accept, extensionUnderTest, set, statusWhere } from './extensionUnderTest';
import { rowsOf } from './rowsOf';

/** Takes what the command proposes: the address, and the last hour. */
function backfill(): Promise<void> {
  return accept(commandIds.backfillFromPrometheus);
}

describe('a backfill from the Prometheus that the metrics URL names', () => {
  let api: ExtensionApi;
  let prometheus: PrometheusModel;
  let storage: string;

  function hasDatabase(): boolean {
    return existsSync(join(storage, targetDatabasePath(api.status())));
  }

  /** A server that was up from 30 to 20 minutes ago and served 7 requests a minute. */
  function addHistory(): void {
    const thisMinute = Math.floor(Date.now() / 60_000) * 60;
    const process = new CountedProcess('a:1', thisMinute - 30 * 60);
    for (let n = -30; n < -20; n++) {
      process.serve('GET', 200, 7);
      prometheus.add([process.scrape(thisMinute + n * 60 + 50)]);
    }
  }

  /** An earlier server that was always busy while two jobs scraped it at different seconds. */
  function addTwoJobs(): void {
    const thisMinute = Math.floor(Date.now() / 60_000) * 60;
    const process = new CountedProcess('a:1', thisMinute - 50 * 60);
    for (let n = -50; n < -45; n++) {
      for (const [second, job] of ['mockforge', 'mockforge-dev'].entries()) {
        process.serve('GET', 200, 3);
        const scrape = process.scrape(thisMinute + n * 60 + 30 + 20 * second);
        prometheus.add([{ ...scrape, target: { job } }]);
      }
    }
  }

  before(async () => {
    ({ exports: api } = await extensionUnderTest());
    prometheus = await PrometheusModel.start();
    storage = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'storage');
    await set({
      [settingKeys.storagePath]: storage,
      [settingKeys.adminUrl]: prometheus.url,
      [settingKeys.metricsUrl]: prometheus.url,
    });
    await statusWhere(api, ({ metrics }) => metrics.failure?.kind === 'prometheus_server');
  });

  after(async () => {
    await set(Object.fromEntries(Object.values(settingKeys).map((key) => [key, undefined])));
    await prometheus.stop();
  });

  it('makes no database where Prometheus has nothing of MockForge', async () => {
    await backfill();
    assert.equal(hasDatabase(), false);
    assert.deepEqual(await rowsOf(api.topEndpoints), []);
    assert.deepEqual(await rowsOf(api.targets), []);
  });

  it('fills in what was not collected, and the views show it', async () => {
    addHistory();
    await backfill();
    assert.equal(hasDatabase(), true);
    const [row] = await rowsOf(api.topEndpoints);
    assert.match(row!.text, /^GET \(not attributed to an endpoint\) 70 · 0%/);
    const [target] = await rowsOf(api.targets);
    const sources = await rowsOf(api.targets, target!.node);
    const metrics = sources.find(({ text }) => text.startsWith('Metrics failing'));
    const { contextValue } = await api.targets.getTreeItem(metrics!.node);
    assert.equal(contextValue, 'connectToServer backfillFromPrometheus');
  });

  it('fills in nothing twice', async () => {
    await backfill();
    const [row] = await rowsOf(api.topEndpoints);
    assert.match(row!.text, / 70 · 0%/);
  });

  it('asks which server is meant if two may be the same, and fills in that one', async () => {
    addTwoJobs();
    await backfill();
    const [row] = await rowsOf(api.topEndpoints);
    assert.match(row!.text, / 97 · 0%/);
  });
});
