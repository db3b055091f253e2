import { deepEqual, equal } from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { LiveLog } from '../../../src/collector/liveLog';
import { VirtualClock } from '../../../src/replay/virtualClock';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { after as secondsAfter, noon } from '../../support/times';

describe('LiveLog', () => {
  const clock = new VirtualClock(noon);
  const model = new MockForgeModel(secondsAfter(-3600));
  let server: MockForgeServer;
  let live: LiveLog;
  /** What is to be done, which nobody has begun yet. */
  let queue: (() => Promise<void>)[];
  let rows: string[];

  before(async () => {
    server = await MockForgeServer.start(model, clock);
    server.streams = true;
  });

  beforeEach(async () => {
    queue = [];
    rows = [];
    live = new LiveLog({
      access: { http: fetch, clock, timeoutMs: 1000 },
      adminUrl: server.adminUrl,
      enqueue: (task) => queue.push(task),
      onConnected: () => Promise.resolve(),
      onRows: (came) => Promise.resolve(void rows.push(...came.map(({ path }) => path))),
      onLost: () => Promise.resolve(),
    });
    live.start();
    while (server.openStreams === 0) await turn();
    model.serve({ at: clock.now(), path: '/before' });
    await come(2);
  });

  afterEach(async () => {
    live.stop();
    while (server.openStreams > 0) await turn();
  });

  after(() => server.stop());

  /** Lets the server send, until so many tasks wait. */
  async function come(tasks: number): Promise<void> {
    await clock.runUntil(clock.now() + 500, () => Promise.resolve());
    while (queue.length < tasks) await turn();
  }

  async function work(): Promise<void> {
    for (const task of queue.splice(0)) await task();
  }

  async function serve(path: string): Promise<void> {
    model.serve({ at: clock.now(), path });
    await come(queue.length + 1);
  }

  it('uses no row before the log was read after connecting', async () => {
    await work();
    await serve('/a');
    await work();
    deepEqual([rows, live.isLive], [[], false]);
  });

  it('uses rows that came since a good read of the log began', async () => {
    const wasGood = live.logReadBegins();
    await serve('/a');
    wasGood(0);
    equal(live.isLive, true);
    await serve('/b');
    await work();
    deepEqual(rows, ['/a', '/b']);
  });

  it('passes over rows that wait while the log is read again, since the read has brought them', async () => {
    live.logReadBegins()(0);
    await serve('/a');
    live.logReadBegins()(0);
    await serve('/b');
    await work();
    deepEqual(rows, ['/b']);
  });
});
