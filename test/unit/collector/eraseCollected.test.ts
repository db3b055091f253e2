import { deepEqual, equal, ok } from 'node:assert/strict';
import { eraseCollected } from '../../../src/collector/eraseCollected';
import { verifyNumbers } from '../../../src/collector/verify/verifyNumbers';
import type { Compaction } from '../../../src/store/fileMaintenance';
import { english } from '../../../src/sentences/localize';
import { verificationOutcome, verificationText } from '../../../src/sentences/verificationText';
import { verifiedStore } from '../../../src/store/verify/readCollected';
import { collectorBenches } from '../../support/collectorBench';
import type { CollectorBench } from '../../support/collectorBench';
import { after, noon } from '../../support/times';
import { rows } from '../../support/trafficRows';

const users = 'http GET 200 /api/users';
const orders = 'http GET 500 /api/orders';

/** Deletes while the collector runs, as the command does. */
function erase(bench: CollectorBench, before: number | null): Promise<Compaction> {
  const { database, clock, collector } = bench;
  return collector.rewriteStored(() =>
    eraseCollected(
      {
        loadState: () => database.loadState(),
        erase: (from, batch) => database.erase({ before: from, batch }),
      },
      before,
      clock.now(),
    ),
  );
}

/** What the command that verifies says. */
async function verified({ database, clock, server }: CollectorBench): Promise<string> {
  const stored = verifiedStore((sql, limit) => database.readSql(sql, limit));
  const access = { http: (url: string) => fetch(url), clock, timeoutMs: 10_000 };
  const { metricsUrl, adminUrl } = server;
  const outcome = await verifyNumbers(stored, access, { metricsUrl, adminUrl });
  return verificationText(verificationOutcome(outcome, english, 'en'));
}

async function errors(bench: CollectorBench): Promise<number> {
  return (await rows(bench.database, 'SELECT 1 FROM error_events')).length;
}

describe('eraseCollected', function () {
  this.timeout(20_000);
  const newBench = collectorBenches();

  it('of everything lets collecting go on from nothing, with numbers that verify', async () => {
    const bench = await newBench();
    bench.model.hasRecorder = true;
    await bench.start();
    bench.serve(5);
    bench.serve(2, '/api/orders', 500);
    await bench.until(40);
    bench.serve(3);
    await bench.until(42);
    await erase(bench, null);
    deepEqual([await bench.stored(), await errors(bench)], [{}, 0]);
    await bench.until(75);
    deepEqual([await bench.stored(), await errors(bench)], [{}, 0]);
    bench.serve(4);
    bench.serve(1, '/api/orders', 500);
    await bench.until(200);
    deepEqual([await bench.stored(), await errors(bench)], [{ [users]: 4, [orders]: 1 }, 1]);
    equal(await verified(bench), 'Every cell is equal: 5 requests in 2 cells.');
    const [coverage] = await rows(
      bench.database,
      "SELECT MIN(from_timestamp) AS begin FROM collection_events WHERE kind = 'coverage'",
    );
    ok(Number(coverage?.['begin']) >= after(42) / 1000);
  });

  it('of everything does not bring back what was counted and not named yet', async () => {
    const bench = await newBench();
    await bench.start();
    await bench.server.closeAdmin();
    bench.serve(5);
    await bench.until(31);
    deepEqual(await bench.stored(), { 'http GET 200 -': 5 });
    await erase(bench, null);
    await bench.server.openAdmin();
    await bench.until(120);
    deepEqual(await bench.stored(), {});
  });

  it('up to a moment leaves what came since, and the open minutes as they are', async () => {
    const bench = await newBench();
    await bench.start();
    bench.serve(5);
    await bench.until(300);
    bench.serve(3);
    await bench.until(330);
    await erase(bench, (noon + 120_000) / 1000);
    bench.serve(2);
    await bench.until(480);
    deepEqual(await bench.stored(), { [users]: 5 });
    const [coverage] = await rows(
      bench.database,
      "SELECT MIN(from_timestamp) AS begin FROM collection_events WHERE kind = 'coverage'",
    );
    equal(coverage?.['begin'], (noon + 120_000) / 1000);
  });
});
