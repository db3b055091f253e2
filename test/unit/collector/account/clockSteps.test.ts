import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { AccountBench } from '../../../support/accountBench';
import { clockSlots, playClockSlots } from '../../../support/clockSlots';
import { MockForgeModel } from '../../../support/mockForgeModel';
import type { Served } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

const hour = 3600;

/** `count` requests, one each 100 ms from `from` seconds after noon by the clock as it is then. */
function requests(count: number, from: number, parts: Partial<Served> = {}): Served[] {
  return Array.from({ length: count }, (_, i) => ({ at: after(from + i / 10), ...parts }));
}

/** A server that runs since eleven and an account that has met it at noon, when it had served nothing. */
function met(parts: ConstructorParameters<typeof AccountBench>[1] = {}): {
  server: MockForgeModel;
  bench: AccountBench;
} {
  const server = new MockForgeModel(after(-hour));
  const bench = new AccountBench(server, parts);
  bench.scrape(noon);
  return { server, bench };
}

function scrapes(bench: AccountBench, seconds: readonly number[]): void {
  for (const second of seconds) bench.scrape(after(second));
}

function covered(bench: AccountBench): (readonly [number, number])[] {
  return bench.books.events('coverage').map(({ from, to }) => [from, to]);
}

describe("TrafficAccount: our clock's step back", () => {
  it('puts the delta into the current minute and says so', () => {
    const { server, bench } = met();
    bench.scrape(after(15));
    server.serve({ at: after(20) });
    bench.scrape(after(-600));
    deepEqual(bench.books.byMinute, { [`${minute(-10)} /api/users`]: 1 });
    bench.books.assertSound();
    deepEqual(
      bench.books.events('clock_step').map(({ from, to, detail }) => [from, to, detail]),
      [[minute(-10), minute(0) + 15, { seconds: -615 }]],
    );
    equal(bench.state.diagnostics.clockSteps, 1);
  });

  it('does so whether or not there is a log', () => {
    const { server, bench } = met();
    bench.scrape(after(15), { log: null });
    server.count({ at: after(20) });
    bench.scrape(after(-600), { log: null });
    server.count({ at: after(-590) });
    bench.scrape(after(-585), { log: null });
    deepEqual(bench.books.byMinute, { [`${minute(-10)} -`]: 2 });
  });

  it('restarts its coverage, and leaves earlier coverage unchanged', () => {
    const { bench } = met();
    scrapes(bench, [15, -600, -585]);
    deepEqual(covered(bench), [
      [minute(0) - hour, minute(0) + 15],
      [minute(-10) - 15, minute(-10) + 15],
    ]);
  });

  it('takes requests that the log knows into the minutes in which they came', () => {
    const { server, bench } = met();
    server.serve(...requests(1, 10, { path: '/wrong' }));
    bench.scrape(after(15));
    server.serve(...requests(2, 20, { path: '/before' }), ...requests(3, -610, { path: '/since' }));
    bench.scrape(after(-600));
    server.serve(...requests(4, -590, { path: '/later' }));
    bench.scrape(after(-585));
    server.serve(...requests(5, -550, { path: '/latest' }));
    scrapes(bench, [-570, -555, -540]);
    deepEqual(bench.books.byMinute, {
      [`${minute(-11)} /before`]: 2,
      [`${minute(-11)} /since`]: 3,
      [`${minute(-10)} /later`]: 4,
      [`${minute(-10)} /latest`]: 5,
      [`${minute(0)} /wrong`]: 1,
    });
    equal(bench.state.diagnostics.lateRows, 0);
    bench.books.assertSound();
  });

  it('finds the names of requests when the log is read again only after it', () => {
    const { server, bench } = met();
    server.serve(...requests(1, 10, { path: '/wrong' }));
    bench.scrape(after(15), { log: null });
    server.serve(...requests(2, 20, { path: '/before' }), ...requests(3, -290, { path: '/since' }));
    bench.scrape(after(-285), { log: null });
    server.serve(...requests(4, -280, { path: '/later' }));
    scrapes(bench, [-270, -255]);
    deepEqual(bench.books.byMinute, {
      [`${minute(-5)} /before`]: 2,
      [`${minute(-5)} /since`]: 3,
      [`${minute(-5)} /later`]: 4,
      [`${minute(0)} /wrong`]: 1,
    });
  });

  it('finds the names of requests too where it is shorter than the time between two scrapes', () => {
    const { server, bench } = met();
    bench.scrape(after(15));
    server.serve(...requests(2, 28, { path: '/before' }), ...requests(3, 19, { path: '/since' }));
    bench.scrape(after(20));
    server.serve(...requests(4, 31, { path: '/later' }));
    scrapes(bench, [35, 50]);
    equal(bench.books.events('clock_step').length, 0);
    deepEqual(bench.books.byEndpoint, {
      'http GET 200 /before': 2,
      'http GET 200 /later': 4,
      'http GET 200 /since': 3,
    });
    equal(bench.state.diagnostics.lateRows, 0);
    bench.books.assertSound();
  });

  it('puts what came while nobody collected into its own minutes, from the log', () => {
    const { server, bench } = met();
    bench.scrape(after(600));
    // The clock is ten minutes back, the collector ended, and began again after three.
    server.serve(...requests(2, 30), ...requests(3, 90));
    for (let i = 0; i < 120; i++) server.count({ at: after(i) });
    bench.kill();
    bench.scrape(after(180));
    const byMinute = bench.books.byMinute;
    deepEqual(
      [0, 1, 2].map((n) => byMinute[`${minute(n)} /api/users`]),
      [2, 3, undefined],
    );
    // From the first row on that the log knows.
    deepEqual(
      [0, 1, 2, 3].map((n) => byMinute[`${minute(n)} -`]),
      [24, 48, 48, undefined],
    );
    deepEqual(covered(bench).at(-1), [minute(0) + 30, minute(3)]);
    bench.books.assertSound();
  });

  it('holds nothing back until the clock has caught up', () => {
    const { server, bench } = met({ errorsPerMinute: 2 });
    for (let second = 15; second <= 120; second += 15) bench.scrape(after(second), { log: null });
    const back = -30 * 24 * hour;
    for (let second = back; second <= back + 300; second += 15) {
      server.serve(...requests(3, second - 5, { status: 500 }));
      bench.scrape(after(second));
    }
    const { intervals, ledger, logReadAt } = bench.state;
    ok(intervals.every(({ to }) => to <= after(back + 300)));
    ok(ledger.minutes.every((held) => held.minute <= minute(0) + back + 300));
    ok(ledger.floor >= minute(0) + back + 180, 'minutes become final');
    equal(bench.books.finalBefore, ledger.floor);
    equal(logReadAt, after(back + 300));
    const failed = bench.books.errors.map(({ timestamp }) => timestamp - minute(0) - back);
    ok(failed.every((second) => second >= -60 && second <= 300));
    ok(failed.filter((second) => second >= 0 && second < 60).length <= 4);
    equal(Object.values(bench.books.totals)[0], 63);
  });

  it('adds what comes when the clock has caught up to what stands there', () => {
    const { server, bench } = met();
    server.serve(...requests(2, 5, { handlerMs: 3 }), ...requests(1, 7, { status: 404 }));
    scrapes(bench, [15, 30, 45, 60, 75, 90, 105, 120]);
    const wrong = bench.books.byMinute;
    deepEqual(wrong, { [`${minute(0)} /api/users`]: 3 });
    for (let second = -300; second <= 0; second += 15) bench.scrape(after(second));
    deepEqual(bench.books.byMinute, wrong);
    server.serve(...requests(5, 3, { handlerMs: 7 }));
    bench.scrape(after(15));
    bench.kill();
    server.serve(...requests(4, 20, { path: '/other' }));
    scrapes(bench, [30, 45, 60, 75, 90, 105, 120, 135]);
    deepEqual(bench.books.byMinute, {
      [`${minute(0)} /api/users`]: 8,
      [`${minute(0)} /other`]: 4,
    });
    deepEqual(bench.books.totals, { 'http GET 200': 11, 'http GET 404': 1 });
    bench.books.assertSound();
  });

  it('does not add twice to a minute that the clock passes a third time', () => {
    const { server, bench } = met();
    server.serve(...requests(1, 5));
    scrapes(bench, [15, 30, 45, 60, 75]);
    for (const count of [2, 4]) {
      for (let second = -120; second <= 0; second += 15) bench.scrape(after(second));
      server.serve(...requests(count, 5));
      scrapes(bench, [15, 30, 45, 60, 75]);
    }
    deepEqual(bench.books.byMinute, { [`${minute(0)} /api/users`]: 7 });
    bench.books.assertSound();
  });

  it('counts from a log alone in the minutes in which requests came', () => {
    const server = new MockForgeModel(after(-hour));
    const bench = new AccountBench(server);
    const look = (second: number): void => {
      const rows = server.rows(after(second));
      bench.account.log.read(rows, rows.length, after(second));
      bench.account.logAlone(after(second));
      bench.books.commit(bench.account.batch(after(second)));
    };
    server.serve(...requests(1, -5));
    look(0);
    server.serve(...requests(2, 5));
    look(300);
    server.serve(...requests(3, 310), ...requests(4, -130));
    look(-120);
    server.serve(...requests(5, -110));
    look(-60);
    deepEqual(bench.books.byMinute, {
      [`${minute(-1)} /api/users`]: 1,
      [`${minute(-2)} /api/users`]: 5 + 3,
      [`${minute(-3)} /api/users`]: 4,
      [`${minute(0)} /api/users`]: 2,
    });
    equal(bench.books.events('first_contact').length, 1);
    deepEqual(covered(bench).at(-1), [minute(-3) + 50, minute(-1)]);
    bench.books.assertSound();
  });

  it('before the first contact makes nothing of the log younger than now', () => {
    for (const unknown of [0, 7]) {
      const server = new MockForgeModel(after(-hour));
      const bench = new AccountBench(server);
      for (let i = 0; i < unknown; i++) server.count({ at: after(-40) });
      server.serve(...requests(2, 600, { path: '/ahead' }), ...requests(3, -90));
      bench.scrape(noon);
      deepEqual(bench.books.byMinute, {
        [`${minute(-2)} /api/users`]: 3,
        [`${minute(unknown > 0 ? 0 : -1)} /ahead`]: 2,
      });
      ok(bench.books.endpoints.every(({ lastSeen }) => lastSeen <= minute(0)));
      bench.books.assertSound();
    }
  });

  it('tells failed requests in the minute in which they were noticed, where their own lies ahead', () => {
    const { server, bench } = met();
    bench.scrape(after(15));
    server.serve({ at: after(20), status: 500 }, { at: after(-605), status: 500 });
    bench.poll(after(-602));
    bench.scrape(after(-600));
    deepEqual(
      bench.books.errors.map(({ timestamp }) => timestamp),
      [minute(-10) - 2, minute(-10) - 5],
    );
  });

  it('goes on from the state of an earlier version, whose floor lies ahead', () => {
    const { server, bench } = met();
    scrapes(bench, [15, 30, 45, 60, 75, 90, 105, 120]);
    const { version, ...state } = bench.state;
    const stuck = { ...state, version, lastScrapeAt: after(-600), logReadAt: after(120) };
    bench.books.state = JSON.stringify(stuck);
    bench.kill();
    server.serve(...requests(2, -590));
    bench.scrape(after(-585));
    deepEqual(bench.books.byMinute, { [`${minute(-10)} /api/users`]: 2 });
  });
});

describe('TrafficAccount: any steps of our clock', function () {
  this.timeout(60_000);

  it('leave each request in the minute in which it came, counted and named once', () => {
    fc.assert(
      fc.property(clockSlots(400), (slots) => {
        const server = new MockForgeModel(after(-hour));
        const bench = new AccountBench(server);
        const came = playClockSlots(server, bench, slots);
        for (const { path, count, earliest, latest } of came) {
          const rows = bench.books.rows.filter(({ endpoint }) => endpoint === path);
          equal(
            rows.reduce((sum, { requestCount }) => sum + requestCount, 0),
            count,
            path,
          );
          for (const row of rows) {
            ok(row.minute * 1000 > earliest - 60_000, `${path} stands too early`);
            ok(row.minute * 1000 <= latest, `${path} stands too late`);
          }
        }
        equal(
          Object.values(bench.books.totals).reduce((sum, count) => sum + count, 0),
          came.reduce((sum, { count }) => sum + count, 0),
        );
        equal(bench.state.diagnostics.lateRows, 0);
        bench.books.assertSound();
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
