import { strict as assert } from 'node:assert';
import { network } from '../../../src/collector/network';
import { systemClock } from '../../../src/collector/systemClock';
import { defaultCleanup } from '../../../src/collector/cleanup';
import { TargetSession } from '../../../src/host/targetSession';
import type { TrafficStore } from '../../../src/store/trafficStore';
import type { TrafficWriter } from '../../../src/store/trafficWriter';
import { trafficWrites } from '../../../src/store/trafficWriter';
import type { MethodsOf } from '../../../src/store/worker/remoteApi';
import { remoteApi } from '../../../src/store/worker/remoteApi';
import { databases } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { coverageOf, minuteOf, monday, rowOf } from '../store/support/batches';

const settings = {
  metricsUrl: 'http://127.0.0.1:1/metrics',
  adminUrl: 'http://127.0.0.1:1',
  recorderUrl: '',
  scrapeIntervalSeconds: 15,
  dimensions: { workspaceId: null, environment: null },
  errorsPerMinute: 1000,
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A session that was not started, and what it did with its database. */
function session(known: boolean, openings: readonly ('good' | 'bad')[]) {
  const did: string[] = [];
  const store = {
    maintenance: { setCollecting: () => Promise.resolve() },
    close: () => {
      did.push('close');
      return Promise.resolve();
    },
  } as unknown as TrafficStore;
  const target = new TargetSession({
    http: network,
    settings,
    cleanup: () => defaultCleanup,
    known,
    location: { watch: () => ({ close: () => undefined }) },
    log: silent,
    openStore: () => {
      did.push('open');
      const opening = openings[did.filter((what) => what === 'open').length - 1];
      return opening === 'good' ? Promise.resolve(store) : Promise.reject(new Error('locked'));
    },
    onStatus: () => undefined,
    onCommit: () => undefined,
  });
  return { target, store, did };
}

describe('TargetSession', () => {
  const database = databases();

  it('has no database for a target that never answered', async () => {
    const { target, did } = session(false, []);
    assert.equal(target.hasData, false);
    assert.equal(await target.store(), undefined);
    await target.close(100);
    assert.deepEqual(did, []);
  });

  it('opens a known database when it is first read, once', async () => {
    const { target, store, did } = session(true, ['good']);
    assert.deepEqual(did, []);
    const reads = await Promise.all([target.store(), target.store()]);
    assert.deepEqual(reads, [store, store]);
    assert.deepEqual(did, ['open']);
  });

  it('tries again after an opening that failed', async () => {
    const { target, store, did } = session(true, ['bad', 'good']);
    await assert.rejects(target.store(), /locked/);
    assert.equal(await target.store(), store);
    assert.deepEqual(did, ['open', 'open']);
  });

  it('has a past that is made with the first minutes filled in, and told', async () => {
    let commits = 0;
    let openings = 0;
    const target = new TargetSession({
      http: network,
      settings,
      cleanup: () => defaultCleanup,
      known: false,
      location: { watch: () => ({ close: () => undefined }) },
      log: silent,
      openStore: () => {
        openings++;
        return database();
      },
      onStatus: () => undefined,
      onCommit: () => commits++,
    });
    const { past } = target;
    assert.deepEqual(await past.coveredSpans(), []);
    assert.deepEqual([target.hasData, openings, commits], [false, 0, 0]);
    const filled = minuteOf(monday, { rows: [rowOf({ requestCount: 4 })] });
    const coverage = { ...coverageOf(monday, monday + 60), detail: { how: 'backfilled' } };
    const batch = { committedAt: monday * 1000, minutes: [filled], events: [coverage] };
    assert.deepEqual(await past.backfill(batch), [monday]);
    assert.deepEqual([target.hasData, openings, commits], [true, 1, 1]);
    assert.deepEqual(await past.backfill(batch), []);
    assert.deepEqual(await past.coveredSpans(), [
      { from: monday, to: monday + 60, how: 'backfilled', counted: null },
    ]);
    await target.close(100);
    await assert.rejects(past.backfill(batch), /no longer collected from as before/);
  });

  it('closes what it opened, and then opens nothing more', async () => {
    const { target, did } = session(true, ['good']);
    await target.store();
    await target.close(100);
    assert.equal(await target.store(), undefined);
    assert.deepEqual(did, ['open', 'close']);
  });

  it('keeps the right to write when it is started again while it pauses', async () => {
    const server = await MockForgeServer.start(new MockForgeModel(systemClock.now()), systemClock);
    const opened = await database();
    const shares: boolean[] = [];
    let committed: () => void = () => undefined;
    const target = new TargetSession({
      http: network,
      settings: { ...settings, metricsUrl: server.metricsUrl, adminUrl: server.adminUrl },
      cleanup: () => defaultCleanup,
      known: true,
      location: { watch: () => ({ close: () => undefined }) },
      log: silent,
      openStore: () =>
        Promise.resolve({
          reader: opened,
          writer: opened,
          name: opened.name,
          maintenance: {
            opened: opened.opened,
            setCollecting: async (collects) => {
              shares.push(collects);
              await opened.setCollecting(collects);
            },
            erase: (erasure, signal) => opened.erase(erasure, signal),
            check: () => opened.check(),
            flush: () => opened.flush(),
          },
          file: opened,
          close: () => opened.close(),
        }),
      onStatus: () => undefined,
      onCommit: () => {
        committed();
      },
    });
    const first = new Promise<void>((resolve) => (committed = resolve));
    target.start();
    await first;
    const pausing = target.pause();
    target.start();
    await pausing;
    assert.equal(target.status.phase, 'collecting');
    assert.equal(shares.at(-1), true);
    await target.pause();
    assert.equal(shares.at(-1), false);
    await target.close(5000);
    await server.stop();
  });

  it('ends a compaction before a pause leaves writing to others, and lets one come again after it', async () => {
    const server = await MockForgeServer.start(new MockForgeModel(systemClock.now()), systemClock);
    const opened = await database();
    const did: string[] = [];
    let begun: () => void = () => undefined;
    const writer: MethodsOf<TrafficWriter> = opened;
    const store: TrafficStore = {
      reader: opened,
      writer: {
        ...remoteApi<TrafficWriter>(trafficWrites, (name, request) => writer[name](...request)),
        retain: ({ now }) => Promise.resolve({ rows: 1, nextAt: now + 1, notice: null }),
      },
      name: opened.name,
      maintenance: {
        opened: opened.opened,
        setCollecting: async (collects) => {
          await opened.setCollecting(collects);
          did.push(collects ? 'holds the lock' : 'leaves the lock');
        },
        erase: (erasure, signal) => opened.erase(erasure, signal),
        check: () => opened.check(),
        flush: () => opened.flush(),
      },
      file: {
        compact: async (stop) => {
          did.push('compacts');
          begun();
          await new Promise((resolve) => {
            stop?.addEventListener('abort', resolve, { once: true });
          });
          // Copying ends with the chunk that is under way.
          await new Promise(setImmediate);
          did.push('ends compacting');
          return { outcome: 'cancelled', bytesBefore: 0, bytesAfter: 0 };
        },
      },
      close: () => opened.close(),
    };
    const target = new TargetSession({
      http: network,
      settings: {
        ...settings,
        metricsUrl: server.metricsUrl,
        adminUrl: server.adminUrl,
        scrapeIntervalSeconds: 1,
      },
      cleanup: () => defaultCleanup,
      known: true,
      location: { watch: () => ({ close: () => undefined }) },
      log: silent,
      openStore: () => Promise.resolve(store),
      onStatus: () => undefined,
      onCommit: () => undefined,
    });
    const compacting = (): Promise<void> => new Promise((resolve) => (begun = resolve));
    for (const end of [() => target.pause(), () => target.close(5000)]) {
      const isCompacting = compacting();
      target.start();
      await isCompacting;
      await end();
    }
    const compaction = ['holds the lock', 'compacts', 'ends compacting'];
    assert.deepEqual(did, [...compaction, 'leaves the lock', ...compaction]);
    await server.stop();
  });
});
