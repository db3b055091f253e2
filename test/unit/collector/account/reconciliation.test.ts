import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { RouteTable } from '../../../../src/domain/routeTable';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

const noLog = { log: null };

function met(): { server: MockForgeModel; bench: AccountBench } {
  const server = new MockForgeModel(after(-3600));
  const bench = new AccountBench(server);
  bench.scrape(noon);
  return { server, bench };
}

describe('TrafficAccount: counters and log together', () => {
  describe('what a scrape counted and the log has not named yet', () => {
    it('is stored at once without an endpoint, and moves to it when its log row comes', () => {
      const { server, bench } = met();
      server.serve({ at: after(50) }, { at: after(51), path: '/api/orders/{orderId}' });
      bench.scrape(after(60), noLog);
      deepEqual(bench.books.byMinute, { [`${minute(0)} -`]: 2 });
      bench.scrape(after(75));
      deepEqual(bench.books.byMinute, {
        [`${minute(0)} /api/orders/:orderId`]: 1,
        [`${minute(0)} /api/users`]: 1,
      });
      bench.books.assertSound();
    });

    it('stays not attributed when no row ever comes, as for an injected fault', () => {
      const { server, bench } = met();
      server.count({ at: after(5), status: 503 });
      for (const second of [15, 30, 45, 60, 75]) bench.scrape(after(second));
      deepEqual(bench.books.byEndpoint, { 'http GET 503 -': 1 });
      deepEqual(
        bench.state.intervals.map(({ remaining }) => [...remaining]),
        [[], []],
      );
      bench.books.assertSound();
    });

    it('is given up two ticks after the first good log read, and not before', () => {
      const { server, bench } = met();
      server.count({ at: after(5) });
      bench.scrape(after(15));
      bench.scrape(after(30));
      server.logOnly({ at: after(5) });
      bench.scrape(after(45));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 1 });

      server.count({ at: after(50) });
      for (const second of [60, 75, 90]) bench.scrape(after(second));
      server.logOnly({ at: after(50) });
      bench.scrape(after(105));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 -': 1, 'http GET 200 /api/users': 1 });
    });

    it('waits for the log as long as that cannot be read, up to ten minutes', () => {
      const { server, bench } = met();
      server.serve({ at: after(5) });
      for (let second = 15; second < 600; second += 15) bench.scrape(after(second), noLog);
      bench.scrape(after(600));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 1 });

      server.serve({ at: after(605) });
      for (let second = 615; second <= 1245; second += 15) bench.scrape(after(second), noLog);
      bench.scrape(after(1260));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 -': 1, 'http GET 200 /api/users': 1 });
      bench.books.assertSound();
    });
  });

  describe('a log row', () => {
    it('goes to the oldest open interval of its key, oldest row first', () => {
      const { server, bench } = met();
      server.serve({ at: after(50), path: '/a' });
      bench.scrape(after(60), noLog);
      server.serve({ at: after(70), path: '/b' });
      bench.scrape(after(75));
      deepEqual(bench.books.byMinute, { [`${minute(0)} /a`]: 1, [`${minute(1)} /b`]: 1 });
    });

    it('never takes from an interval that began after it finished', () => {
      const { server, bench } = met();
      bench.scrape(after(15));
      server.logOnly({ at: after(14) });
      server.count({ at: after(20), method: 'GET' });
      bench.scrape(after(30));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 -': 1 });
    });

    it('never takes from an interval that had ended before it finished', () => {
      const { server, bench } = met();
      server.count({ at: after(5) });
      bench.scrape(after(15));
      server.logOnly({ at: after(16) });
      bench.scrape(after(30));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 -': 1 });
    });

    it('takes only from counts of its own method and status', () => {
      const { server, bench } = met();
      server.count({ at: after(5), method: 'PUT' });
      server.count({ at: after(5), status: 404 });
      server.logOnly({ at: after(5) });
      bench.scrape(after(15));
      deepEqual(bench.books.byEndpoint, { 'http GET 404 -': 1, 'http PUT 200 -': 1 });
    });

    it('that comes before its counter waits two good scrapes for it', () => {
      const { server, bench } = met();
      server.logOnly({ at: after(14.8) });
      bench.poll(after(14.9));
      bench.scrape(after(15));
      equal(bench.books.rows.length, 0);
      server.count({ at: after(14.8) });
      bench.scrape(after(30));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /api/users': 1 });
    });

    it('that finds no count within two good scrapes becomes a diagnostic, not a request', () => {
      const { server, bench } = met();
      server.serve({ at: after(4), method: 'POST' });
      server.logOnly({ at: after(5) });
      bench.scrape(after(15));
      bench.scrape(after(30));
      equal(bench.state.diagnostics.lateRows, 0);
      bench.scrape(after(45));
      equal(bench.state.diagnostics.lateRows, 1);
      equal(bench.state.waiting.length, 0);
      deepEqual(bench.books.totals, { 'http POST 200': 1 });
    });

    it('is taken in once, however often the ring shows it', () => {
      const { server, bench } = met();
      server.serve({ at: after(5), status: 404 });
      for (const second of [6, 8, 10]) bench.poll(after(second));
      bench.scrape(after(15));
      bench.poll(after(17));
      bench.scrape(after(30));
      deepEqual(bench.books.byEndpoint, { 'http GET 404 /api/users': 1 });
      equal(bench.books.errors.length, 1);
    });

    it('is named by the routes where the log gives a raw path', () => {
      const { server, bench } = met();
      bench.setRoutes(new RouteTable([{ method: 'GET', template: '/items/{sku}' }]));
      server.serve(
        { at: after(5), path: '/items/blue-shirt' },
        { at: after(6), path: '/x/77?a=b' },
      );
      bench.scrape(after(15));
      deepEqual(Object.keys(bench.books.byEndpoint), [
        'http GET 200 /items/:sku',
        'http GET 200 /x/:id',
      ]);
    });
  });

  it('gives the newest rows to the newest interval after the ring turned over', () => {
    const { server, bench } = met();
    server.serve({ at: after(1), path: '/known' });
    bench.scrape(after(45));
    server.serve({ at: after(50), path: '/pushed-out' });
    bench.scrape(after(60), noLog);
    // The first of these finished so near to the scrape that either interval could have counted it.
    for (let i = 0; i < 1000; i++) server.serve({ at: after(60.2 + i / 100), path: '/new' });
    bench.scrape(after(75));
    deepEqual(bench.books.byMinute, {
      [`${minute(0)} -`]: 1,
      [`${minute(0)} /known`]: 1,
      [`${minute(1)} /new`]: 1000,
    });
    bench.books.assertSound();
  });

  it('gives the oldest rows to the oldest interval again at the scrape after that', () => {
    const { server, bench } = met();
    server.serve({ at: after(1), path: '/known' });
    bench.scrape(after(75));
    for (let i = 0; i < 1000; i++) server.serve({ at: after(76 + i / 100), path: '/new' });
    bench.scrape(after(90));
    server.count({ at: after(110) });
    bench.scrape(after(120));
    server.serve({ at: after(120.2), path: '/between' });
    bench.scrape(after(135));
    const { [`${minute(1)} /between`]: between } = bench.books.byMinute;
    equal(between, 1);
  });

  describe("a process's end", () => {
    it('counts from the log what was served after the last scrape', () => {
      const { server, bench } = met();
      server.serve({ at: after(5) });
      bench.scrape(after(15));
      server.serve({ at: after(17), path: '/last' }, { at: after(18), path: '/last' });
      bench.poll(after(18.5));
      server.restart(after(20));
      server.serve({ at: after(25), path: '/new' });
      bench.scrape(after(30));
      deepEqual(bench.books.byEndpoint, {
        'http GET 200 /api/users': 1,
        'http GET 200 /last': 2,
        'http GET 200 /new': 1,
      });
      bench.books.assertSound();
    });

    it('is seen by the emptied log where nobody knows exactly when the next one started', () => {
      const { server, bench } = met();
      server.exposesProcessStart = false;
      server.serve({ at: after(5) });
      bench.scrape(after(15));
      server.serve({ at: after(17), path: '/last' });
      bench.poll(after(18));
      server.restart(after(20));
      server.serve({ at: after(25), path: '/new' });
      bench.scrape(after(30));
      deepEqual(bench.books.byEndpoint, {
        'http GET 200 /api/users': 1,
        'http GET 200 /last': 1,
        'http GET 200 /new': 1,
      });
    });

    it('counts so a process that came and went between two scrapes', () => {
      const { server, bench } = met();
      server.restart(after(2));
      server.serve({ at: after(4), path: '/short' });
      bench.poll(after(5));
      server.restart(after(8));
      server.serve({ at: after(10), path: '/long' });
      bench.scrape(after(15));
      deepEqual(bench.books.byEndpoint, {
        'http GET 200 /long': 1,
        'http GET 200 /short': 1,
      });
    });

    it('does not count again a row that came too late for its interval', () => {
      const { server, bench } = met();
      server.serve({ at: after(5) });
      for (let second = 15; second <= 645; second += 15) bench.scrape(after(second), noLog);
      bench.scrape(after(660));
      server.restart(after(665));
      bench.scrape(after(675));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 -': 1 });
      equal(bench.state.diagnostics.lateRows, 1);
    });

    it('that is told to us counts what waits', () => {
      const { server, bench } = met();
      server.serve({ at: after(5), path: '/last' });
      bench.poll(after(6));
      bench.end(after(7));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /last': 1 });
      bench.end(after(8));
      deepEqual(bench.books.byEndpoint, { 'http GET 200 /last': 1 });
      bench.books.assertSound();
    });
  });

  describe('GraphQL', () => {
    it('is one request: http POST gives up what graphql counted', () => {
      const { server, bench } = met();
      server.serveGraphql();
      server.serveGraphql();
      server.serve({ at: after(5), method: 'POST' });
      bench.scrape(after(15));
      deepEqual(bench.books.byEndpoint, {
        'graphql query 200 /graphql': 2,
        'http POST 200 /api/users': 1,
      });
    });

    it('takes from the same status, else from 200', () => {
      const { server, bench } = met();
      server.countGraphql(400);
      server.count({ at: after(5), method: 'POST', status: 400 });
      server.countGraphql(400);
      server.count({ at: after(6), method: 'POST' });
      bench.scrape(after(15));
      deepEqual(bench.books.totals, { 'graphql query 400': 2 });
      deepEqual(
        bench.books.rows.map(({ errorCount }) => errorCount),
        [2],
      );
    });

    it('lets http POST owe what it has not counted yet', () => {
      const { server, bench } = met();
      server.countGraphql();
      bench.scrape(after(15));
      deepEqual(bench.state.owedByHttp, new Map([['200', 1]]));
      server.count({ at: 0, method: 'POST' });
      server.serve({ at: after(20), method: 'POST' });
      bench.scrape(after(30));
      deepEqual(bench.books.totals, { 'graphql query 200': 1, 'http POST 200': 1 });
      deepEqual(bench.state.owedByHttp, new Map());
    });

    it('forgets what a process owed when that ends', () => {
      const { server, bench } = met();
      server.countGraphql();
      bench.scrape(after(15));
      server.restart(after(20));
      server.serve({ at: after(25), method: 'POST' });
      bench.scrape(after(30));
      deepEqual(bench.books.totals, { 'graphql query 200': 1, 'http POST 200': 1 });
    });

    it('gives up its time as well: the rows of both add up to the histogram of http POST', () => {
      const { server, bench } = met();
      server.serveGraphql();
      server.serve({ at: after(5), method: 'POST', handlerMs: 7, injectedMs: 10 });
      bench.scrape(after(15));
      const { 'graphql query': graphql = 0, 'http POST': http = 0 } = bench.books.latency;
      equal(graphql.toFixed(6), '1.500000');
      equal((graphql + http).toFixed(6), '20.000000');
    });
  });

  describe('latency_sum', () => {
    it("is a row's handler time and its share of what the histogram holds beyond", () => {
      const { server, bench } = met();
      server.serve({ at: after(5), handlerMs: 10, injectedMs: 29 });
      server.serve({ at: after(5), handlerMs: 12, injectedMs: 29.5 });
      server.serve({ at: after(6), path: '/slow', handlerMs: 100 });
      bench.scrape(after(15));
      const sums = bench.books.rows.map(({ endpoint, latencySum }) => [
        endpoint,
        latencySum.toFixed(6),
      ]);
      // Beyond the handlers lie 60 ms of three requests.
      deepEqual(sums, [
        ['/api/users', '62.000000'],
        ['/slow', '120.000000'],
      ]);
    });

    it('is scaled down where handler times exceed the histogram', () => {
      const { server, bench } = met();
      server.count({ at: after(5), handlerMs: 9 });
      server.logOnly({ at: after(5), handlerMs: 19 });
      bench.scrape(after(15));
      equal(bench.books.latency['http GET']?.toFixed(6), '9.500000');
      deepEqual(
        bench.books.rows.map(({ latencyMax }) => latencyMax),
        [19],
      );
    });

    it('is the handler time alone where no histogram speaks of the minute', () => {
      const server = new MockForgeModel(after(-3600));
      server.serve({ at: after(-100), handlerMs: 42 });
      server.count({ at: after(-200) });
      const bench = new AccountBench(server);
      bench.scrape(noon);
      equal(bench.books.latency['http GET'], 42);
    });
  });

  describe('percentiles and extremes', () => {
    it("of an endpoint are those of the log's handler times", () => {
      const { server, bench } = met();
      for (const handlerMs of [1, 2, 3, 4]) {
        server.serve({ at: after(5), handlerMs, injectedMs: 500 });
      }
      bench.scrape(after(15));
      const [row] = bench.books.rows;
      deepEqual([row?.latencyMin, row?.latencyMax, row?.latencyP50], [1, 4, 2]);
    });

    it('of what is not attributed are those of the whole requests', () => {
      const { server, bench } = met();
      for (let i = 0; i < 4; i++) server.count({ at: after(5), handlerMs: 30 });
      bench.scrape(after(15));
      const [row] = bench.books.rows;
      deepEqual([row?.latencyMin, row?.latencyMax, row?.latencyP50], [null, null, 37.5]);
    });

    it('are no numbers where they lie above every bound', () => {
      const { server, bench } = met();
      server.count({ at: after(5), handlerMs: 11_000 });
      bench.scrape(after(15));
      deepEqual(
        bench.books.rows.map(({ latencyP95 }) => latencyP95),
        [null],
      );
    });
  });

  describe('message protocols', () => {
    it('have the operation as method, and neither endpoint nor status', () => {
      const { server, bench } = met();
      server.move('mockforge_ws_messages_sent_total', {}, 3);
      server.move('mockforge_ws_errors_total', {}, 2);
      server.move('mockforge_kafka_messages_produced_total', {}, 5);
      bench.scrape(after(15));
      const rows = bench.books.rows.map(({ protocol, method, endpoint, statusCode, ...row }) => [
        `${protocol} ${method}`,
        endpoint,
        statusCode,
        row.requestCount,
        row.errorCount,
      ]);
      deepEqual(rows.sort(), [
        ['kafka PRODUCE', null, null, 5, 0],
        ['websocket ERROR', null, null, 2, 2],
        ['websocket MESSAGE', null, null, 3, 0],
      ]);
    });

    it('have their open connections on every row of theirs in the minute', () => {
      const { server, bench } = met();
      server.move('mockforge_ws_messages_sent_total', {}, 3);
      server.move('mockforge_ws_connections_active', {}, 0, 4);
      server.move('mockforge_mqtt_connections_active', {}, 0, 2);
      bench.scrape(after(15));
      const rows = bench.books.minutes.flatMap((content) => content.rows);
      deepEqual(
        rows.map(({ protocol, method, requestCount, activeConnections }) => [
          protocol,
          method,
          requestCount,
          activeConnections,
        ]),
        [
          ['websocket', 'MESSAGE', 3, 4],
          ['mqtt', null, 0, 2],
        ],
      );
    });
  });

  it('puts the configured dimensions on everything', () => {
    const server = new MockForgeModel(after(-3600));
    const dimensions = { workspaceId: 'shop', environment: 'dev' };
    const bench = new AccountBench(server, { dimensions });
    bench.scrape(noon);
    server.serve({ at: after(5), status: 500 });
    bench.scrape(after(15));
    const { minutes, endpoints, errors } = bench.books;
    for (const { workspaceId, environment } of [...minutes, ...endpoints, ...errors]) {
      deepEqual({ workspaceId, environment }, dimensions);
    }
    notEqual(errors.length, 0);
  });
});
