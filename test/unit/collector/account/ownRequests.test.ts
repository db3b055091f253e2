import { deepEqual, equal } from 'node:assert/strict';
import { mergeHistograms } from '../../../../src/domain/histogram';
import type { Histogram } from '../../../../src/domain/histogram';
import { sparseCount } from '../../../../src/domain/sparseHistogram';
import { mockPortPaths } from '../../../../src/mockforge/paths';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, noon } from '../../../support/times';

const path = mockPortPaths.exchanges;

describe('TrafficAccount: our own requests', () => {
  let server: MockForgeModel;
  let bench: AccountBench;

  beforeEach(() => {
    server = new MockForgeModel(after(-3600));
    bench = new AccountBench(server);
    bench.scrape(noon);
  });

  /** We ask, and the server counts before it answers. */
  function ask(at: number, status = 200, milliseconds = 3): void {
    server.count({ at, status, handlerMs: milliseconds });
    bench.account.ownRequests([{ path, at, status, milliseconds: milliseconds + 2 }]);
  }

  it('are deducted from the counter and the latency of their interval', () => {
    server.serve({ at: after(3), handlerMs: 200 }, { at: after(4), handlerMs: 200 });
    ask(after(5));
    ask(after(6), 404, 40);
    bench.scrape(after(15));
    deepEqual(bench.books.totals, { 'http GET 200': 2 });
    equal(
      bench.books.latency['http GET']?.toFixed(1),
      (2 * 200.5 + 3.5 + 40.5 - 5 - 42).toFixed(1),
    );
    bench.books.assertSound();
  });

  it('leave nothing where there was no other', () => {
    ask(after(5));
    bench.scrape(after(15));
    deepEqual([bench.books.totals, bench.books.latency], [{}, {}]);
  });

  it('that were answered after a scrape belong to the next one', () => {
    server.serve({ at: after(3) });
    const reading = server.reading(after(15));
    server.count({ at: after(15) });
    const own = { path, at: after(15), status: 200, milliseconds: 1 };
    bench.scrape(after(15), { reading });
    bench.account.ownRequests([own]);
    deepEqual(bench.books.totals, { 'http GET 200': 1 });
    server.serve({ at: after(20) });
    bench.scrape(after(30));
    deepEqual(bench.books.totals, { 'http GET 200': 2 });
  });

  it('are remembered by the state', () => {
    server.serve({ at: after(3), status: 500 });
    ask(after(5));
    bench.poll(after(6));
    bench.kill();
    bench.scrape(after(15));
    deepEqual(bench.books.totals, { 'http GET 500': 1 });
  });

  it('of a process that ended are nobody’s', () => {
    ask(after(5));
    server.restart(after(8));
    ask(after(10));
    server.serve({ at: after(11) }, { at: after(12) });
    bench.scrape(after(15));
    deepEqual(bench.books.totals, { 'http GET 200': 2 });
  });

  it('of a process that ended are nobody’s also where another began within the same second', () => {
    const notFound = { path: '/nope', status: 404 };
    ask(after(8.2), 404);
    server.restart(after(8.6));
    server.serve({ at: after(9), ...notFound }, { at: after(10), ...notFound });
    bench.scrape(after(15));
    deepEqual(bench.books.byEndpoint, { 'http GET 404 /nope': 2 });
    for (const second of [30, 45, 60]) bench.scrape(after(second));
    server.serve({ at: after(61), ...notFound });
    bench.scrape(after(75));
    deepEqual(bench.books.byEndpoint, { 'http GET 404 /nope': 3 });
  });

  it('are deducted where the process that answered began within the same second', () => {
    server.restart(after(8.2));
    ask(after(8.6), 404);
    server.serve({ at: after(9), path: '/nope', status: 404 });
    bench.scrape(after(15));
    deepEqual(bench.books.byEndpoint, { 'http GET 404 /nope': 1 });
  });

  it('are deducted after a restart also where the log is not known', () => {
    server.restart(after(8.2));
    ask(after(9));
    server.serve({ at: after(10) });
    bench.scrape(after(15), { log: null });
    deepEqual(bench.books.totals, { 'http GET 200': 1 });
  });

  it('wait for their counter, but not for ever', () => {
    bench.account.ownRequests([{ path, at: after(5), status: 200, milliseconds: 1 }]);
    bench.scrape(after(15));
    server.count({ at: after(16) });
    bench.scrape(after(30));
    deepEqual(bench.books.totals, {});
    bench.account.ownRequests([{ path, at: after(31), status: 200, milliseconds: 1 }]);
    for (const second of [45, 60, 75]) bench.scrape(after(second));
    server.serve({ at: after(80) });
    bench.scrape(after(90));
    deepEqual(bench.books.totals, { 'http GET 200': 1 });
  });

  it('have no rows of the log', () => {
    server.serve({ at: after(3) });
    server.logOnly({ at: after(4), path: '/__mockforge/api', userAgent: 'mockforge-analytics' });
    bench.scrape(after(15));
    bench.scrape(after(30));
    deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 1 });
    equal(bench.state.diagnostics.lateRows, 0);
  });

  describe('that met injected faults', () => {
    /** We ask and get no answer; `counted` is the status with which the server counted that, if it did. */
    function askInVain(at: number, counted?: number): void {
      if (counted !== undefined) server.count({ at, status: counted, handlerMs: 9000 });
      bench.account.ownRequests([{ path, at, status: null, milliseconds: 10_000 }]);
    }

    function scrapes(...seconds: number[]): void {
      for (const second of seconds) bench.scrape(after(second));
      bench.books.assertSound();
    }

    const faultsLeft = (): unknown => [
      bench.state.faults.waiting,
      bench.state.diagnostics.lateFaults,
      bench.books.errors.length,
    ];
    const none = [[], 0, 0];

    it('are deducted with the fault, and those of clients are not', () => {
      ask(after(5), 500);
      server.injectFault(path);
      ask(after(6), 503);
      server.injectFault(path, 'connection_error');
      server.count({ at: after(7), status: 500 });
      server.injectFault('/api/users');
      scrapes(15, 30, 45, 60);
      deepEqual(bench.books.byEndpoint, { 'http GET 500 /api/users': 1 });
      deepEqual(bench.state.diagnostics.lateFaults, 0);
    });

    it('are deducted where the fault is told by another scrape than the request', () => {
      for (const [fault, request] of [
        [16, 5],
        [5, 16],
      ] as const) {
        server = new MockForgeModel(after(-3600));
        bench = new AccountBench(server);
        bench.scrape(noon);
        for (const second of [5, 16]) {
          if (second === fault) server.injectFault(path);
          if (second === request) server.count({ at: after(second), status: 500 });
          if (second === 5) {
            bench.account.ownRequests([{ path, at: after(second), status: 500, milliseconds: 1 }]);
          }
          scrapes(second === 5 ? 15 : 30);
        }
        scrapes(45, 60);
        deepEqual([bench.books.totals, faultsLeft()], [{}, none]);
      }
    });

    it('are deducted where no answer came, with their time', () => {
      server.serve({ at: after(3), handlerMs: 20 });
      askInVain(after(5), 503);
      server.injectFault(path, 'connection_error');
      scrapes(15);
      deepEqual(bench.books.totals, { 'http GET 200': 1 });
      // It took longer for us than for the server: what is left is no less than its bucket says.
      equal(bench.books.latency['http GET'], 10);
      scrapes(30, 45, 60);
      deepEqual([bench.books.totals, faultsLeft()], [{ 'http GET 200': 1 }, none]);
    });

    it('leave the clients theirs where no answer came and the request was not counted', () => {
      askInVain(after(5));
      server.injectFault(path, 'timeout');
      server.count({ at: after(6), status: 504 });
      server.injectFault('/api/users', 'timeout');
      scrapes(15, 30, 45, 60);
      deepEqual(bench.books.byEndpoint, { 'http GET 504 /api/users': 1 });
      deepEqual(bench.state.faults.waiting, []);
      deepEqual(bench.state.diagnostics.lateFaults, 0);
    });

    it('take nothing where no answer came and no fault was told', () => {
      askInVain(after(5));
      server.count({ at: after(6), status: 504 });
      scrapes(15, 30, 45, 60);
      deepEqual([bench.books.byEndpoint, faultsLeft()], [{ 'http GET 504 -': 1 }, none]);
    });

    it('are remembered by the state', () => {
      ask(after(5), 500);
      askInVain(after(6), 503);
      server.serve({ at: after(7), status: 400 });
      bench.poll(after(8));
      bench.kill();
      server.injectFault(path);
      server.injectFault(path, 'connection_error');
      scrapes(15);
      bench.kill();
      scrapes(30, 45, 60);
      deepEqual(bench.books.totals, { 'http GET 400': 1 });
      deepEqual(bench.state.diagnostics.lateFaults, 0);
    });

    it('are not those of a client who asks there too', () => {
      server.count({ at: after(5), status: 500 });
      server.injectFault(path);
      scrapes(15, 30);
      deepEqual(bench.books.byEndpoint, { [`http GET 500 ${path}`]: 1 });
    });

    it('of a process that ended are nobody’s', () => {
      askInVain(after(5));
      server.restart(after(8));
      server.count({ at: after(9), status: 500 });
      server.injectFault(path);
      scrapes(15, 30);
      deepEqual(bench.books.byEndpoint, { [`http GET 500 ${path}`]: 1 });
    });
  });

  describe('that were delayed', () => {
    /** Injected delays by endpoint: how many, and their sum, ms. */
    const stored = (): unknown =>
      bench.books.minutes.flatMap(({ histograms }) =>
        histograms
          .filter(({ source }) => source === 'injected')
          .map(({ endpoint, histogram }) => [endpoint, sparseCount(histogram), histogram.sum]),
      );

    it('leave no delay, and clients keep theirs', () => {
      bench.scrape(after(1));
      ask(after(5), 200, 90);
      server.injectDelay(path, 80);
      ask(after(6), 500, 45);
      server.injectDelay(path, 40);
      server.injectDelay('/somewhere', 30);
      bench.scrape(after(15));
      deepEqual(stored(), [['(other)', 1, 30]]);
      server.injectDelay(path, 70);
      ask(after(16), 200, 75);
      bench.scrape(after(30));
      deepEqual(stored(), [['(other)', 1, 30]]);
    });

    it('are not those of a client who asks there too', () => {
      bench.scrape(after(1));
      server.injectDelay(path, 200);
      server.injectDelay(path, 30);
      ask(after(6), 200, 35);
      bench.scrape(after(15));
      deepEqual(stored(), [['(other)', 1, 230 - 37]]);
    });

    it('are not told once more where an older version knew them by no name of their own', () => {
      bench.scrape(after(1));
      server.injectDelay(path, 80);
      server.injectDelay('/somewhere', 30);
      bench.scrape(after(15));
      deepEqual(stored(), [['(other)', 2, 110]]);
      const state = JSON.parse(bench.books.state ?? '') as {
        injectedDelay: { namedBy: string; latency: Record<string, Histogram> };
      };
      const { namedBy: routes, latency } = state.injectedDelay;
      const all = Object.values(latency).reduce(mergeHistograms);
      const older = { ...state, injectedDelay: { latency: { '(other)': all }, routes } };
      bench.books.state = JSON.stringify(older);
      bench.kill();
      bench.scrape(after(30));
      deepEqual(stored(), [['(other)', 2, 110]]);
      server.injectDelay('/somewhere', 5);
      bench.scrape(after(45));
      deepEqual(stored(), [['(other)', 3, 115]]);
    });
  });
});
