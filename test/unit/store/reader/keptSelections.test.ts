import { deepEqual, equal, ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { selectionOf } from '../../../../src/budgets/selectionOf';
import type { EndpointSelection } from '../../../../src/domain/endpointSelection';
import { selectableName, selects } from '../../../../src/domain/endpointSelection';
import { sparseQuantile } from '../../../../src/domain/sparseHistogram';
import type { TimeSpan } from '../../../../src/protocol/readModels';
import type { SelectedTraffic } from '../../../../src/protocol/selectedTraffic';
import {
  batchOf,
  coverageOf,
  errorOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../support/batches';
import { newDatabases } from '../support/databases';
import type { WholeDatabase } from '../support/wholeDatabase';

const hour = 3600;
const written = ['*', 'GET *', '/c/*', 'POST /a', '/a', '/c/{name}', '/b', '/nowhere'];
const selections = written.map((text) => selectionOf(text)!);

/** A commit of requests to an endpoint in a minute, which replaces what was there, or a roll-up. */
const step = fc.record({
  minute: fc.oneof(fc.nat(26 * 60), fc.integer({ min: 24 * 60, max: 26 * 60 })),
  method: fc.constantFrom('GET', 'POST'),
  endpoint: fc.constantFrom('/a', '/b', '/c/:id', '/c/d'),
  statusCode: fc.constantFrom(200, 404, 500),
  requests: fc.integer({ min: 1, max: 9 }),
  latency: fc.integer({ min: 1, max: 900 }),
  rollsUp: fc.boolean(),
  window: fc.constantFrom(15 * 60, 2 * hour, 25 * hour, 3 * 24 * hour),
});

/** The same of one selection from what reads everything each time. */
async function readAnew(
  database: WholeDatabase,
  span: TimeSpan,
  selection: EndpointSelection,
): Promise<unknown> {
  const rows = (await database.topEndpoints(span, 1000)).filter(({ method, endpoint }) =>
    selects(selection, { method, name: selectableName(endpoint) }),
  );
  const statuses = new Map<number, number>();
  for (const { code, requests } of rows.flatMap((row) => row.statusCodes)) {
    if (code !== null) statuses.set(code, (statuses.get(code) ?? 0) + requests);
  }
  return {
    requests: rows.reduce((sum, { requests }) => sum + requests, 0),
    errors: rows.reduce((sum, { errors }) => sum + errors, 0),
    statuses: Object.fromEntries(statuses),
    ...(rows.length === 1 && { p95: rows[0]?.p95, endpoint: rows[0]?.endpoint }),
  };
}

function told({ requests, errors, statuses, times, endpoint }: SelectedTraffic): unknown {
  return {
    ...{ requests, errors },
    statuses: Object.fromEntries(statuses.map((own) => [own.status, own.requests])),
    ...(endpoint && { p95: times && sparseQuantile(times, 0.95), endpoint: endpoint.endpoint }),
  };
}

describe('the traffic of selections', () => {
  const newDatabase = newDatabases();

  it('is that of a reading of everything after each commit, however the span moves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const database = await newDatabase();
        let id = 0;
        let last = 0;
        for (const { minute, method, endpoint, statusCode, requests, latency, ...own } of steps) {
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
            }),
          );
          if (own.rollsUp) await database.rollUp(monday + last * 60 + 2 * hour);
          const to = monday + last * 60 + 60;
          const span = { from: to - own.window, to, excludedEndpoints: ['/b'] };
          const { selected } = await database.selectionTraffic({
            ...{ ...span, selections, tellsFaults: false },
          });
          for (const [index, selection] of selections.entries()) {
            deepEqual(
              told(selected[index]!),
              await readAnew(database, span, selection),
              written[index],
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('adds up the handler times of several endpoints, whole requests, and what is not attributed', async () => {
    const database = await newDatabase();
    const times = (endpoint: string, latencies: readonly number[]) =>
      minuteHistogramOf(latencies, { source: 'log', endpoint });
    await database.commit(
      batchOf(1, {
        minutes: [
          minuteOf(monday, {
            rows: [
              rowOf({ endpoint: '/c/:id', requestCount: 3 }),
              rowOf({ endpoint: '/c/d', requestCount: 1 }),
              rowOf({ endpoint: null, requestCount: 4 }),
              rowOf({ protocol: 'grpc', endpoint: '/c.S/Get', statusCode: 0, requestCount: 2 }),
            ],
            histograms: [
              times('/c/:id', [10, 10, 10]),
              times('/c/d', [400]),
              minuteHistogramOf([90], { source: 'metrics', endpoint: null }),
            ],
          }),
        ],
        events: [coverageOf(monday, monday + 40)],
      }),
    );
    const traffic = await database.selectionTraffic({
      ...{ from: monday, to: monday + 60, excludedEndpoints: [] },
      selections: [selectionOf('/c/*')!, selectionOf('*')!],
      tellsFaults: false,
    });
    const [below, all] = traffic.selected;
    equal(below?.requests, 4);
    equal(below.endpoint, null);
    const bucket = below.times && sparseQuantile(below.times, 0.95)?.bucket;
    ok(bucket && bucket[0] < 400 && bucket[1] >= 400, String(bucket));
    equal(all?.requests, 10);
    deepEqual(
      all.statuses.map(({ status, requests }) => [status, requests]),
      [[200, 8]],
    );
    equal(traffic.unattributed, 4);
    deepEqual([traffic.coveredSeconds, traffic.coveredUntil], [40, monday + 40]);
    ok(traffic.wholeP95 && traffic.wholeP95.bucket[0] < 90 && traffic.wholeP95.bucket[1] >= 90);
  });

  it('tells which requests injected faults ended, at least and at most', async () => {
    const database = await newDatabase();
    const failed = (method: string, statusCode: number, requestCount: number) =>
      rowOf({ method, statusCode, requestCount, errorCount: requestCount });
    const fault = (parts: Parameters<typeof errorOf>[0]) =>
      errorOf({ errorType: 'injected_fault', ...parts });
    await database.commit(
      batchOf(1, {
        minutes: [
          minuteOf(monday, {
            rows: [failed('GET', 500, 5), failed('GET', 503, 1), failed('POST', 500, 9)],
          }),
        ],
        errors: [
          fault({
            ...{ method: 'GET', statusCode: 500 },
            metadata: { fault: 'a', count: 2, statuses: '500' },
          }),
          fault({
            ...{ method: null, statusCode: null },
            metadata: { fault: 'b', count: 4, statuses: '500 503' },
          }),
          errorOf({ method: 'GET', statusCode: 500 }),
        ],
      }),
    );
    const read = async (tellsFaults: boolean) => {
      const { selected } = await database.selectionTraffic({
        ...{ from: monday, to: monday + 60, excludedEndpoints: [], tellsFaults },
        selections: [selectionOf('GET /api/users')!, selectionOf('*')!],
      });
      return selected.map(({ injected, statuses }) => ({
        injected,
        statuses: statuses.map((own) => [own.status, ...own.injected]),
      }));
    };
    deepEqual(await read(true), [
      {
        injected: [2, 6],
        statuses: [
          [500, 2, 5],
          [503, 0, 1],
        ],
      },
      {
        injected: [6, 6],
        statuses: [
          // The four that may have ended otherwise do not all fit there.
          [500, 5, 6],
          [503, 0, 1],
        ],
      },
    ]);
    const nothing = {
      injected: [0, 0],
      statuses: [
        [500, 0, 0],
        [503, 0, 0],
      ],
    };
    deepEqual(await read(false), [nothing, nothing]);
  });

  it('forgets what it kept when the same question comes of a deleted past', async () => {
    const database = await newDatabase();
    const day = 24 * hour;
    for (const [index, at] of [monday, monday + 2 * day].entries()) {
      const minutes = [minuteOf(at, { rows: [rowOf({ requestCount: 2 })] })];
      await database.commit(batchOf(index + 1, { minutes, finalBefore: at + 60 }));
      await database.rollUp(at + 2 * hour);
    }
    const query = {
      ...{ from: monday, to: monday + 3 * day, excludedEndpoints: [], tellsFaults: false },
      selections: [selectionOf('*')!],
    };
    equal((await database.selectionTraffic(query)).selected[0]?.requests, 4);
    await database.erase({ before: monday + day, batch: null });
    equal((await database.selectionTraffic(query)).selected[0]?.requests, 2);
  });
});
