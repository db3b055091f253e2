import { deepEqual } from 'node:assert/strict';
import { ClientIncrements } from '../../../../src/collector/account/clientIncrements';
import type { WaitingRow } from '../../../../src/collector/account/accountState';
import { noSizes } from '../../../../src/domain/trafficColumns';
import { trafficKeyOf } from '../../../../src/domain/trafficKey';
import type { CommitBatch } from '../../../../src/domain/commitBatch';
import { TrafficAccount } from '../../../../src/collector/account/trafficAccount';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, minute, noon } from '../../../support/times';

const dimensions = { workspaceId: 'w', environment: null };

function rowOf(status: number, parts: Partial<WaitingRow> = {}): WaitingRow {
  return {
    key: trafficKeyOf({ protocol: 'http', method: 'GET', status }),
    endpoint: '/api/users',
    finishedAt: noon,
    handlerMs: 4,
    ...noSizes,
    bytesReceived: 3,
    clientIp: '10.0.0.1',
    userAgent: 'curl/8.5.0',
    epoch: 0,
    waits: 0,
    ...parts,
  };
}

describe('ClientIncrements', () => {
  it('adds up what each client did in an hour', () => {
    const clients = new ClientIncrements();
    clients.add(minute(0), rowOf(200));
    clients.add(minute(59), rowOf(404, { endpoint: '/no', handlerMs: 8 }));
    clients.add(minute(60), rowOf(200, { clientIp: null, userAgent: null }));
    const curl = {
      clientIp: '10.0.0.1',
      userAgent: 'curl/8.5.0',
      family: 'curl',
      version: '8.5.0',
    };
    deepEqual(clients.take(dimensions), [
      {
        ...dimensions,
        ...curl,
        hour: minute(0),
        protocol: 'http',
        requests: 2,
        errors: 1,
        handler: { sum: 12, count: 2 },
        bytesSent: 0,
        bytesReceived: 6,
        endpointCounts: new Map([
          ['GET /api/users', 1],
          ['GET /no', 1],
        ]),
      },
      {
        ...dimensions,
        clientIp: '(unknown)',
        userAgent: null,
        family: null,
        version: null,
        hour: minute(60),
        protocol: 'http',
        requests: 1,
        errors: 0,
        handler: { sum: 4, count: 1 },
        bytesSent: 0,
        bytesReceived: 3,
        endpointCounts: new Map([['GET /api/users', 1]]),
      },
    ]);
    deepEqual(clients.take(dimensions), []);
  });
});

describe('TrafficAccount: clients', () => {
  it('have a request in the hour of the minute that it is entered into', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.scrape(after(3595));
    // Served before one o'clock, counted by a scrape whose interval lies mostly after it.
    server.serve({ at: after(3599) });
    bench.scrape(after(3615));
    deepEqual(bench.books.byMinute, { [`${minute(60)} /api/users`]: 1 });
    deepEqual(
      bench.books.clients.map(({ hour, requests }) => [hour, requests]),
      [[minute(60), 1]],
    );
    bench.books.assertSound();
  });

  it('have a request of a minute that is final in the hour of the minute that stands in for it', () => {
    const server = new MockForgeModel(after(-3600));
    server.count({ at: noon });
    const bench = new AccountBench(server);
    bench.scrape(after(3600));
    server.logOnly({ at: after(3599.5) });
    bench.poll(after(3601));
    bench.end(after(3605));
    deepEqual(bench.books.byMinute, { [`${minute(60)} /api/users`]: 1 });
    deepEqual(
      bench.books.clients.map(({ hour }) => hour),
      [minute(60)],
    );
  });

  it('have each request once, when it is entered and not when it is read', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.scrape(noon);
    server.logOnly({ at: after(14.8), status: 500 });
    bench.poll(after(14.9));
    bench.scrape(after(15));
    deepEqual(bench.books.clients, []);
    server.count({ at: 0, status: 500 });
    bench.kill();
    bench.scrape(after(30));
    bench.scrape(after(45));
    deepEqual(
      bench.books.clients.map(({ requests, errors }) => [requests, errors]),
      [[1, 1]],
    );
  });
});

describe('TrafficAccount: gauges', () => {
  it('of a scrape are told with it, as of the minute that it ends', () => {
    const server = new MockForgeModel(after(-90));
    server.move('mockforge_memory_usage_bytes', {}, 0, 5000);
    server.move('mockforge_cpu_usage_percent', {}, 0, 2.5);
    server.move('mockforge_ws_connections_active', {}, 2);
    server.move('mockforge_requests_in_flight', { protocol: 'http' }, 1);
    const account = new TrafficAccount({ dimensions, errorsPerMinute: 10 }, undefined);
    const scrape = (at: number): CommitBatch => {
      account.scraped({
        at,
        answeredAt: at,
        reading: server.reading(at),
        dashboardStart: null,
        logRead: true,
        mailbox: null,
        uncertainRequests: [],
        intervalMs: 15_000,
        clockOffset: 0,
        lastAttemptAt: null,
      });
      return account.batch(at);
    };
    scrape(after(-15));
    deepEqual(scrape(noon).lastGauges, {
      ...dimensions,
      minute: minute(-1),
      activeConnections: 3,
      memoryUsageBytes: 5000,
      cpuUsagePercent: 2.5,
      threadCount: null,
      uptimeSeconds: 90,
    });
    account.processEnded(after(5));
    deepEqual(account.batch(after(5)).lastGauges, null);
  });
});
