import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { openStore } from '../../../../src/store/writer/storeClient';
import type { TrafficStore } from '../../../../src/store/trafficStore';
import { batchOf, errorOf, minuteOf, monday, rowOf, queryOf } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { builtWorkers } from '../support/workers';
import { noticeOf } from '../../../support/noticeOf';
import { saying } from '../../../support/saying';

/** The product's worker, which besides ends at once, or waits for the gate, when it is to roll up at these times. */
const deadly = -1;
const lasting = -2;
const deathWish = `
  import { existsSync } from 'node:fs';
  import { parentPort } from 'node:worker_threads';
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  parentPort.on('message', ({ port, data }) => {
    port.on('message', ({ request }) => {
      if (request[0] === ${deadly}) process.exit(3);
      if (request[0] !== ${lasting}) return;
      while (!existsSync(data.file + '.gate')) Atomics.wait(nothing, 0, 0, 5);
    });
  });
`;

/** The product's query worker, which begins no work for this span before the gate is there. */
const slow = { from: -1, to: 3599, bucketSeconds: 60 };
const gateOf = (file: string): string => `${file}.gate`;
const patience = `
  import { existsSync } from 'node:fs';
  import { parentPort } from 'node:worker_threads';
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  parentPort.on('message', ({ port, data }) => {
    port.on('message', ({ request }) => {
      if (request[0]?.from !== ${slow.from}) return;
      while (!existsSync(data.file + '.gate')) Atomics.wait(nothing, 0, 0, 5);
    });
  });
`;

