import { deepEqual, equal, notEqual, rejects } from 'node:assert/strict';
import { RecordedServer } from '../../../src/replay/recordedServer';
import { VirtualClock } from '../../../src/replay/virtualClock';
import { ReplayServer } from '../../support/replayServer';
import { after as secondsAfter } from '../../support/times';
import { twoProcesses } from './recordings';

describe('ReplayServer', () => {
  const clock = new VirtualClock(secondsAfter(20));
  let server: ReplayServer;

  before(async () => {
    server = await ReplayServer.start(new RecordedServer(twoProcesses), clock);
  });

  after(() => server.stop());

  /** Answers are due when the recording says so: time passes until this one has come. */
  async function get(url: string): Promise<Response> {
    const answer = fetch(url);
    const isOver = Promise.allSettled([answer]).then(() => true);
    const aMoment = (): Promise<boolean> => new Promise((resolve) => setImmediate(resolve, false));
    while (!(await Promise.race([isOver, aMoment()]))) {
      await clock.runUntil(clock.now(), () => Promise.resolve());
    }
    return answer;
  }

  it('serves a recording over HTTP, metrics and admin API at ports of their own', async () => {
    notEqual(new URL(server.metricsUrl).port, new URL(server.adminUrl).port);
    const metrics = await get(server.metricsUrl);
    deepEqual([metrics.status, metrics.headers.get('content-type')], [200, 'text/plain']);
    equal((await metrics.text()).includes('mockforge_uptime_seconds 15'), true);
    const log = await get(`${server.adminUrl}/__mockforge/logs?limit=5`);
    equal(((await log.json()) as { data: unknown[] }).data.length, 1);
  });

  it('serves the live stream, which breaks when the recorded process dies', async () => {
    const response = await fetch(`${server.adminUrl}/__mockforge/logs/sse`);
    equal(response.headers.get('content-type'), 'text/event-stream');
    const events = (response.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    const next = async (second: number): Promise<string> => {
      await clock.runUntil(secondsAfter(second), () => Promise.resolve());
      const { value } = (await events.next()) as { value: Uint8Array };
      return new TextDecoder().decode(value).slice(0, 20);
    };
    equal(await next(20.5), 'event: new_logs\ndata');
    equal(await next(21), 'event: keep_alive\nda');
    const broken = rejects(async () => {
      while ((await events.next()).done !== true);
      throw new Error('The stream has ended.');
    });
    await clock.runUntil(secondsAfter(41), () => Promise.resolve());
    await broken;
  });

  it('drops connections while the recorded process is down', async () => {
    clock.elapse(4_000);
    await rejects(get(server.metricsUrl), TypeError);
  });
});
