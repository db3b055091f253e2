import { deepEqual, equal } from 'node:assert/strict';
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
    bench.scrape(after(15), { reading, ownRequests: [own] });
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
});
