import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { MinuteContent } from '../../../../src/domain/commitBatch';
import type { DashboardData } from '../../../../src/protocol/dashboardData';
import {
  batchOf,
  coverageOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  queryOf,
  rowOf,
} from '../support/batches';
import { newDatabases, rows } from '../support/databases';

const hour = 3600;
const minutes = 180;

/** What a minute had of one endpoint. */
interface Traffic {
  readonly minute: number;
  readonly endpoint: string;
  readonly method: string;
  readonly requests: number;
  readonly delays: readonly number[];
}

const endpoint = fc.constantFrom('/api/users', '/api/orders');
const traffic: fc.Arbitrary<Traffic[]> = fc.uniqueArray(
  fc.record({
    minute: fc.nat(minutes - 1),
    endpoint,
    method: fc.constantFrom('GET', 'POST'),
    requests: fc.integer({ min: 1, max: 50 }),
    delays: fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 5 }),
  }),
  { selector: ({ minute }) => minute, maxLength: 30 },
);

function minuteWith({ minute, endpoint: path, method, requests, delays }: Traffic): MinuteContent {
  const injected = { source: 'injected', method: null, endpoint: path } as const;
  return minuteOf(monday + minute * 60, {
    rows: [rowOf({ endpoint: path, method, requestCount: requests })],
    histograms: delays.length === 0 ? [] : [minuteHistogramOf(delays, injected)],
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The average over all requests, and what was not even delayed once: nothing is known of that. */
function averageOf(of: readonly Traffic[]): number | null {
  const delays = of.flatMap(({ delays: own }) => own);
  return delays.length === 0 ? null : total(delays) / total(of.map(({ requests }) => requests));
}

function near(actual: number | null | undefined, expected: number | null, what: string): void {
  if (expected === null) equal(actual, null, what);
  else ok(Math.abs((actual ?? NaN) - expected) < 1e-6, `${what}: ${actual} is not ${expected}`);
}

describe('delays that were injected', () => {
  const newDatabase = newDatabases();

  it('are told of each path by all its requests, wherever the tables meet', async () => {
    await fc.assert(
      fc.asyncProperty(
        traffic,
        fc.tuple(fc.nat(minutes), fc.nat(minutes)),
        endpoint,
        fc.constantFrom(60, 3600),
        async (sent, ends, path, bucketSeconds) => {
          const database = await newDatabase();
          const committedAt = (monday + minutes * 60) * 1000;
          await database.commit(
            batchOf(1, {
              committedAt,
              minutes: sent.map(minuteWith),
              events: [coverageOf(monday, monday + minutes * 60)],
            }),
          );
          await database.rollUp(monday + minutes * 60);
          const [first, last] = [Math.min(...ends), Math.max(...ends) + 1].map(
            (minute) => Math.floor((minute * 60) / bucketSeconds) * bucketSeconds,
          ) as [number, number];
          const span = { from: monday + first, to: monday + Math.max(last, first + bucketSeconds) };
          const inside = sent.filter(({ minute }) => {
            const at = monday + minute * 60;
            return at >= span.from && at < span.to;
          });
          const read = (filter: object): Promise<DashboardData> =>
            database.dashboard(
              queryOf({
                ...span,
                bucketSeconds,
                endpointPage: {
                  search: '',
                  column: 'injected',
                  descending: true,
                  offset: 0,
                  limit: 50,
                },
                ...filter,
              }),
            );
          const all = await read({});
          equal(all.injectedDelay, null);
          for (const row of all.endpoints.rows) {
            const ofPath = inside.filter((one) => one.endpoint === row.endpoint);
            near(row.injected?.averageMs ?? null, averageOf(ofPath), row.endpoint);
            const methods = new Set(ofPath.map(({ method }) => method));
            equal(row.injected?.isShared ?? methods.size > 1, methods.size > 1);
          }
          const target = { protocol: 'http', method: 'GET', endpoint: path } as const;
          const whole = { conditions: [], workspaceId: null, environment: null };
          const { injectedDelay: one } = await read({ filter: { ...whole, endpoint: target } });
          const ofTarget = inside.filter((each) => each.endpoint === path);
          near(one?.average ?? null, averageOf(ofTarget), 'of the endpoint');
          if (!one) return;
          const delays = ofTarget.flatMap((each) => each.delays);
          deepEqual(total(one.distribution.counts), delays.length);
          deepEqual(one.distribution.sum, total(delays));
          for (const [step, average] of one.perStep.entries()) {
            const ofStep = ofTarget.filter(
              ({ minute }) =>
                Math.floor((monday + minute * 60 - span.from) / bucketSeconds) === step,
            );
            near(average, ofStep.length === 0 ? null : (averageOf(ofStep) ?? 0), `step ${step}`);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are of all methods of a path, also of those that a filter leaves out', async () => {
    const database = await newDatabase();
    const called = (method: string, delays: readonly number[]): MinuteContent =>
      minuteWith({
        minute: method === 'GET' ? 5 : 6,
        endpoint: '/a',
        method,
        requests: 10,
        delays,
      });
    const minutes = [called('GET', [100, 100]), called('POST', [])];
    await database.commit(batchOf(1, { minutes }));
    const own = { protocol: 'http', method: 'GET', endpoint: '/a' } as const;
    const conditions = [{ kind: 'endpoint', isExcluded: false, ...own } as const];
    const filter = { conditions, workspaceId: null, environment: null, endpoint: null };
    const { endpoints } = await database.dashboard(queryOf({ filter }));
    deepEqual(
      endpoints.rows.map(({ method, injected }) => [method, injected]),
      [['GET', { averageMs: 10, isShared: true }]],
    );
  });

  it('are compared with those of the earlier period', async () => {
    const database = await newDatabase();
    const delayed = (minute: number, delays: readonly number[]): MinuteContent =>
      minuteWith({ minute, endpoint: '/api/users', method: 'GET', requests: 10, delays });
    await database.commit(
      batchOf(1, {
        minutes: [delayed(5, [100, 100]), delayed(65, [50])],
        events: [coverageOf(monday, monday + 2 * hour)],
      }),
    );
    const endpointName = { protocol: 'http', method: 'GET', endpoint: '/api/users' } as const;
    const { comparison } = await database.dashboard(
      queryOf({
        from: monday + hour,
        to: monday + 2 * hour,
        compareFrom: monday,
        filter: { conditions: [], workspaceId: null, environment: null, endpoint: endpointName },
      }),
    );
    deepEqual([comparison?.then.injectedMs, comparison?.now.injectedMs], [20, 5]);
  });

  it('keep their buckets in every table', async () => {
    const database = await newDatabase();
    const content = minuteWith({
      ...{ minute: 3, endpoint: '/api/users', method: 'GET', requests: 4 },
      delays: [3, 30, 20_000],
    });
    await database.commit(batchOf(1, { minutes: [content] }));
    await database.rollUp(monday + 49 * hour);
    const stored = await rows(
      database,
      "SELECT resolution, counts, sum FROM latency_histograms WHERE source = 'injected' ORDER BY 1",
    );
    // One up to 5 ms, one up to 50 ms, one above all twelve bounds.
    const buckets = { counts: '1 1 4 1 12 1', sum: 20_033 };
    deepEqual(
      stored,
      ['day', 'hour', 'minute'].map((resolution) => ({ resolution, ...buckets })),
    );
  });
});
