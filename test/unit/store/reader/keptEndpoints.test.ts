import { deepEqual } from 'node:assert/strict';
import * as fc from 'fast-check';
import { compareText } from '../../../../src/domain/sorting';
import type { EndpointNumbers, TimeSpan } from '../../../../src/protocol/readModels';
import {
  batchOf,
  errorOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { newDatabases } from '../support/databases';
import type { WholeDatabase } from '../support/wholeDatabase';

const hour = 3600;

/** A commit of requests to an endpoint in a minute, or a roll-up. */
const step = fc.record({
  minute: fc.nat(26 * 60),
  method: fc.constantFrom('GET', 'POST'),
  endpoint: fc.constantFrom('/a', '/b', '/c/:id'),
  statusCode: fc.constantFrom(200, 404, 500),
  requests: fc.integer({ min: 1, max: 9 }),
  latency: fc.integer({ min: 1, max: 900 }),
  /** How many of them an injected fault ended. */
  faults: fc.nat(2),
  rollsUp: fc.boolean(),
});

/** The same from what reads everything each time. */
async function readAnew(database: WholeDatabase, span: TimeSpan): Promise<unknown[]> {
  const rows = await database.topEndpoints(span, 1000);
  const answers = await database.answers(span);
  return answers.endpoints
    .map(({ method, endpoint, statuses }) => {
      const own = rows.find((row) => row.method === method && row.endpoint === endpoint);
      const { requests, errors, p95 } = own ?? {};
      return { method, endpoint, requests, errors, p95, statuses };
    })
    .sort(byName);
}

function byName(a: { endpoint: string | null }, b: { endpoint: string | null }): number {
  return compareText(JSON.stringify(a), JSON.stringify(b));
}

describe('the numbers of all endpoints', () => {
  const newDatabase = newDatabases();

  it('are those of a reading of everything after each commit, whatever was rolled up since', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const database = await newDatabase();
        let id = 0;
        let last = 0;
        for (const { minute, method, endpoint, statusCode, requests, ...own } of steps) {
          const { latency, faults, rollsUp } = own;
          last = Math.max(last, minute);
          const at = monday + minute * 60;
          const errorCount = statusCode < 400 ? 0 : requests;
          await database.commit(
            batchOf(++id, {
              minutes: [
                minuteOf(at, {
                  rows: [
                    rowOf({ method, endpoint, statusCode, requestCount: requests, errorCount }),
                  ],
                  histograms: [
                    minuteHistogramOf(Array<number>(requests).fill(latency), {
                      ...{ source: 'log', method, endpoint },
                    }),
                  ],
                }),
              ],
              errors:
                faults === 0
                  ? []
                  : [
                      errorOf({
                        ...{ timestamp: at, method, endpoint, statusCode },
                        errorType: 'injected_fault',
                        metadata: { fault: 'error', count: faults, statuses: String(statusCode) },
                      }),
                    ],
            }),
          );
          if (rollsUp) await database.rollUp(monday + last * 60 + 2 * hour);
          const to = monday + last * 60 + 60;
          const span = { from: to - 24 * hour, to, excludedEndpoints: ['/b'] };
          const { endpoints } = await database.endpointNumbers(span);
          deepEqual([...endpoints].sort(byName), await readAnew(database, span));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('tell the endpoints that were asked for before, too', async () => {
    const database = await newDatabase();
    const old = incrementOf({ method: 'GET', endpoint: '/old' });
    await database.commit(
      batchOf(1, { minutes: [minuteOf(monday, { rows: [rowOf()] })], endpoints: [old] }),
    );
    const span = { from: monday, to: monday + hour, excludedEndpoints: [] };
    const numbers: EndpointNumbers = await database.endpointNumbers(span);
    deepEqual(numbers.earlier, [{ method: 'GET', endpoint: '/old' }]);
    deepEqual(
      numbers.endpoints.map(({ endpoint }) => endpoint),
      ['/api/users'],
    );
  });
});
