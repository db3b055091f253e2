import fc from 'fast-check';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import { isErrorStatus } from '../../../../src/domain/protocol';
import { minuteHistogramOf, minuteOf, monday, rowOf } from './batches';

const endpoints = ['/api/users', '/api/users/:id', '/health/live', null] as const;
const latencies = fc.array(fc.integer({ min: 1, max: 12_000 }), { maxLength: 4 });

const row = fc
  .record({
    shape: fc.constantFrom(
      { protocol: 'http', method: 'GET', statusCode: 200 } as const,
      { protocol: 'http', method: 'GET', statusCode: 404 } as const,
      { protocol: 'http', method: 'POST', statusCode: 503 } as const,
      { protocol: 'http', method: 'POST', statusCode: null } as const,
      { protocol: 'graphql', method: 'query', statusCode: 500 } as const,
      { protocol: 'grpc', method: 'Get', statusCode: 0 } as const,
      { protocol: 'websocket', method: 'CONNECT', statusCode: null } as const,
      { protocol: 'websocket', method: 'MESSAGE', statusCode: null } as const,
    ),
    endpoint: fc.constantFrom(...endpoints),
    requestCount: fc.integer({ min: 0, max: 50 }),
    latencySum: fc.integer({ min: 0, max: 1000 }),
    latencyMin: fc.option(fc.integer({ min: 1, max: 9 })),
    latencyMax: fc.option(fc.integer({ min: 10, max: 99 })),
    bytesSent: fc.integer({ min: 0, max: 100 }),
    bytesReceived: fc.integer({ min: 0, max: 100 }),
    activeConnections: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ shape, endpoint, ...numbers }) =>
    rowOf({
      ...shape,
      ...numbers,
      endpoint: shape.protocol === 'websocket' ? null : endpoint,
      errorCount: isErrorStatus(shape.protocol, shape.statusCode) ? numbers.requestCount : 0,
    }),
  );

/** Minutes of Monday and Tuesday morning, each once, with rows of unique keys and some distributions. */
export const minutesOfTraffic: fc.Arbitrary<MinuteContent[]> = fc.uniqueArray(
  fc
    .record({
      index: fc.oneof(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 50, max: 130 }),
        fc.integer({ min: 1400, max: 1560 }),
      ),
      rows: fc.uniqueArray(row, {
        maxLength: 8,
        selector: (r) => JSON.stringify([r.protocol, r.method, r.endpoint, r.statusCode]),
      }),
      get: latencies,
      graphql: latencies,
      users: latencies,
    })
    .map(({ index, rows, get, graphql, users }) =>
      minuteOf(monday + index * 60, {
        rows,
        histograms: [
          minuteHistogramOf(get),
          minuteHistogramOf(graphql, { protocol: 'graphql', method: 'query' }),
          minuteHistogramOf(users, { endpoint: '/api/users', source: 'log' }),
          // As a server that measures by path would give it: part of what GET's own distribution holds.
          minuteHistogramOf([9999], { endpoint: '/api/users', source: 'metrics' }),
        ],
      }),
    ),
  { selector: ({ minute }) => minute, minLength: 1, maxLength: 25 },
);
