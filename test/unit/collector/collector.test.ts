import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { CollectorStore } from '../../../src/collector/accountSession';
import { collectorBenches } from '../../support/collectorBench';
import { send } from '../../support/mockForgeServer';
import { after } from '../../support/times';
import { rows } from '../../support/trafficRows';

const users = 'http GET 200 /api/users';

/** A store whose commits fail as the numbers say, counted from 1: 'before' nothing is written, or 'after' it is. */
function failing(numbers: Readonly<Record<number, 'before' | 'after'>>) {
  let commits = 0;
  return (store: CollectorStore): CollectorStore => ({
    otherCollector: () => store.otherCollector(),
    loadState: () => store.loadState(),
    commit: async (batch) => {
      const when = numbers[++commits];
      if (when === 'before') throw new Error('The disk is full.');
      await store.commit(batch);
      if (when === 'after') throw new Error('The worker ended.');
    },
  });
}

describe('Collector', function () {
  this.timeout(10_000);
  const newBench = collectorBenches();

  describe('its rhythm', () => {
    it('scrapes at once and then aligned, so that one lands just after each full minute', async () => {
      const bench = await newBench();
      bench.clock.elapse(7300);
      await bench.start();
      await bench.until(75);
      deepEqual(bench.secondsOf('/metrics'), [7.3, 15, 30, 45, 60, 75]);
      equal(bench.status.nextTryAt, after(90));
    });

    it('waits for its turn, asks nothing and opens nothing before, and then keeps the rhythm', async () => {
      const bench = await newBench();
      bench.clock.elapse(13_900);
      await bench.start(2750);
      equal(bench.status.nextTryAt, after(16.65));
      await bench.until(16.6);
      deepEqual([bench.asked, bench.openings], [[], 0]);
      await bench.until(45);
      deepEqual(bench.secondsOf('/metrics'), [16.65, 30, 45]);
    });

    it('scrapes nothing when it is paused before its turn', async () => {
      const bench = await newBench();
      await bench.start(2750);
      await bench.collector.pause();
      await bench.until(60);
      deepEqual(bench.asked, []);
    });

    it('follows the interval that is set', async () => {
      const bench = await newBench({ scrapeIntervalSeconds: 20 });
      await bench.start();
      await bench.until(60);
      deepEqual(bench.secondsOf('/metrics'), [0, 20, 40, 60]);
    });

    it('scrapes half as often while a scrape takes long, and says so; no gap comes of it', async () => {
      const bench = await newBench();
      await bench.start();
      bench.server.metricsAnswer = (_, response) => {
        bench.clock.elapse(4000);
        send(response, 'text/plain', bench.model.metricsBody(bench.clock.now()));
      };
      await bench.until(14);
      bench.serve(4);
      await bench.until(64);
      deepEqual(bench.secondsOf('/metrics'), [0, 15, 30, 60]);
      equal(bench.status.scrapeIntervalSeconds, 30);
      deepEqual(
        bench.lines.filter((line) => line.includes('took')),
        ['A scrape took 4 s, so there is one every 30 s from now on.'],
      );
      bench.server.metricsAnswer = undefined;
      await bench.until(130);
      deepEqual(bench.secondsOf('/metrics').slice(4), [90, 105, 120]);
      deepEqual(
        await rows(bench.database, "SELECT 1 FROM collection_events WHERE kind = 'gap'"),
        [],
      );
      deepEqual(await bench.stored(), { 'http GET 200 /api/users': 4 });
    });

    it('reads the log after each scrape and each second in between', async () => {
      const bench = await newBench();
      await bench.start();
      await bench.until(16);
      deepEqual(
        bench.secondsOf('/__mockforge/logs'),
        Array.from({ length: 17 }, (_, second) => second),
      );
    });

    it('reads it more often while so much comes that the ring would turn over', async () => {
      const bench = await newBench();
      await bench.start();
      bench.serve(800);
      await bench.until(3);
      const tenths = bench.secondsOf('/__mockforge/logs').map((second) => Math.floor(second * 10));
      // At once again where more came than were asked for.
      deepEqual(tenths, [0, 10, 10, 16, 26]);
    });

    it('reads it though a scrape takes long, and once more when that is answered', async () => {
      const bench = await newBench();
      await bench.start();
      bench.server.metricsDelayMs = 5000;
      await bench.until(21.1);
      const seconds = bench.secondsOf('/__mockforge/logs').filter((second) => second > 14.5);
      deepEqual(seconds, [15.25, 16.25, 17.25, 18.25, 19.25, 20, 21]);
    });

    it('reads it again soon when it failed once', async () => {
      const bench = await newBench();
      await bench.start();
      await bench.until(3.5);
      bench.server.adminAnswer = (_, response) => {
        send(response, 'text/plain', 'busy', 503);
      };
      await bench.until(5.5);
      bench.server.adminAnswer = undefined;
      await bench.until(8.5);
      deepEqual(
        bench.secondsOf('/__mockforge/logs').filter((second) => second > 2),
        [3, 4, 5, 7, 8],
      );
    });

    it('does not poll a log that is off', async () => {
      const bench = await newBench();
      await bench.server.closeAdmin();
      await bench.start();
      await bench.until(16);
      deepEqual(bench.secondsOf('/__mockforge/logs'), [0, 15]);
    });

    it('asks for the routes once a process', async () => {
      const bench = await newBench();
      await bench.start();
      await bench.until(45);
      bench.model.restart(after(46));
      await bench.until(75);
      deepEqual(bench.secondsOf('/__mockforge/routes'), [0, 60]);
    });

    it('asks for nothing but what it needs', async () => {
      const bench = await newBench();
      await bench.start();
      await bench.until(60);
      deepEqual(
        new Set(bench.asked.map(({ path }) => path)),
        new Set([
          '/metrics',
          '/__mockforge/routes',
          '/__mockforge/logs',
          '/__mockforge/logs/sse',
          '/__mockforge/dashboard',
          '/api/recorder/requests',
          '/__mockforge/api/smtp/mailbox',
        ]),
      );
    });
  });

  describe('before first contact', () => {
    it('tries once a minute and opens no database', async () => {
      const bench = await newBench({ known: false });
      await bench.server.closeMetrics();
      await bench.server.closeAdmin();
      await bench.start();
      await bench.until(179);
      deepEqual(bench.secondsOf('/metrics'), [0, 60, 120]);
      deepEqual([bench.openings, bench.commits, bench.status.phase], [0, 0, 'waiting']);
      deepEqual(bench.phases, ['waiting']);
    });

    it('begins to collect with the first answer, counting all of a process younger than our last look', async () => {
      const bench = await newBench({ known: false });
      await bench.server.closeMetrics();
      await bench.server.closeAdmin();
      await bench.start();
      await bench.until(65);
      bench.model.restart(after(65));
      bench.serve(3);
      bench.model.count({ at: after(66), status: 503 });
      await bench.server.openAdmin();
      await bench.server.openMetrics();
      await bench.until(120);
      deepEqual([bench.openings, bench.status.phase], [1, 'collecting']);
      equal(bench.status.nextTryAt, after(135));
      deepEqual(await bench.stored(), { [users]: 3, 'http GET 503 -': 1 });
    });

    it('scrapes at each interval while the database of the first answer is made', async () => {
      let make = (): void => undefined;
      const opensWhen = new Promise<void>((resolve) => (make = resolve));
      const bench = await newBench({ known: false, opensWhen });
      await bench.start();
      await bench.until(31);
      deepEqual(bench.secondsOf('/metrics'), [0, 15, 30]);
      make();
      await bench.until(45);
      const gaps = await rows(bench.database, "SELECT 1 FROM collection_events WHERE kind = 'gap'");
      deepEqual([gaps, bench.openings, bench.status.phase], [[], 1, 'collecting']);
    });

    it('counts once what comes while the database of the first answer is made', async () => {
      let make = (): void => undefined;
      const opensWhen = new Promise<void>((resolve) => (make = resolve));
      const bench = await newBench({ known: false, opensWhen });
      await bench.start();
      await bench.until(61);
      bench.serve(4);
      make();
      await bench.until(120);
      deepEqual(await bench.stored(), { 'http GET 200 /api/users': 4 });
    });

    it('does not take an answer that is no metrics for a contact', async () => {
      const bench = await newBench({ known: false });
      bench.server.metricsAnswer = (_, response) => void response.end('hello\n');
      await bench.start();
      await bench.until(60);
      deepEqual([bench.openings, bench.status.phase], [0, 'waiting']);
    });
  });

  describe('a known target', () => {
    it('is failing, not waiting, while nobody answers, and keeps its rhythm', async () => {
      const bench = await newBench();
      await bench.server.closeMetrics();
      await bench.server.closeAdmin();
      await bench.start();
      await bench.until(30);
      deepEqual([bench.status.phase, bench.status.failedTries], ['failing', 3]);
      deepEqual(bench.secondsOf('/metrics'), [0, 15, 30]);
    });

    it('says from the start when it was last scraped', async () => {
      const { database, ...first } = await newBench();
      await first.collector.scrapeNow();
      const bench = await newBench({ database });
      await bench.server.closeMetrics();
      await bench.until(60);
      await bench.start();
      deepEqual([bench.status.lastScrapeAt, bench.status.phase], [after(0), 'failing']);
    });
  });

  describe('pausing', () => {
    it('rests until it is started again, which scrapes at once', async () => {
      const bench = await newBench();
      await bench.start();
      await bench.collector.pause();
      deepEqual([bench.status.phase, bench.status.nextTryAt], ['paused', null]);
      bench.serve(4);
      await bench.until(40);
      deepEqual(bench.secondsOf('/metrics'), [0]);
      await bench.start();
      deepEqual(bench.secondsOf('/metrics'), [0, 40]);
      equal(bench.status.phase, 'collecting');
      deepEqual(await bench.stored(), { [users]: 4 });
    });

    it('waits for what is under way', async () => {
      const bench = await newBench();
      bench.collector.start();
      await bench.collector.pause();
      equal(bench.commits, 1);
    });

    it('is overruled by a start that comes while it waits', async () => {
      const bench = await newBench();
      bench.collector.start();
      const paused = bench.collector.pause();
      bench.collector.start();
      await paused;
      await bench.collector.idle();
      equal(bench.status.phase, 'collecting');
      await bench.until(15);
      ok(bench.secondsOf('/metrics').includes(15));
    });

    it('is not undone by scraping now', async () => {
      const bench = await newBench();
      await bench.start();
      await bench.collector.pause();
      bench.serve(2);
      bench.clock.elapse(3000);
      await bench.collector.scrapeNow();
      equal(bench.status.phase, 'paused');
      deepEqual(await bench.stored(), { [users]: 2 });
      await bench.until(40);
      deepEqual(bench.secondsOf('/metrics'), [0, 3]);
    });
  });

  it('starts once, however often it is told to', async () => {
    const bench = await newBench();
    bench.collector.start();
    await bench.start();
    deepEqual(bench.secondsOf('/metrics'), [0]);
  });

  it('scrapes now when it is told to, and keeps the rhythm', async () => {
    const bench = await newBench();
    await bench.start();
    await bench.until(4);
    bench.serve(2);
    await bench.collector.scrapeNow();
    deepEqual(await bench.stored(), { [users]: 2 });
    await bench.until(30);
    deepEqual(bench.secondsOf('/metrics'), [0, 4, 15, 30]);
  });

  it('shows a failed request within a second, before a scrape has counted it', async () => {
    const bench = await newBench();
    await bench.start();
    bench.serve(1, '/api/orders', 500);
    await bench.until(1);
    const { rowCount } = await bench.database.readSql('SELECT 1 FROM error_events', 10);
    deepEqual([rowCount, await bench.stored()], [1, {}]);
  });

  describe('when the store fails at a commit', () => {
    for (const when of ['before', 'after'] as const) {
      it(`goes on from what it holds, and totals are exact: ${when} the batch was written`, async () => {
        const bench = await newBench({ wrapStore: failing({ 3: when }) });
        await bench.start();
        bench.serve(2);
        await bench.until(15);
        bench.serve(3);
        bench.serve(1, '/items/blue-shirt');
        await bench.until(30);
        const { metrics, phase } = bench.status;
        deepEqual([phase, metrics.failure?.kind], ['failing', 'store']);
        match(metrics.failure?.what ?? '', /^The (disk is full|worker ended)\.$/);
        match(metrics.failure?.todo ?? '', /next scrape that succeeds counts/);
        bench.serve(4);
        bench.serve(1, '/items/red-shirt');
        await bench.until(60);
        equal(bench.status.phase, 'collecting');
        deepEqual(await bench.stored(), { 'http GET 200 /items/:sku': 2, [users]: 9 });
      });
    }

    it('stores an error once when the batch that had it failed', async () => {
      const bench = await newBench({ wrapStore: failing({ 2: 'before' }) });
      await bench.start();
      bench.serve(1, '/api/orders', 500);
      await bench.until(2);
      equal(bench.status.metrics.failure?.kind, 'store');
      await bench.until(30);
      const { rowCount } = await bench.database.readSql('SELECT 1 FROM error_events', 10);
      deepEqual([rowCount, await bench.stored()], [1, { 'http GET 500 /api/orders': 1 }]);
    });
  });

  it("keeps to our clock where the server's is ahead", async () => {
    const bench = await newBench();
    bench.model.clockAhead = 3_600_000;
    await bench.start();
    await bench.until(10);
    bench.serve(3);
    await bench.until(30);
    deepEqual(await bench.stored(), { [users]: 3 });
    const events = await bench.database.readSql(
      `SELECT kind FROM collection_events WHERE kind <> 'coverage'`,
      10,
    );
    deepEqual(events.columns[0]?.values, ['first_contact']);
  });

  it("counts what only the log told, when told of the server's end", async () => {
    const bench = await newBench();
    await bench.start();
    bench.serve(3);
    await bench.until(2);
    await bench.collector.serverEnded();
    deepEqual(await bench.stored(), { [users]: 3 });
  });
});
