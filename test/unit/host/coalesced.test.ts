import { strict as assert } from 'node:assert';
import { coalesced } from '../../../src/host/coalesced';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('coalesced', () => {
  it('runs once more for all calls made during a run', async () => {
    const releases: (() => void)[] = [];
    const run = coalesced(
      () => new Promise<void>((resolve) => releases.push(resolve)),
      () => undefined,
    );
    for (let i = 0; i < 5; i++) run();
    assert.equal(releases.length, 1);
    releases[0]?.();
    await settled();
    assert.equal(releases.length, 2);
    releases[1]?.();
    await settled();
    assert.equal(releases.length, 2);
    run();
    assert.equal(releases.length, 3);
  });

  it('reports a failure and goes on', async () => {
    const errors: unknown[] = [];
    let runs = 0;
    const run = coalesced(
      () => {
        runs++;
        return Promise.reject(new Error('no'));
      },
      (error) => errors.push(error),
    );
    run();
    await settled();
    run();
    await settled();
    assert.equal(runs, 2);
    assert.equal(errors.length, 2);
  });
});