describe('StoreClient', function () {
  // Threads start slowly on a machine that is busy.
  this.timeout(30_000);

  const span = { from: monday, to: monday + 3600, excludedEndpoints: [] };
  const batch = batchOf(1, {
    minutes: [minuteOf(monday, { rows: [rowOf({ requestCount: 5 })] })],
    errors: [errorOf()],
  });
  const workers = builtWorkers(deathWish, false, patience);
  let store: TrafficStore | undefined;

  afterEach(async () => {
    await store?.close();
    store = undefined;
  });
  // After the hook above: closing writes into the folders.
  const folder = temporaryFolders();

  async function open(file: string): Promise<TrafficStore> {
    store = await openStore({ ...workers(), wasmPath, file });
    return store;
  }

  it('does in a thread what the database does', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const client = await open(file);
    const opened = { file, created: true, sizeBytes: 0, notices: [], recovered: false };
    deepEqual(client.maintenance.opened, { ...opened, isPaged: true });
    equal(await client.writer.loadState(), undefined);
    await client.writer.commit(batch);
    await client.writer.commit(batch);
    equal(await client.writer.loadState(), 'state 1');
    equal((await client.reader.summary(span)).requests, 5);
    equal((await client.reader.topEndpoints(span, 3)).length, 1);
    equal((await client.reader.errorGroups(span, 3))[0]?.count, 1);
    const query = queryOf({ ...span, bucketSeconds: 60 });
    const dashboard = await client.reader.dashboard(query);
    equal(dashboard.points.length, 60);
    const { reading, charts } = await client.reader.charts(query);
    const { newer, tables } = await client.reader.tables(query, reading);
    deepEqual([newer, { ...charts, ...tables }], [null, dashboard]);
    const table = await client.reader.query('requestsLast24Hours', monday + 60);
    ok(table.columns[1]?.values instanceof Float64Array);
    deepEqual([...table.columns[1].values], [5]);
    equal((await client.reader.readSql('SELECT 1', 1)).rowCount, 1);
    await client.maintenance.flush();
    ok((await readFile(file)).length > 0);
    await client.close();
    await client.close();
    await rejects(client.reader.summary(span), saying('StoreError', /is closed\. Open it again/));
    equal((await (await open(file)).reader.summary(span)).requests, 5);
  });

  it('rejects with the reason when the database cannot be opened, and leaves no worker', async () => {
    const file = join(await folder(), 'x.sqlite');
    const started: Worker[] = [];
    const note = (message: unknown): void => {
      started.push((message as { readonly worker: Worker }).worker);
    };
    subscribe('worker_threads', note);
    await rejects(
      openStore({ ...workers(), wasmPath: file, file }),
      saying('StoreError', /x\.sqlite failed: .*Reinstall the extension/),
    );
    await rejects(
      openStore({ ...workers(), wasmPath, workerPath: join(file, 'none.js'), file }),
      saying('StoreError', /worker ended \(Cannot find module/),
    );
    unsubscribe('worker_threads', note);
    // A thread that has ended has no id.
    deepEqual(
      started.map(({ threadId }) => threadId),
      [-1, -1],
    );
  });

  it('commits while a dashboard is being read, and runs statements of the user’s own', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const client = await open(file);
    let isRead = false;
    const reading = client.reader.dashboard(queryOf(slow)).then(() => {
      isRead = true;
    });
    await client.writer.commit(batch);
    equal(await client.writer.loadState(), 'state 1');
    equal((await client.reader.readSql('SELECT 1 FROM error_events', 9)).rowCount, 1);
    equal(isRead, false);
    await writeFile(gateOf(file), '');
    await reading;
    // The next read sees every commit that was acknowledged before it.
    equal((await client.reader.dashboard(queryOf(span))).summary.requests, 5);
    await client.writer.commit(
      batchOf(2, { minutes: [minuteOf(monday + 60, { rows: [rowOf()] })] }),
    );
    equal((await client.reader.dashboard(queryOf(span))).summary.requests, 6);
  });

  it('reads all that is shown while the thread that writes is at work', async () => {
    const file = join(await folder(), 'traffic.sqlite');
    const { reader, writer } = await open(file);
    await writer.commit(batch);
    let isRolledUp = false;
    const rolling = writer.rollUp(lasting).then(() => {
      isRolledUp = true;
    });
    equal((await reader.summary(span)).requests, 5);
    equal((await reader.topEndpoints(span, 3)).length, 1);
    const [group] = await reader.errorGroups(span, 3);
    equal((await reader.errorsOfGroup(span, group!)).length, 1);
    equal((await reader.restarts(span)).count, 0);
    equal((await reader.dashboard(queryOf(span))).summary.requests, 5);
    equal(isRolledUp, false);
    await writeFile(gateOf(file), '');
    await rolling;
  });

  it('reads nothing for those who wait no more', async () => {
    const client = await open(join(await folder(), 'traffic.sqlite'));
    const message = /^Reading totals in .*traffic\.sqlite was canceled\. Try again\.$/;
    await rejects(
      client.reader.until(AbortSignal.abort()).summary(span),
      saying('StoreError', message),
    );
    equal((await client.reader.until(new AbortController().signal).summary(span)).requests, 0);
  });

  it('carries errors over as StoreErrors', async () => {
    const client = await open(join(await folder(), 'traffic.sqlite'));
    await rejects(
      client.reader.readSql('DROP TABLE error_events', 1),
      saying('StoreError', /Only a statement that reads/),
    );
  });

  it('rejects what is under way when the worker dies, and starts another for the next call', async () => {
    const client = await open(join(await folder(), 'traffic.sqlite'));
    await client.writer.commit(batch);
    await client.maintenance.flush();
    const deaths = [client.writer.rollUp(deadly), client.writer.loadState()];
    for (const death of deaths) {
      await rejects(death, saying('StoreError', /worker ended \(exit code 3\)\. Try again/));
    }
    equal((await client.reader.summary(span)).requests, 5);
    equal(client.maintenance.opened.created, false);
    await client.writer.commit(batchOf(2));
    equal(await client.writer.loadState(), 'state 2');
  });

  it('has on disk what it acknowledged when the worker dies', async () => {
    const client = await open(join(await folder(), 'traffic.sqlite'));
    await client.writer.commit(batch);
    await rejects(client.writer.rollUp(deadly), { name: 'StoreError' });
    equal((await client.reader.summary(span)).requests, 5);
    equal(client.maintenance.opened.recovered, true);
    equal(await client.maintenance.check(), null);
  });

  it('starts one worker for calls that come together after a death', async () => {
    const client = await open(join(await folder(), 'traffic.sqlite'));
    // Starts the thread that reads, which outlives the other.
    await client.reader.summary(span);
    await rejects(client.writer.rollUp(deadly), { name: 'StoreError' });
    let started = 0;
    const note = (): void => {
      started += 1;
    };
    subscribe('worker_threads', note);
    await Promise.all([
      client.writer.commit(batch),
      client.writer.loadState(),
      client.reader.summary(span),
    ]);
    unsubscribe('worker_threads', note);
    equal(started, 1);
    equal((await client.reader.summary(span)).requests, 5);
  });

  describe('where whole files are saved', () => {
    const copyingWorkers = builtWorkers(deathWish, true);

    it('commits again what was acknowledged and not yet on disk when the worker died', async () => {
      const file = join(await folder(), 'traffic.sqlite');
      const client = await openStore({ ...copyingWorkers(), wasmPath, file });
      store = client;
      match(noticeOf(client.maintenance.opened) ?? '', /saved as a whole/);
      const obstacle = `${file}.writing`;
      await mkdir(obstacle);
      await client.writer.commit(batch);
      await rejects(client.maintenance.flush(), { name: 'StoreError' });
      await rejects(client.writer.rollUp(deadly), { name: 'StoreError' });
      await rmdir(obstacle);
      equal((await client.reader.summary(span)).requests, 5);
      equal((await client.reader.dashboard(queryOf(span))).summary.requests, 5);
      equal((await client.reader.readSql('SELECT 1 FROM error_events', 9)).rowCount, 1);
    });
  });
});
