import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { DefinitionThread } from '../../../../src/host/lens/definitionThread';
import { VirtualClock } from '../../../../src/replay/virtualClock';
import { repositoryRoot } from '../../../support/repository';

const settle = (): Promise<void> => Promise.resolve();

describe('the thread that reads definitions', function () {
  // Threads start slowly on a machine that is busy.
  this.timeout(60_000);

  function newThread(clock: VirtualClock, idleMs?: number): DefinitionThread {
    return new DefinitionThread({
      path: join(repositoryRoot(), 'dist', 'definitionWorker.js'),
      readReferenced: () => Promise.resolve(null),
      clock,
      ...(idleMs !== undefined && { idleMs }),
    });
  }

  async function operationsIn(thread: DefinitionThread): Promise<number> {
    const { definition } = await thread.call('read', 'a');
    return definition?.operations.length ?? 0;
  }

  async function send(thread: DefinitionThread): Promise<void> {
    await thread.call('begin', 'a');
    await thread.call('append', { name: 'a', text: 'openapi: 3.0.0\npaths: {/b: {get: {}}}' });
  }

  it('ends, and keeps no text, when nobody asked anything for a while; then another begins', async () => {
    const clock = new VirtualClock(0);
    const thread = newThread(clock, 1000);
    await send(thread);
    await clock.runUntil(900, settle);
    equal(await operationsIn(thread), 1);
    await clock.runUntil(1800, settle);
    equal(await operationsIn(thread), 1);
    await clock.runUntil(2801, settle);
    equal(await operationsIn(thread), 0);
    thread.end();
  });

  it('goes on where nobody says how long it waits', async () => {
    const clock = new VirtualClock(0);
    const thread = newThread(clock);
    await send(thread);
    await clock.runUntil(3_600_000, settle);
    deepEqual(await operationsIn(thread), 1);
    thread.end();
  });
});
