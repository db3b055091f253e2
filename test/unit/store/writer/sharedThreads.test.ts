import { deepEqual, equal, rejects } from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { SharedThreads } from '../../../../src/store/worker/servingThread';
import { openStore } from '../../../../src/store/writer/storeClient';
import type { TrafficStore } from '../../../../src/store/trafficStore';
import { batchOf, minuteOf, monday, rowOf } from '../support/batches';
import { temporaryFolders, wasmPath } from '../support/databases';
import { builtWorkers } from '../support/workers';

/** A commit of this time ends the thread. */
const deadly = -1;
const deathWish = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ port }) => {
    port.on('message', ({ request }) => {
      if (request[0] === ${deadly}) process.exit(3);
    });
  });
`;

describe('databases that share threads', function () {
  // Threads start slowly on a machine that is busy.
  this.timeout(30_000);

  const span = { from: monday, to: monday + 3600, excludedEndpoints: [] };
  const workers = builtWorkers(deathWish);
  const started: string[] = [];
  const note = (message: unknown): void => {
    started.push(String((message as { worker: { threadId: number } }).worker.threadId));
  };
  let stores: TrafficStore[] = [];

  beforeEach(() => {
    subscribe('worker_threads', note);
  });
  afterEach(async () => {
    unsubscribe('worker_threads', note);
    await Promise.all(stores.map((store) => store.close()));
    [stores, started.length] = [[], 0];
  });
  // After the hook above: closing writes into the folders.
  const folder = temporaryFolders();

  async function openThree(): Promise<TrafficStore[]> {
    const threads = new SharedThreads();
    const folders = await Promise.all([folder(), folder(), folder()]);
    stores = await Promise.all(
      folders.map((place) =>
        openStore({ ...workers(), wasmPath, threads, file: join(place, 'traffic.sqlite') }),
      ),
    );
    return stores;
  }

  /** A batch of so many requests. */
  function requests(requestCount: number, id = 1): ReturnType<typeof batchOf> {
    return batchOf(id, { minutes: [minuteOf(monday, { rows: [rowOf({ requestCount })] })] });
  }

  async function commitEach(): Promise<void> {
    await Promise.all(stores.map(({ writer }, index) => writer.commit(requests(index + 1))));
  }

  async function counts(): Promise<number[]> {
    const sums = await Promise.all(stores.map(({ reader }) => reader.summary(span)));
    return sums.map(({ requests: count }) => count);
  }

  it('keep their rows apart, in one thread to write and one to read', async () => {
    await openThree();
    await commitEach();
    deepEqual(await counts(), [1, 2, 3]);
    equal(started.length, 2);
  });

  it('go on when one of them is closed', async () => {
    const [a, b] = await openThree();
    await a?.close();
    await b?.writer.commit(requests(7));
    equal((await b?.reader.summary(span))?.requests, 7);
    equal(started.length, 2);
  });

  it('lose nothing that was acknowledged when the thread dies under all of them, and share the next one', async () => {
    const [a, b] = await openThree();
    await commitEach();
    await rejects(Promise.resolve(a?.writer.rollUp(deadly)), /worker|thread/i);
    await b?.writer.commit(requests(5, 2));
    deepEqual(await counts(), [1, 5, 3]);
    equal(started.length, 3);
  });
});
