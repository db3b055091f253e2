import { deepEqual, equal, match } from 'node:assert/strict';
import { collectorBenches } from '../../support/collectorBench';
import type { CollectorBench } from '../../support/collectorBench';
import { after } from '../../support/times';
import { rows } from '../../support/trafficRows';

const users = 'http GET 200 /api/users';

describe('Collector without metrics', () => {
  const newBench = collectorBenches();

  async function started(): Promise<CollectorBench> {
    const bench = await newBench();
    await bench.server.closeMetrics();
    await bench.start();
    return bench;
  }

  const covered = (bench: CollectorBench): Promise<unknown> =>
    rows(
      bench.database,
      `SELECT json_extract(detail, '$.how') AS how, from_timestamp - ${after(0) / 1000} AS begin,
         to_timestamp - ${after(0) / 1000} AS end FROM collection_events WHERE kind = 'coverage'`,
    );

  it('counts what the log tells from the second try on, and says what is missing', async () => {
    const bench = await started();
    bench.serve(2);
    await bench.until(14);
    equal(bench.status.phase, 'failing');
    await bench.until(16);
    bench.serve(3, '/nope', 404);
    await bench.until(60);
    deepEqual(await bench.stored(), { [users]: 2, 'http GET 404 /nope': 3 });
    equal((await rows(bench.database, 'SELECT 1 FROM error_events')).length, 3);
    deepEqual(
      [bench.status.phase, bench.status.metrics.state, bench.status.lastScrapeAt],
      ['collecting', 'off', after(60)],
    );
    match(bench.status.metrics.failure?.todo ?? '', /--metrics/);
    deepEqual(await covered(bench), [{ how: 'log only', begin: 0, end: 60 }]);
    equal(bench.lines.filter((line) => line.includes('request log alone')).length, 1);
  });

  it('shows failed requests as soon as with metrics', async () => {
    const bench = await started();
    await bench.until(17);
    bench.serve(1, '/nope', 404);
    await bench.until(20);
    equal((await rows(bench.database, 'SELECT 1 FROM error_events')).length, 1);
  });

  it('leaves it to the counters once there are any, and counts nothing twice', async () => {
    const bench = await started();
    bench.serve(2);
    await bench.until(31);
    bench.serve(5);
    await bench.server.openMetrics();
    await bench.until(61);
    bench.serve(4);
    await bench.until(90);
    deepEqual(await bench.stored(), { [users]: 11 });
    equal(bench.status.metrics.state, 'on');
  });

  it('never counts from the log alone what counters have counted', async () => {
    const bench = await newBench();
    await bench.start();
    bench.serve(2);
    await bench.until(16);
    await bench.server.closeMetrics();
    bench.serve(3);
    await bench.until(60);
    deepEqual([await bench.stored(), bench.status.phase], [{ [users]: 2 }, 'failing']);
    await bench.server.openMetrics();
    await bench.until(90);
    deepEqual(await bench.stored(), { [users]: 5 });
  });

  it('goes on after a kill, each request once', async () => {
    const bench = await started();
    bench.serve(2);
    await bench.until(31);
    const next = await newBench({ database: bench.database });
    await next.server.closeMetrics();
    next.clock.elapse(31_000);
    // Two requests of the app and two of ours, which asked for a recorder and a mailbox.
    for (let i = 0; i < 4; i++) next.model.serve({ at: after(0) });
    next.serve(1);
    await next.start();
    await next.until(60);
    deepEqual(await next.stored(), { [users]: 3 });
  });
});
