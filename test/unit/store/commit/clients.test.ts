import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { ClientIncrement } from '../../../../src/domain/commitBatch';
import { rowsOf } from '../../../../src/domain/resultTable';
import { addEndpointCounts } from '../../../../src/store/commit/endpointCounts';
import type { WholeDatabase } from '../support/wholeDatabase';
import { batchOf, clientOf, minuteOf, monday, rowOf } from '../support/batches';
import { newDatabases, rows } from '../support/databases';

const hour = 3600;
const day = 24 * hour;

const stored = `SELECT timestamp, client_ip, user_agent, user_agent_family, user_agent_version, protocol,
    workspace_id, request_count, error_count, avg_latency_ms, bytes_received, top_endpoints
  FROM client_analytics ORDER BY timestamp, client_ip, user_agent, protocol, workspace_id`;

/** What requests of few clients in two hours may say; whole milliseconds, as the log gives them. */
const increment: fc.Arbitrary<ClientIncrement> = fc
  .record({
    hour: fc.constantFrom(monday, monday + hour),
    clientIp: fc.constantFrom('10.0.0.1', '10.0.0.2', '(unknown)'),
    userAgent: fc.constantFrom('curl/8.5.0', 'axios/1.7.9', null),
    workspaceId: fc.constantFrom(null, 'w'),
    protocol: fc.constantFrom('http', 'grpc'),
    requests: fc.integer({ min: 1, max: 9 }),
    errors: fc.integer({ min: 0, max: 1 }),
    handlerSum: fc.integer({ min: 0, max: 500 }),
    bytesReceived: fc.integer({ min: 0, max: 500 }),
    endpoint: fc.constantFrom('GET /a', 'GET /b', 'POST /b', 'GET /c/:id'),
  })
  .map(({ handlerSum: sum, endpoint, ...parts }) => {
    const handler = { sum, count: parts.requests };
    return clientOf({ ...parts, handler, endpointCounts: new Map([[endpoint, parts.requests]]) });
  });

