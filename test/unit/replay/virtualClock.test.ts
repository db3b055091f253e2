import { deepEqual, equal } from 'node:assert/strict';
import { VirtualClock } from '../../../src/replay/virtualClock';

const settled = (): Promise<void> => Promise.resolve();

describe('VirtualClock', () => {
  it('rings alarms in the order of their times, each at its time', async () => {
    const clock = new VirtualClock(100);
    const rung: string[] = [];
    for (const at of [130, 110, 120])
      clock.schedule(at, () => rung.push(`${at} at ${clock.now()}`));
    await clock.runUntil(125, settled);
    deepEqual(rung, ['110 at 110', '120 at 120']);
    equal(clock.now(), 125);
    await clock.runUntil(130, settled);
    equal(rung.length, 3);
  });

  it('does not ring what was cancelled', async () => {
    const clock = new VirtualClock(0);
    let rung = 0;
    const cancel = clock.schedule(5, () => rung++);
    clock.schedule(4, cancel);
    await clock.runUntil(10, settled);
    equal(rung, 0);
  });

  it('rings what an alarm sets off, and waits for its work before it goes on', async () => {
    const clock = new VirtualClock(0);
    const done: number[] = [];
    let work = Promise.resolve();
    const tick = (): void => {
      work = Promise.resolve().then(() => {
        done.push(clock.now());
        clock.schedule(clock.now() + 10, tick);
      });
    };
    clock.schedule(10, tick);
    await clock.runUntil(35, () => work);
    deepEqual(done, [10, 20, 30]);
  });

  it('rings late what fell due while somebody waited, and never goes back', async () => {
    const clock = new VirtualClock(0);
    const rung: number[] = [];
    clock.schedule(5, () => rung.push(clock.now()));
    clock.elapse(20);
    await clock.runUntil(10, settled);
    deepEqual([rung, clock.now()], [[20], 20]);
  });
});
