import { deepEqual, equal, ok } from 'node:assert/strict';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { WholeDatabase } from '../store/support/wholeDatabase';
import { collectorBenches } from '../../support/collectorBench';
import { folders, wasmPath } from '../../support/databases';
import { Writer } from '../../support/writers';
import { ManualClock } from '../store/support/manualClock';

describe('Collector beside another process that collects', function () {
  this.timeout(30_000);
  const folder = folders();
  const newBench = collectorBenches();
  const clock = new ManualClock();
  let writer: Writer;
  let database: WholeDatabase;
  beforeEach(async () => {
    const file = join(await folder(), 'traffic.sqlite');
    writer = await Writer.start(file, 100);
    database = await WholeDatabase.open({ file, wasmPath, clock });
  });
  afterEach(async () => {
    await writer.kill();
    await database.close();
  });

  it('asks the server nothing, says who collects, and takes over when that one has died', async () => {
    const bench = await newBench({ database });
    await bench.start();
    await bench.until(60);
    deepEqual(bench.asked, []);
    equal(bench.status.phase, 'watching');
    deepEqual(bench.status.collectedBy, { process: writer.process.pid, host: hostname() });
    equal(bench.status.metrics.failure, null);
    await writer.kill();
    clock.advance(3000);
    while (await database.otherCollector()) await setImmediate();
    await bench.until(75);
    deepEqual(bench.phases, ['collecting', 'watching', 'collecting']);
    equal(bench.status.collectedBy, undefined);
    deepEqual(bench.secondsOf('/metrics'), [63, 75]);
    ok(bench.lines.some((line) => line.includes(`process ${writer.process.pid}`)));
  });

  it('says that the store cannot be asked who collects, and goes on to look when it can again', async () => {
    const bench = await newBench({ database });
    await bench.start();
    await bench.until(10);
    equal(bench.status.phase, 'watching');
    const ask = database.otherCollector.bind(database);
    database.otherCollector = () => Promise.reject(new Error('out of reach'));
    await bench.until(20);
    equal(bench.status.phase, 'failing');
    equal(bench.status.metrics.failure?.kind, 'store');
    deepEqual(bench.asked, []);
    database.otherCollector = ask;
    await bench.until(30);
    equal(bench.status.phase, 'watching');
    equal(bench.status.metrics.failure, null);
    deepEqual(bench.phases, ['collecting', 'watching', 'failing', 'watching']);
  });

  it('asks once where it does not know that the target has a database', async () => {
    const bench = await newBench({ database, known: false });
    await bench.start();
    await bench.until(60);
    deepEqual(bench.asked, [{ path: '/metrics', second: 0 }]);
    equal(bench.status.phase, 'watching');
    equal(bench.commits, 0);
  });
});
