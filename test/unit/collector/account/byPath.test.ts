import { deepEqual, equal } from 'node:assert/strict';
import { RouteTable } from '../../../../src/domain/routeTable';
import { sparseCount } from '../../../../src/domain/sparseHistogram';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

const routes = new RouteTable([
  { method: 'GET', template: '/api/users/{id}' },
  { method: 'POST', template: '/api/users' },
]);

describe('TrafficAccount: metrics that name endpoints', () => {
  let server: MockForgeModel;
  let bench: AccountBench;

  beforeEach(() => {
    server = new MockForgeModel(after(-3600));
    bench = new AccountBench(server);
    bench.setRoutes(routes);
    serve('/api/users/:id');
    bench.scrape(noon);
  });

  /** A request that the by-path families count, too; their paths have ids as `:id`. */
  function serve(path: string, { method = 'GET', status = 200, ms = 30 } = {}): void {
    server.count({ at: 0, method, status, handlerMs: ms });
    nameIt(path, { method, status, ms });
  }

  function nameIt(path: string, { method = 'GET', status = 200, ms = 30 } = {}): void {
    server.move('mockforge_requests_by_path_total', { path, method, status: String(status) }, 1);
    const family = 'mockforge_request_duration_by_path_seconds';
    for (const le of ['0.01', '0.05', '+Inf']) {
      const isIn = le === '+Inf' || ms / 1000 <= Number(le);
      server.move(`${family}_bucket`, { path, method, le }, isIn ? 1 : 0);
    }
    server.move(`${family}_sum`, { path, method }, ms / 1000);
    server.move(`${family}_count`, { path, method }, 1);
  }

  it('count each endpoint exactly, whatever the log says', () => {
    serve('/api/users/:id');
    serve('/api/users/:id', { status: 404 });
    serve('/api/users', { method: 'POST', status: 201 });
    server.logOnly({ at: after(3), path: '/api/users/{id}' });
    server.logOnly({ at: after(4), path: '/elsewhere' });
    bench.scrape(after(15));
    bench.scrape(after(30));
    deepEqual(bench.books.byEndpoint, {
      'http GET 200 /api/users/:id': 1,
      'http GET 404 /api/users/:id': 1,
      'http POST 201 /api/users': 1,
    });
    equal(bench.state.diagnostics.lateRows, 0);
  });

  it('leave clients and failed requests to the log', () => {
    serve('/api/users/:id', { status: 500 });
    server.logOnly({ at: after(3), path: '/api/users/{id}', status: 500 });
    bench.scrape(after(15));
    deepEqual(
      bench.books.errors.map(({ endpoint }) => endpoint),
      ['/api/users/:id'],
    );
    deepEqual(
      bench.books.clients.map(({ clientIp, requests }) => [clientIp, requests]),
      [['127.0.0.1', 1]],
    );
  });

  it('give each endpoint its distribution, and its rows the time in it', () => {
    serve('/api/users/:id', { ms: 30 });
    serve('/api/users/:id', { ms: 30, status: 404 });
    serve('/nope', { ms: 5 });
    bench.scrape(after(15));
    const [content] = bench.books.minutes.filter((held) => held.minute === minute(0));
    const named = content?.histograms.filter(({ endpoint }) => endpoint !== null) ?? [];
    deepEqual(
      named.map(({ endpoint, source, histogram }) => [
        endpoint,
        source,
        sparseCount(histogram),
        histogram.sum,
      ]),
      [
        ['/api/users/:id', 'metrics', 2, 60],
        ['/nope', 'metrics', 1, 5],
      ],
    );
    const sums = bench.books.rows.map(({ endpoint, latencySum }) => [endpoint, latencySum]);
    deepEqual(sums, [
      ['/api/users/:id', 30.5],
      ['/api/users/:id', 30.5],
      ['/nope', 5.5],
    ]);
    const [increment] = bench.books.endpoints.filter(({ endpoint }) => endpoint === '/nope');
    deepEqual(
      [increment?.handler?.histogram.sum, increment?.handler?.min, increment?.handler?.max],
      [5, null, null],
    );
  });

  it('never give more than the counter by status counted; the rest waits for it', () => {
    nameIt('/api/users/:id');
    bench.scrape(after(15));
    deepEqual(bench.books.totals, {});
    server.count({ at: 0, handlerMs: 30 });
    bench.scrape(after(30));
    deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users/:id': 1 });
    nameIt('/api/users/:id');
    for (const second of [45, 60, 75, 90]) bench.scrape(after(second));
    server.count({ at: 0, handlerMs: 30 });
    bench.scrape(after(105));
    equal(bench.books.byEndpoint['http GET 200 /api/users/:id'], 1);
  });

  it('leave what they do not name without an endpoint', () => {
    serve('/api/users/:id');
    server.count({ at: 0, status: 204 });
    bench.scrape(after(15));
    bench.scrape(after(30));
    deepEqual(bench.books.byEndpoint, {
      'http GET 200 /api/users/:id': 1,
      'http GET 204 -': 1,
    });
  });

  it('count GraphQL once', () => {
    server.countGraphql();
    serve('/graphql', { method: 'POST' });
    serve('/api/users', { method: 'POST' });
    bench.scrape(after(15));
    bench.scrape(after(30));
    deepEqual(bench.books.byEndpoint, {
      'graphql query 200 /graphql': 1,
      'http POST 200 /api/users': 1,
    });
  });

  it('count a new process from 0, and go on after a kill', () => {
    server.restart(after(5));
    serve('/api/users/:id');
    bench.scrape(after(15));
    bench.kill();
    serve('/api/users/:id');
    bench.scrape(after(30));
    deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users/:id': 2 });
    bench.books.assertSound();
  });

  it('are spread over a gap as their requests are', () => {
    for (let i = 0; i < 8; i++) serve('/api/users/:id');
    bench.scrape(after(240));
    bench.scrape(after(255));
    const named = bench.books.minutes.map(({ minute: at, histograms }) => [
      at,
      ...histograms
        .filter(({ endpoint }) => endpoint !== null)
        .map((h) => sparseCount(h.histogram)),
    ]);
    deepEqual(
      named.filter(([, count]) => count !== undefined),
      [0, 1, 2, 3].map((n) => [minute(n), 2]),
    );
    deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users/:id': 8 });
  });

  describe('injected delay', () => {
    /** Endpoint, requests held up and their delays added up, by minute. */
    function delays(): unknown[] {
      return bench.books.minutes.flatMap(({ minute: at, histograms }) =>
        histograms
          .filter(({ source }) => source === 'injected')
          .map(({ endpoint, method, histogram }) => {
            equal(method, null);
            return [at, endpoint, sparseCount(histogram), histogram.sum];
          }),
      );
    }

    it('stands at the endpoints of its paths, those that are no route together', () => {
      server.injectDelay('/api/users/7', 30);
      server.injectDelay('/api/users/8', 70);
      server.injectDelay('/nope/1', 20);
      server.injectDelay('/nope/2', 20);
      bench.scrape(after(15));
      deepEqual(delays(), [
        [minute(0), '/api/users/:id', 2, 100],
        [minute(0), '(other)', 2, 40],
      ]);
    });

    it('counts from where it was read last, also after a kill and in a new process', () => {
      server.injectDelay('/api/users/7', 30);
      bench.scrape(after(15));
      bench.kill();
      server.injectDelay('/api/users/7', 40);
      bench.scrape(after(30));
      server.restart(after(65));
      server.injectDelay('/api/users/9', 5);
      bench.scrape(after(75));
      deepEqual(delays(), [
        [minute(0), '/api/users/:id', 2, 70],
        [minute(1), '/api/users/:id', 1, 5],
      ]);
    });

    it('of before the first scrape is not counted, nor what other routes name otherwise', () => {
      const late = new AccountBench(server);
      server.injectDelay('/api/users/7', 30);
      late.scrape(after(15));
      late.setRoutes(routes);
      server.injectDelay('/api/users/7', 30);
      late.scrape(after(30));
      bench = late;
      deepEqual(delays(), []);
      server.injectDelay('/api/users/7', 20);
      late.scrape(after(45));
      deepEqual(delays(), [[minute(0), '/api/users/:id', 1, 20]]);
    });
  });
});
