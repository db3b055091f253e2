import { deepEqual, equal } from 'node:assert/strict';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

function met(errorsPerMinute = 1000): { server: MockForgeModel; bench: AccountBench } {
  const server = new MockForgeModel(after(-3600));
  const bench = new AccountBench(server, { errorsPerMinute });
  bench.scrape(noon);
  return { server, bench };
}

describe('TrafficAccount: error events', () => {
  it('are committed as the log shows them, before the next scrape counts the requests', () => {
    const { server, bench } = met();
    server.serve({ at: after(2.345), method: 'POST', path: '/api/orders', status: 422 });
    bench.poll(after(4));
    deepEqual(bench.books.errors, [
      {
        workspaceId: null,
        environment: null,
        timestamp: minute(0) + 2,
        protocol: 'http',
        method: 'POST',
        endpoint: '/api/orders',
        statusCode: 422,
        errorType: 'validation_error',
        errorMessage: null,
        errorCategory: 'client_error',
        requestId: null,
        traceId: null,
        spanId: null,
        clientIp: '127.0.0.1',
        userAgent: 'curl/8.5.0',
        metadata: { logId: 'row-1', path: '/api/orders', timestampMs: after(2.345) },
      },
    ]);
    deepEqual(bench.books.totals, {});
  });

  it('are not committed when no failed request is new', () => {
    const { server, bench } = met();
    server.serve({ at: after(2) });
    equal(bench.poll(after(4)), false);
    equal(bench.account.log.hasFresh, true);
  });

  it('beyond the limit of a minute are counted by kind, at once', () => {
    const { server, bench } = met(2);
    for (let i = 0; i < 5; i++) server.serve({ at: after(10 + i), status: 500 });
    server.serve({ at: after(14.5), method: 'POST', path: '/api/orders', status: 422 });
    bench.poll(after(15));
    deepEqual(
      bench.books.errors.map(({ timestamp }) => timestamp - minute(0)),
      [10, 11],
    );
    const kind = { workspaceId: null, environment: null, protocol: 'http' };
    deepEqual(bench.books.moreErrors, [
      {
        ...kind,
        timestamp: minute(0) + 12,
        method: 'GET',
        endpoint: '/api/users',
        statusCode: 500,
        errorType: 'internal_error',
        errorCategory: 'server_error',
        count: 3,
      },
      {
        ...kind,
        timestamp: minute(0) + 14,
        method: 'POST',
        endpoint: '/api/orders',
        statusCode: 422,
        errorType: 'validation_error',
        errorCategory: 'client_error',
        count: 1,
      },
    ]);
  });

  it('are stored one by one again in the next minute', () => {
    const { server, bench } = met(2);
    for (let i = 0; i < 5; i++) server.serve({ at: after(57 + i), status: 500 });
    bench.poll(after(62));
    deepEqual(
      bench.books.errors.map(({ timestamp }) => timestamp - minute(0)),
      [57, 58, 60, 61],
    );
    deepEqual(
      bench.books.moreErrors.map(({ timestamp, count }) => [timestamp - minute(0), count]),
      [[59, 1]],
    );
  });

  it('keep their limit over a kill', () => {
    const { server, bench } = met(2);
    server.serve({ at: after(10), status: 500 });
    bench.poll(after(11));
    bench.kill();
    server.serve({ at: after(12), status: 500 }, { at: after(13), status: 500 });
    bench.poll(after(14));
    deepEqual([bench.books.errors.length, bench.books.moreErrors[0]?.count], [2, 1]);
  });
});
