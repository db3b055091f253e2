import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeTraffic } from '../../../../src/protocol/dashboardState';
import { isReal, withoutFaults } from '../../../../src/protocol/spanComparison';
import type { SpanComparison } from '../../../../src/protocol/spanComparison';
import { databases } from '../../../support/databases';
import { repositoryRoot } from '../../../support/repository';
import { isInjected, shopClients } from '../../../support/shop';
import { writeShopDatabase } from '../../../support/shopDatabase';
import { batchOf, coverageOf, errorOf, minuteOf, monday, queryOf, rowOf } from '../support/batches';
import { newDatabases } from '../support/databases';
import type { WholeDatabase } from '../support/wholeDatabase';

/** What SciPy says of the recording's log (test/fixtures/shopComparison.py). */
interface ShopComparison {
  readonly before: readonly [from: number, to: number];
  readonly after: readonly [from: number, to: number];
  readonly endpoints: readonly {
    readonly method: string;
    readonly endpoint: string;
    readonly requests: readonly [number, number];
    readonly errors: readonly [number, number];
    readonly errorRate?: number;
    readonly latency?: number;
    readonly medians?: readonly [number, number];
  }[];
}

const shop = JSON.parse(
  readFileSync(join(repositoryRoot(), 'test', 'fixtures', 'shopComparison.json'), 'utf8'),
) as ShopComparison;

function spanOf([from, to]: readonly [number, number]) {
  return { from, to, excludedEndpoints: [] };
}

describe("a comparison of the recording's fault phase with the minutes before", function () {
  this.timeout(120_000);

  const newDatabase = databases();
  const [earlier, later] = [spanOf(shop.before), spanOf(shop.after)];
  const { from, to } = later;
  const compared = queryOf({ from, to, compareFrom: earlier.from });
  let database: WholeDatabase;
  let comparison: SpanComparison;

  before(async () => {
    database = await newDatabase(writeShopDatabase);
    comparison = await database.compareSpans({ before: earlier, after: later });
  });

  const found = (method: string | null, endpoint: string) =>
    comparison.endpoints.find((one) => one.method === method && one.endpoint === endpoint);

  it("has the counts of the server's log, injected faults apart", () => {
    ok(shop.endpoints.length > 14);
    const unknown: string[] = [];
    for (const { method, endpoint, requests, errors } of shop.endpoints) {
      const one = found(method, endpoint);
      ok(one, endpoint);
      const [was, is] = [withoutFaults(one.before), withoutFaults(one.after)];
      if (!was || !is) {
        unknown.push(`${method} ${endpoint}`);
        continue;
      }
      deepEqual([was.requests, is.requests], requests, endpoint);
      deepEqual([was.errors, is.errors], errors, endpoint);
    }
    // Of a path with two methods nobody knows which of them the faults met.
    deepEqual(unknown, ['GET /api/users/:id', 'PUT /api/users/:id']);
  });

  it('has the p-values that SciPy gives for them, and medians in their bucket', () => {
    for (const { method, endpoint, errorRate, latency, medians } of shop.endpoints) {
      const one = found(method, endpoint);
      if (!one || errorRate === undefined || latency === undefined) continue;
      const near = (p: number, expected: number): void => {
        ok(Math.abs(p - expected) <= 1e-9 * expected, `${endpoint}: ${p} is not ${expected}`);
      };
      if (one.after.faults === null) equal(one.errorRate.verdict, 'notComparable');
      else near(one.errorRate.test?.p ?? NaN, errorRate);
      near(one.latency.test?.p ?? NaN, latency);
      deepEqual(
        one.latency.test?.medians.map(({ value }) => Math.ceil(value)),
        medians,
        endpoint,
      );
    }
  });

  it('calls no endpoint worse for its faults, and says that these were in one span alone', () => {
    deepEqual(
      comparison.endpoints
        .filter(isReal)
        .map(({ method, endpoint, latency, errorRate }) => [
          ...[method, endpoint, latency.verdict, errorRate.verdict],
        ]),
      [
        ['GET', '/api/users', 'worse', 'noise'],
        ['POST', '/api/orders', 'worse', 'noise'],
        ['GET', '/api/users/:id', 'worse', 'notComparable'],
      ],
    );
    const injected = shopClients().filter(
      (request) => isInjected(request) && request.t0 >= from * 1000 && request.t1 < to * 1000,
    );
    equal(comparison.before.faults, 0);
    // Faults are counted by scrape: at both ends a few belong to a minute beside.
    ok(Math.abs(comparison.after.faults - injected.length) < 12, String(injected.length));
    ok(comparison.after.injectedMs > 0);
    deepEqual([comparison.before.restarts, comparison.after.restarts], [0, 0]);
  });

  it('is the same in the dashboard, on the rows and in its summary', async () => {
    const data = await database.dashboard(compared);
    ok(data.endpoints.rows.length > 5);
    for (const { method, endpoint, difference } of data.endpoints.rows) {
      const one = found(method, endpoint);
      deepEqual(difference && { ...one, ...difference }, one, endpoint);
    }
    equal(data.changed?.changed, 3);
    deepEqual(
      data.changed.surest.map(({ endpoint }) => endpoint),
      ['/api/users', '/api/orders', '/api/users/:id'],
    );
    deepEqual([data.changed.before, data.changed.after], [comparison.before, comparison.after]);
    const alone = await database.dashboard(queryOf({ from, to, compareFrom: null }));
    equal(alone.changed, null);
    ok(alone.endpoints.rows.every(({ difference }) => difference === null));
  });

  it('judges in the dashboard what the cards show, with the injected faults and delay', async () => {
    const { comparison: cards } = await database.dashboard(compared);
    deepEqual([cards?.errorRate, cards?.latency], ['worse', 'worse']);
  });

  it('tells of an earlier span that is shorter its own end, with nothing missing behind it', async () => {
    const end = earlier.from + 120;
    const { changed } = await database.dashboard({ ...compared, compareTo: end });
    const { to: told, askedSeconds, coveredSeconds } = changed?.before ?? {};
    deepEqual([told, askedSeconds, coveredSeconds], [end, 120, 120]);
  });

  it('finds no difference between a span and itself', async () => {
    const itself = await database.compareSpans({ before: later, after: later });
    ok(itself.endpoints.length > 10);
    ok(!itself.endpoints.some(isReal));
  });

  it('tells nothing where failed requests alone are counted', async () => {
    const condition = { kind: 'client', isExcluded: false, userAgent: 'axios/1.7.9' } as const;
    const filter = { ...wholeTraffic, conditions: [condition] };
    const data = await database.dashboard({ ...compared, filter });
    equal(data.changed, null);
  });
});

