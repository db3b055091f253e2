import { strict as assert } from 'node:assert';
import { TargetSession } from '../../../src/host/targetSession';
import type { TrafficStore } from '../../../src/store/trafficStore';

const settings = {
  metricsUrl: 'http://127.0.0.1:1/metrics',
  adminUrl: 'http://127.0.0.1:1',
  recorderUrl: '',
  scrapeIntervalSeconds: 15,
  dimensions: { workspaceId: null, environment: null },
  batchSize: 1000,
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A session that was not started, and what it did with its database. */
function session(known: boolean, openings: readonly ('good' | 'bad')[]) {
  const did: string[] = [];
  const store = {
    close: () => {
      did.push('close');
      return Promise.resolve();
    },
  } as TrafficStore;
  const target = new TargetSession({
    settings,
    known,
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

  it('closes what it opened, and then opens nothing more', async () => {
    const { target, did } = session(true, ['good']);
    await target.store();
    await target.close(100);
    assert.equal(await target.store(), undefined);
    assert.deepEqual(did, ['open', 'close']);
  });
});
