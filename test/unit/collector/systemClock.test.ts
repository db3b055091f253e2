import { equal, ok } from 'node:assert/strict';
import { systemClock } from '../../../src/collector/systemClock';

describe('systemClock', () => {
  const realNow = Date.now;

  afterEach(() => {
    Date.now = realNow;
  });

  it('calls back when its time has come and not a millisecond before', async () => {
    const at = systemClock.now() + 3;
    const calledAt = await new Promise<number>((resolve) => {
      systemClock.schedule(at, () => {
        resolve(systemClock.now());
      });
    });
    ok(calledAt >= at, `${at - calledAt} ms early`);
  });

  it('does not call back what was cancelled', async () => {
    let called = false;
    const cancel = systemClock.schedule(systemClock.now(), () => (called = true));
    cancel();
    await new Promise<void>((resolve) => systemClock.schedule(systemClock.now() + 2, resolve));
    equal(called, false);
  });

  it('does not wait an hour longer when the clock is set back by one', async () => {
    const called = new Promise<void>((resolve) => systemClock.schedule(realNow() + 2, resolve));
    Date.now = () => realNow() - 3_600_000;
    await called;
  });
});
