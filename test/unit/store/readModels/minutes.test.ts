import { deepEqual, equal } from 'node:assert/strict';
import {
  batchOf,
  coverageOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { newDatabases } from '../support/databases';

describe('minutes', () => {
  const newDatabase = newDatabases();
  const endpoint = { protocol: 'http', method: 'GET', endpoint: '/api/users' } as const;
  const span = { from: monday, to: monday + 180, excludedEndpoints: ['/health'] };

  it('have the traffic of each, and how much of it is known', async () => {
    const database = await newDatabase();
    await database.commit(
      batchOf(1, {
        minutes: [
          minuteOf(monday, {
            rows: [
              rowOf({ ...endpoint, requestCount: 8, errorCount: 2 }),
              rowOf({ endpoint: '/other', requestCount: 4, errorCount: 0 }),
              rowOf({ endpoint: '/health', requestCount: 100, errorCount: 0 }),
            ],
            histograms: [
              minuteHistogramOf([80, 90], { source: 'metrics', method: null, endpoint: null }),
              minuteHistogramOf([3, 4], { source: 'log', ...endpoint }),
            ],
          }),
          minuteOf(monday + 120, {
            rows: [rowOf({ ...endpoint, requestCount: 1, errorCount: 1 })],
          }),
        ],
        events: [coverageOf(monday, monday + 90)],
      }),
    );
    const all = await database.minutes(span);
    deepEqual(
      all.map(({ at, coveredSeconds, requests, errors }) => [at, coveredSeconds, requests, errors]),
      [
        [monday, 60, 12, 2],
        [monday + 60, 30, 0, 0],
        [monday + 120, 0, 1, 1],
      ],
    );
    deepEqual(all[0]?.p95?.bucket, [50, 100]);
    equal(all[1]?.p95, null);

    const filter = { conditions: [], workspaceId: null, environment: null, endpoint };
    const own = await database.minutes({ ...span, filter });
    deepEqual(
      own.map(({ requests, errors }) => [requests, errors]),
      [
        [8, 2],
        [0, 0],
        [1, 1],
      ],
    );
    deepEqual(own[0]?.p95?.bucket, [1, 5]);
  });
});
