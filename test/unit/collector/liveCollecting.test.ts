import { deepEqual, equal, ok } from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { CollectorBench, collectorBenches } from '../../support/collectorBench';
import { after } from '../../support/times';

const users = 'http GET 200 /api/users';
const logs = '/__mockforge/logs';

describe('Collector with a live stream', function () {
  this.timeout(20_000);
  const newBench = collectorBenches();

  async function streamingBench(
    options: Parameters<typeof newBench>[0] = {},
  ): Promise<CollectorBench> {
    const bench = await newBench(options);
    bench.server.streams = true;
    return bench;
  }

  async function errorsStored({ database }: CollectorBench): Promise<number> {
    return (await database.readSql('SELECT 1 FROM error_events', 1000)).rowCount;
  }

  it('reads the log on connecting and after each scrape alone', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(46);
    deepEqual(bench.secondsOf(logs), [0, 0.5, 15, 30, 45]);
    deepEqual(bench.secondsOf(`${logs}/sse`), [0]);
  });

  it('shows a failed request within a second, and counts it once', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(3);
    bench.serve(1, '/api/orders', 500);
    bench.serve(2);
    await bench.until(3.5);
    deepEqual([await errorsStored(bench), await bench.stored()], [1, {}]);
    await bench.until(60);
    deepEqual(await bench.stored(), { 'http GET 500 /api/orders': 1, [users]: 2 });
    equal(await errorsStored(bench), 1);
  });

  it('commits failed requests once a second at most, and all of them', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(2);
    const before = bench.commits;
    for (let second = 2; second < 7; second += 0.5) {
      bench.serve(1, '/api/orders', 500);
      await bench.until(second + 0.5);
    }
    ok(bench.commits - before <= 5, `${bench.commits - before} commits in 5 s`);
    await bench.until(8);
    equal(await errorsStored(bench), 10);
  });

  it('commits nothing for requests that did not fail', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(2);
    const before = bench.commits;
    bench.serve(5);
    await bench.until(14);
    equal(bench.commits, before);
  });

  it('fills from the log what a full batch may have left out, before the ring can turn over', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(5);
    for (let second = 5; second < 9; second += 0.5) {
      for (let i = 0; i < 30; i++) {
        bench.model.serve({ at: after(second + i / 60), path: '/api/users' });
      }
      await bench.until(second + 0.5);
    }
    await bench.until(14);
    deepEqual(bench.secondsOf(logs), [0, 0.5, 5.5, 7.5, 9.5]);
    bench.serve(1, '/api/orders', 500);
    bench.serve(25);
    await bench.until(14.5);
    equal(await errorsStored(bench), 1);
    await bench.until(60);
    deepEqual(await bench.stored(), { 'http GET 500 /api/orders': 1, [users]: 265 });
  });

  it('polls the log while the stream is gone, and counts nothing twice when it is back', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(16);
    bench.serve(3);
    await bench.until(17);
    await bench.server.closeAdmin();
    await bench.until(17.5);
    bench.serve(4);
    await bench.server.openAdmin();
    bench.server.streams = false;
    await bench.until(29);
    const polls = bench.secondsOf(logs).filter((second) => second > 17 && second < 30);
    ok(polls.length >= 4, polls.join());
    bench.server.streams = true;
    await bench.until(90);
    bench.serve(1);
    await bench.until(180);
    deepEqual(await bench.stored(), { [users]: 8 });
    ok(bench.lines.some((line) => line === 'The live request log is connected.'));
    const { diagnostics } = JSON.parse((await bench.database.loadState()) ?? '') as {
      diagnostics: { lateRows: number };
    };
    equal(diagnostics.lateRows, 0);
  });

  it('counts nothing twice when it is killed and resumed', async () => {
    let killed = false;
    const first = await streamingBench({
      wrapStore: (store) => ({
        otherCollector: () => store.otherCollector(),
        loadState: () => store.loadState(),
        commit: (batch) => (killed ? new Promise(() => undefined) : store.commit(batch)),
      }),
    });
    await first.start();
    await first.until(4);
    first.serve(2);
    first.serve(1, '/api/orders', 500);
    await first.until(5);
    first.serve(3);
    await first.until(6);
    killed = true;
    void first.collector.pause();
    while (first.server.openStreams > 0) await turn();
    const { clock, model, server, database } = first;
    const second = new CollectorBench(clock, model, server, database, {});
    await second.start();
    await second.until(60);
    deepEqual(await second.stored(), { 'http GET 500 /api/orders': 1, [users]: 5 });
    equal(await errorsStored(second), 1);
  });

  it('stops with a pause, which keeps the failed requests that came, and begins again with a start', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(2);
    bench.serve(1, '/api/orders', 500);
    await bench.until(2.5);
    bench.serve(1, '/api/orders', 500);
    await bench.until(3);
    await bench.collector.pause();
    equal(await errorsStored(bench), 2);
    await bench.until(40);
    deepEqual(bench.secondsOf(`${logs}/sse`), [0]);
    await bench.start();
    deepEqual(bench.secondsOf(`${logs}/sse`), [0, 40]);
    await bench.until(60);
    deepEqual(await bench.stored(), { 'http GET 500 /api/orders': 2 });
  });

  it('does not connect for a scrape while paused', async () => {
    const bench = await streamingBench();
    await bench.collector.scrapeNow();
    deepEqual(bench.secondsOf(`${logs}/sse`), []);
  });

  it('counts each request of two runs of the server in its run', async () => {
    const bench = await streamingBench();
    await bench.start();
    await bench.until(16);
    bench.serve(3);
    await bench.until(17);
    await bench.server.closeAdmin();
    await bench.server.closeMetrics();
    bench.model.restart(after(18));
    await bench.until(18);
    await bench.server.openAdmin();
    await bench.server.openMetrics();
    await bench.until(22);
    bench.serve(2, '/b');
    await bench.until(90);
    deepEqual(await bench.stored(), { 'http GET 200 /b': 2, [users]: 3 });
  });

  it("puts the stream's times on our clock", async () => {
    const bench = await streamingBench();
    bench.model.clockAhead = 3_600_000;
    await bench.start();
    await bench.until(3);
    bench.serve(1, '/api/orders', 500);
    await bench.until(4);
    const { columns } = await bench.database.readSql('SELECT timestamp FROM error_events', 10);
    deepEqual([...(columns[0]?.values ?? [])], [after(3) / 1000]);
  });
});
