import { deepEqual } from 'node:assert/strict';
import type { EndpointAnswers } from '../../../../src/protocol/answers';
import { batchOf, coverageOf, errorOf, minuteOf, monday, rowOf } from '../support/batches';
import { newDatabases } from '../support/databases';

const span = { from: monday, to: monday + 3600, excludedEndpoints: [] };

describe('answers', () => {
  const newDatabase = newDatabases();

  it('tells each HTTP endpoint by status, and what no source could attribute', async () => {
    const database = await newDatabase();
    const rows = [
      rowOf({ statusCode: 404, requestCount: 2, errorCount: 2 }),
      rowOf({ statusCode: 200, requestCount: 5 }),
      rowOf({ endpoint: null, requestCount: 3 }),
      rowOf({ protocol: 'graphql', method: 'QUERY', requestCount: 7 }),
      rowOf({ method: 'POST', statusCode: 201 }),
    ];
    await database.commit(
      batchOf(1, {
        minutes: [minuteOf(monday, { rows }), minuteOf(monday + 60, { rows: [rowOf()] })],
        events: [coverageOf(monday, monday + 120)],
      }),
    );
    const { endpoints, unattributed, coveredSeconds } = await database.answers(span);
    deepEqual(endpoints, [
      {
        method: 'GET',
        endpoint: '/api/users',
        statuses: [
          { status: 200, requests: 6, injected: 0 },
          { status: 404, requests: 2, injected: 0 },
        ],
      },
      {
        method: 'POST',
        endpoint: '/api/users',
        statuses: [{ status: 201, requests: 1, injected: 0 }],
      },
    ]);
    deepEqual([unattributed, coveredSeconds], [3, 120]);
  });

  it('tells how many of a status injected faults may have ended at most', async () => {
    const database = await newDatabase();
    const failed = (method: string, statusCode: number, requestCount: number) =>
      rowOf({ method, statusCode, requestCount, errorCount: requestCount });
    const rows = [failed('GET', 500, 5), failed('GET', 503, 1), failed('POST', 500, 9)];
    const fault = (parts: Parameters<typeof errorOf>[0]) =>
      errorOf({ errorType: 'injected_fault', ...parts });
    await database.commit(
      batchOf(1, {
        minutes: [minuteOf(monday, { rows })],
        errors: [
          fault({
            method: 'GET',
            statusCode: 500,
            metadata: { fault: 'a', count: 2, statuses: '500' },
          }),
          fault({
            method: null,
            statusCode: null,
            metadata: { fault: 'b', count: 4, statuses: '500 503' },
          }),
          errorOf({ method: 'GET', statusCode: 500 }),
          fault({ endpoint: '/b', metadata: { fault: 'a', count: 9, statuses: '500' } }),
        ],
      }),
    );
    const { endpoints } = await database.answers(span);
    deepEqual(injectedIn(endpoints), { 'GET 500': [5, 5], 'GET 503': [1, 1], 'POST 500': [9, 4] });
  });
});

/** Requests and faults by method and status. */
function injectedIn(endpoints: readonly EndpointAnswers[]): Record<string, readonly number[]> {
  return Object.fromEntries(
    endpoints
      .filter(({ endpoint }) => endpoint === '/api/users')
      .flatMap(({ method, statuses }) =>
        statuses.map(({ status, requests, injected }) => [
          `${method} ${status}`,
          [requests, injected],
        ]),
      ),
  );
}
