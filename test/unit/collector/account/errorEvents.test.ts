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

  it('beyond the limit of a minute are summed up by one event when the next minute fails', () => {
    const { server, bench } = met(2);
    for (let i = 0; i < 5; i++) server.serve({ at: after(10 + i), status: 500 });
    bench.scrape(after(15));
    server.serve({ at: after(70), status: 500 });
    bench.scrape(after(75));
    const told = bench.books.errors.map(({ timestamp, errorType, metadata }) => [
      timestamp,
      errorType,
      metadata['count'],
    ]);
    deepEqual(told, [
      [minute(0) + 10, 'internal_error', undefined],
      [minute(0) + 11, 'internal_error', undefined],
      [minute(0), 'not_stored', 3],
      [minute(1) + 10, 'internal_error', undefined],
    ]);
    equal(bench.books.totals['http GET 500'], 6);
  });

  it('keep their limit over a kill', () => {
    const { server, bench } = met(2);
    server.serve({ at: after(10), status: 500 });
    bench.poll(after(11));
    bench.kill();
    server.serve({ at: after(12), status: 500 }, { at: after(13), status: 500 });
    bench.poll(after(14));
    equal(bench.books.errors.length, 2);
  });
});
