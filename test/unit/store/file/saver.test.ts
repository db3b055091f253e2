import { deepEqual, equal, rejects } from 'node:assert/strict';
import { Saver } from '../../../../src/store/file/saver';
import { StoreError } from '../../../../src/store/storeError';
import { ManualClock } from '../support/manualClock';

/** A save that takes as long as the test lets it. */
class Disk {
  saves = 0;
  #finish: (() => void)[] = [];

  readonly save = (): Promise<void> =>
    new Promise((resolve) => {
      this.saves += 1;
      this.#finish.push(resolve);
    });

  async finish(): Promise<void> {
    this.#finish.shift()?.();
    // The saver notices in the microtasks that follow.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

describe('Saver', () => {
  let clock: ManualClock;
  let disk: Disk;
  let saver: Saver;
  beforeEach(() => {
    clock = new ManualClock();
    disk = new Disk();
    saver = new Saver(disk.save, clock);
  });

  it('saves once for changes that come together', async () => {
    saver.changed();
    saver.changed();
    deepEqual(clock.waits, [0]);
    clock.advance(0);
    await disk.finish();
    deepEqual([disk.saves, clock.waits], [1, []]);
  });

  it('rests nineteen times as long as the last save took', async () => {
    saver.changed();
    clock.advance(0);
    clock.advance(40);
    await disk.finish();
    saver.changed();
    deepEqual(clock.waits, [760]);
    clock.advance(700);
    saver.changed();
    deepEqual(clock.waits, [60]);
    clock.advance(60);
    equal(disk.saves, 2);
  });

  it('saves changes that were made while it saved', async () => {
    saver.changed();
    clock.advance(0);
    saver.changed();
    await disk.finish();
    deepEqual([disk.saves, clock.waits], [1, [0]]);
    clock.advance(0);
    equal(disk.saves, 2);
  });

  it('does not rest when it is asked to flush', async () => {
    saver.changed();
    clock.advance(0);
    clock.advance(1000);
    await disk.finish();
    saver.changed();
    let done = false;
    const flushed = saver.flush().then(() => {
      done = true;
    });
    await disk.finish();
    await flushed;
    deepEqual([disk.saves, done, clock.waits], [2, true, []]);
  });

  it('flushes what changed during a save with a save of its own', async () => {
    saver.changed();
    clock.advance(0);
    saver.changed();
    let done = false;
    const flushed = saver.flush().then(() => {
      done = true;
    });
    await disk.finish();
    deepEqual([disk.saves, done], [2, false]);
    await disk.finish();
    await flushed;
    equal(done, true);
  });

  it('has nothing to flush without a change', async () => {
    await saver.flush();
    equal(disk.saves, 0);
  });

  it('rejects a flush that failed, remembers why, and tries again later', async () => {
    const full = new StoreError({ kind: 'file_gone', file: '/x' });
    let isFull = true;
    const failing = new Saver(() => (isFull ? Promise.reject(full) : Promise.resolve()), clock);
    failing.changed();
    await rejects(failing.flush(), full);
    equal(failing.failure, full);
    deepEqual(clock.waits, [30_000]);
    isFull = false;
    clock.advance(30_000);
    await failing.flush();
    equal(failing.failure, undefined);
  });
});