describe('a comparison of two spans', () => {
  const newDatabase = newDatabases();

  it('says of each what was collected, gaps, restarts and faults', async () => {
    const database = await newDatabase();
    const fault = errorOf({
      timestamp: monday + 3600,
      errorType: 'injected_fault',
      method: null,
      metadata: { count: 4, fault: 'http_error', statuses: '500' },
    });
    const rows = [
      rowOf({ requestCount: 20 }),
      rowOf({ statusCode: 500, requestCount: 4, errorCount: 4 }),
    ];
    await database.commit(
      batchOf(1, {
        minutes: [
          minuteOf(monday, { rows: [rowOf({ requestCount: 20 })] }),
          minuteOf(monday + 3600, { rows }),
        ],
        errors: [fault],
        events: [
          coverageOf(monday, monday + 600),
          coverageOf(monday + 3600, monday + 3660),
          { kind: 'gap', from: monday + 100, to: monday + 160, detail: {} },
          { kind: 'server_restart', from: monday + 3650, to: monday + 3650, detail: {} },
        ],
      }),
    );
    const { before, after, endpoints } = await database.compareSpans({
      before: spanOf([monday + 120, monday + 720]),
      after: spanOf([monday + 3600, monday + 3660]),
    });
    deepEqual(before, {
      ...{ from: monday + 120, to: monday + 720, askedSeconds: 600, coveredSeconds: 480 },
      ...{ gapSeconds: 40, restarts: 0, faults: 0, injectedMs: 0 },
    });
    deepEqual(after, {
      ...{ from: monday + 3600, to: monday + 3660, askedSeconds: 60, coveredSeconds: 60 },
      ...{ gapSeconds: 0, restarts: 1, faults: 4, injectedMs: 0 },
    });
    // The only method of its path: the faults are its own.
    deepEqual(
      endpoints.map((one) => [one.endpoint, one.before.requests, one.after.faults]),
      [['/api/users', 0, 4]],
    );
    equal(endpoints[0]?.errorRate.verdict, 'tooFew');
  });
});