describe('what clients did', () => {
  const newDatabase = newDatabases();

  async function committed(...batches: readonly ClientIncrement[][]): Promise<WholeDatabase> {
    const database = await newDatabase();
    for (const [i, clients] of batches.entries()) {
      await database.commit(batchOf(i + 1, { clients }));
    }
    return database;
  }

  it('is one row an hour, client and protocol, with an average weighted by requests', async () => {
    const database = await committed(
      [
        clientOf({
          requests: 99,
          errors: 1,
          handler: { sum: 99, count: 99 },
          bytesReceived: 7,
          endpointCounts: new Map([
            ['GET /a', 98],
            ['GET /b', 1],
          ]),
        }),
        clientOf({ protocol: 'grpc', userAgent: null, family: null, version: null }),
      ],
      [
        clientOf({
          handler: { sum: 1001, count: 1 },
          bytesReceived: 5,
          endpointCounts: new Map([['GET /b', 1]]),
        }),
        clientOf({ hour: monday + hour, userAgent: '' }),
      ],
    );
    const found = await rows(database, stored);
    deepEqual(
      found.find(({ request_count: requests }) => requests === 100),
      {
        timestamp: monday,
        client_ip: '10.0.0.1',
        user_agent: 'curl/8.5.0',
        user_agent_family: 'curl',
        user_agent_version: '8.5.0',
        protocol: 'http',
        workspace_id: null,
        request_count: 100,
        error_count: 1,
        avg_latency_ms: 11,
        bytes_received: 12,
        top_endpoints: '["GET /a","GET /b"]',
      },
    );
    deepEqual(
      found.map((row) => [row['timestamp'], row['protocol'], row['user_agent']]),
      [
        [monday, 'grpc', null],
        [monday, 'http', 'curl/8.5.0'],
        [monday + hour, 'http', null],
      ],
    );
  });

  it('is the same in whatever parts and order it is committed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(increment, { minLength: 1, maxLength: 30 })
          .chain((all) =>
            fc.tuple(
              fc.constant(all),
              fc.shuffledSubarray(all, { minLength: all.length }),
              fc.integer({ min: 1, max: 5 }),
            ),
          ),
        async ([all, shuffled, size]) => {
          const parts = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
            shuffled.slice(i * size, (i + 1) * size),
          );
          const database = await committed(...parts);
          deepEqual(await rows(database, stored), await rows(await committed(all), stored));
          const [sums] = await rows(
            database,
            `SELECT SUM(request_count) AS requests, SUM(error_count) AS errors,
               CAST(ROUND(SUM(avg_latency_ms * request_count)) AS INTEGER) AS ms FROM client_analytics`,
          );
          const sum = (of: (one: ClientIncrement) => number): number =>
            all.reduce((total, one) => total + of(one), 0);
          deepEqual(sums, {
            requests: sum(({ requests }) => requests),
            errors: sum(({ errors }) => errors),
            ms: sum(({ handler }) => handler.sum),
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is summed in one row for all clients beyond 200 in an hour, and nothing is lost', async () => {
    const numbered = (i: number): ClientIncrement =>
      clientOf({ clientIp: `10.0.1.${i}`, endpointCounts: new Map([['GET /many', 1]]) });
    const many = Array.from({ length: 230 }, (_, i) => numbered(i));
    const database = await committed(
      many,
      [numbered(5), numbered(229)],
      [clientOf({ hour: monday + hour })],
    );
    deepEqual(
      await rows(
        database,
        `SELECT timestamp, COUNT(*) AS clients, SUM(request_count) AS requests,
           SUM(CASE WHEN client_ip = '(other)' THEN request_count END) AS others
         FROM client_analytics GROUP BY timestamp ORDER BY timestamp`,
      ),
      [
        { timestamp: monday, clients: 201, requests: 232, others: 31 },
        { timestamp: monday + hour, clients: 1, requests: 1, others: null },
      ],
    );
    deepEqual(
      await rows(
        database,
        `SELECT user_agent, user_agent_family, avg_latency_ms, top_endpoints
         FROM client_analytics WHERE client_ip = '(other)'`,
      ),
      [
        {
          user_agent: null,
          user_agent_family: null,
          avg_latency_ms: 10,
          top_endpoints: '["GET /many"]',
        },
      ],
    );
  });

  it('is in the query of the top clients', async () => {
    const database = await committed([
      clientOf({ requests: 3, errors: 1, handler: { sum: 30, count: 3 } }),
      clientOf({ hour: monday + hour, handler: { sum: 50, count: 1 } }),
      clientOf({ clientIp: '(unknown)', family: null, userAgent: null }),
    ]);
    deepEqual(rowsOf(await database.query('topClients', monday + 2 * hour)), [
      {
        client_ip: '10.0.0.1',
        user_agent_family: 'curl',
        total_requests: 4,
        total_errors: 1,
        avg_latency: 20,
      },
      {
        client_ip: '(unknown)',
        user_agent_family: null,
        total_requests: 1,
        total_errors: 0,
        avg_latency: 10,
      },
    ]);
  });

  it('gives the rollups their unique clients: distinct addresses, or NULL where they are not known', async () => {
    const database = await newDatabase();
    const inHour = (offset: number, ...clientIps: string[]): ClientIncrement[] =>
      clientIps.map((clientIp) => clientOf({ hour: monday + offset * hour, clientIp }));
    await database.commit(
      batchOf(1, {
        committedAt: (monday + 23 * hour) * 1000,
        minutes: [0, 1, 2, 3].map((i) => minuteOf(monday + i * hour, { rows: [rowOf()] })),
        clients: [
          ...inHour(0, '10.0.0.1', '10.0.0.2'),
          clientOf({ userAgent: 'axios/1.7.9' }),
          ...inHour(1, '10.0.0.2', '(unknown)', '10.0.0.3'),
          ...inHour(2, '(unknown)'),
        ],
      }),
    );
    const patterns = 'SELECT hour, unique_clients AS clients FROM traffic_patterns ORDER BY hour';
    const days = 'SELECT DISTINCT unique_clients AS clients FROM metrics_aggregates_day';
    deepEqual(await rows(database, patterns), [
      { hour: 0, clients: 2 },
      { hour: 1, clients: 2 },
      { hour: 2, clients: null },
      { hour: 3, clients: null },
    ]);
    // A late client makes its hour be rolled again, and the day when it closes knows of it.
    const committedAt = (monday + day + hour) * 1000;
    await database.commit(batchOf(2, { committedAt, clients: inHour(3, '10.0.0.9') }));
    deepEqual((await rows(database, patterns))[3], { hour: 3, clients: 1 });
    deepEqual(await rows(database, days), [{ clients: 4 }]);
    await database.commit(batchOf(3, { committedAt, clients: inHour(3, '(other)') }));
    deepEqual(await rows(database, days), [{ clients: null }]);
  });

  it('keeps the sums behind it for two days after the hour, as long as more may come', async () => {
    const database = await committed([clientOf()]);
    const tallies = 'SELECT handler_sum, handler_count, endpoint_counts FROM client_tallies';
    const later = (id: number, at: number): Promise<void> =>
      database.commit(batchOf(id, { committedAt: (monday + at + 180) * 1000 }));
    await later(2, 2 * day);
    deepEqual(await rows(database, tallies), [
      { handler_sum: 10, handler_count: 1, endpoint_counts: '{"GET /api/users":1}' },
    ]);
    await later(3, 2 * day + hour);
    deepEqual(await rows(database, tallies), []);
    await database.commit(batchOf(4, { clients: [clientOf({ handler: { sum: 30, count: 1 } })] }));
    deepEqual(await rows(database, 'SELECT avg_latency_ms AS ms FROM client_analytics'), [
      { ms: 20 },
    ]);
  });

  it('is written with the rest of its batch or not at all', async () => {
    const database = await committed([clientOf()]);
    const broken = clientOf({ clientIp: null as never });
    const batch = batchOf(2, { clients: [clientOf(), broken] });
    await database.commit(batch).catch(() => undefined);
    await database.commit({ ...batch, clients: [clientOf()] });
    await database.commit({ ...batch, clients: [clientOf()] });
    deepEqual(await rows(database, 'SELECT request_count AS n FROM client_analytics'), [{ n: 2 }]);
  });
});

describe('the endpoints of a client', () => {
  const requests = fc.array(
    fc.nat(60).map((i) => `GET /${i}`),
    { maxLength: 400 },
  );

  function counted(names: readonly string[]): ReadonlyMap<string, number> {
    return names.reduce<ReadonlyMap<string, number>>(
      (counts, name) => addEndpointCounts(counts, new Map([[name, 1]])),
      new Map(),
    );
  }

  it('are counted exactly up to twenty, most requested first', () => {
    const names = fc.array(
      fc.nat(19).map((i) => `GET /${i}`),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(names, (all) => {
        const counts = counted(all);
        for (const [name, count] of counts) {
          equal(count, all.filter((other) => other === name).length);
        }
        equal(counts.size, new Set(all).size);
        const order = [...counts.values()];
        deepEqual(
          order,
          [...order].sort((a, b) => b - a),
        );
      }),
    );
  });

  it('hold, of more than twenty, each with over a twentieth of the requests', () => {
    fc.assert(
      fc.property(requests, (all) => {
        const counts = counted(all);
        ok(counts.size <= 20);
        for (const name of new Set(all)) {
          const share = all.filter((other) => other === name).length;
          if (share > all.length / 20) ok((counts.get(name) ?? 0) >= share, name);
        }
      }),
    );
  });
});
