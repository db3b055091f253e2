import { deepEqual } from 'node:assert/strict';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, noon } from '../../../support/times';

describe('TrafficAccount: a server whose counters stay zero', () => {
  it('counts from the log, each request once and in its own minute', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    const zero = server.reading(noon);
    bench.scrape(noon);
    server.serve({ at: after(10) }, { at: after(59), status: 404, path: '/nope/{id}' });
    for (const second of [15, 30, 45, 60, 75, 90, 105]) {
      bench.scrape(after(second), { reading: zero });
    }
    deepEqual(bench.books.byEndpoint, {
      'http GET 200 /api/users': 1,
      'http GET 404 /nope/:id': 1,
    });
    bench.books.assertSound();
  });

  it('waits for the counters of a server that has just met its first request', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    const zero = server.reading(noon);
    bench.scrape(noon);
    server.serve({ at: after(15) });
    bench.scrape(after(15), { reading: zero });
    for (const second of [30, 45, 60]) bench.scrape(after(second));
    deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 1 });
    bench.books.assertSound();
  });
});
