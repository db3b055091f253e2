import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import * as fc from 'fast-check';
import type { BackfillOptions } from '../../../../src/collector/backfill/backfill';
import type { BackfillBatch } from '../../../../src/domain/coveredSpan';
import type { CollectionEvent } from '../../../../src/domain/commitBatch';
import type { WholeDatabase } from '../../store/support/wholeDatabase';
import { CountedProcess } from '../../../support/countedProcess';
import { databases } from '../../../support/databases';
import { PrometheusModel } from '../../../support/prometheusModel';
import type { ModelScrape } from '../../../support/prometheusModel';
import { saying } from '../../../support/saying';
import { minute } from '../../../support/times';
import { everythingStored, rows, storedTotals } from '../../../support/trafficRows';
import { batchOf, coverageOf } from '../../store/support/batches';
import { backfillInto, busy, eventsOf, requestsByMinute } from './backfillInto';

describe('backfill', function () {
  this.timeout(30_000);
  const database = databases();
  let prometheus: PrometheusModel;
  beforeEach(async () => {
    prometheus = await PrometheusModel.start();
  });
  afterEach(() => prometheus.stop());

  const run = (
    store: WholeDatabase,
    from: number,
    to: number,
    more: Partial<BackfillOptions> = {},
  ): ReturnType<typeof backfillInto> => backfillInto(store, prometheus, from, to, more);

  it('counts first values, new series and what follows a restart, pillars and servers together', async () => {
    const old = new CountedProcess('a:1', minute(0) + 5);
    const renewed = new CountedProcess('a:1', minute(3) + 5);
    const other = new CountedProcess('b:1', minute(-9000));
    other.serve('GET', 200, 1_000_000);
    prometheus.add(busy(other, -5, 6, () => 2));
    prometheus.add(busy(old, 0, 2, () => 7));
    old.serve('DELETE', 500, 3);
    old.serve('GET', 200, 5, 'ai');
    prometheus.add([old.scrape(minute(2) + 50)]);
    // Ran on past what the old one had, so no value is lower: its start alone tells.
    prometheus.add(busy(renewed, 3, 6, () => 40));
    const store = await database();
    const report = await run(store, 0, 7);
    deepEqual(await storedTotals(store), {
      'http DELETE 500': 3,
      'http GET 200': 7 + 7 + 5 + 3 * 40 + 6 * 2,
    });
    deepEqual(await requestsByMinute(store), [
      [0, 9],
      [1, 9],
      [2, 10],
      [3, 42],
      [4, 42],
      [5, 42],
    ]);
    deepEqual([report.requests, report.minutes, report.covered], [154, 6, 0]);
    const again = await run(store, 0, 7);
    deepEqual([again.requests, again.minutes, again.covered], [0, 0, 6]);
    deepEqual(await eventsOf(store, 'coverage'), [[0, 6]]);
    equal((await eventsOf(store, 'server_restart')).length, 1);
    deepEqual(await rows(store, 'SELECT DISTINCT endpoint FROM metrics_aggregates_minute'), [
      { endpoint: null },
    ]);
  });

  it('takes a lower value for a restart where no start is told', async () => {
    const old = new CountedProcess('a:1', minute(-2000), false);
    prometheus.add(busy(old, -3, 3, () => 10));
    const renewed = new CountedProcess('a:1', minute(3), false);
    prometheus.add(busy(renewed, 3, 5, () => 4));
    const store = await database();
    await run(store, 0, 6);
    deepEqual(await storedTotals(store), { 'http GET 200': 3 * 10 + 2 * 4 });
  });

  it('counts GraphQL once, and rows add up to their histogram', async () => {
    const process = new CountedProcess('a:1', minute(0));
    process.serve('POST', 200, 4);
    process.serveGraphql(6);
    prometheus.add([process.scrape(minute(0) + 50)]);
    const store = await database();
    await run(store, 0, 2);
    deepEqual(await storedTotals(store), { 'graphql query 200': 6, 'http POST 200': 4 });
    const sums = 'SELECT ROUND(SUM(latency_sum), 6) AS ms FROM metrics_aggregates_minute';
    deepEqual(await rows(store, sums), [{ ms: 40 }]);
    deepEqual(
      await rows(store, "SELECT DISTINCT source FROM latency_histograms WHERE source <> 'metrics'"),
      [],
    );
  });

  it('spreads what came in a hole, up to a day; of a longer one it says nothing', async () => {
    const process = new CountedProcess('a:1', minute(-5000));
    prometheus.add(busy(process, -2, 2, () => 1));
    prometheus.add(busy(process, 12, 13, () => 22));
    prometheus.add(busy(process, 2000, 2001, () => 500));
    const store = await database();
    await run(store, 0, 2100);
    deepEqual(await requestsByMinute(store), [
      [0, 1],
      [1, 1],
      ...Array.from({ length: 11 }, (_, i) => [2 + i, 2]),
    ]);
    deepEqual(await eventsOf(store, 'coverage'), [[0, 13]]);
    deepEqual(await eventsOf(store, 'gap'), [[2, 13]]);
  });

  it('asks for no more points than Prometheus gives', async () => {
    const process = new CountedProcess('a:1', minute(0));
    const store = await database();
    prometheus.add(busy(process, 0, 14_000, (n) => (n % 700 === 0 ? 1 : 0)));
    const shares: number[] = [];
    const report = await run(store, 0, 14_000, { onProgress: ({ done }) => shares.push(done) });
    equal(report.requests, 20);
    ok(Math.max(...prometheus.pointsAsked) <= 11_000);
    equal(shares.at(-1), 1);
    deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
    await assertRolledAlike(store);
  });

  it('leaves alone what coverage touches, and what collecting will bridge', async () => {
    const process = new CountedProcess('a:1', minute(-5000));
    prometheus.add(busy(process, -2, 20_000, () => 1));
    const store = await database();
    const events: CollectionEvent[] = [
      { ...coverageOf(minute(5) + 10, minute(9)), detail: { how: 'scraped' } },
      { ...coverageOf(minute(19_000), minute(19_001)), detail: { how: 'scraped' } },
    ];
    await store.commit(batchOf(7, { events, state: 'theirs' }));
    await store.flush();
    await run(store, 0, 12);
    // The movement of minute 9 began at a sample before collecting ended, so a part of it is counted already.
    const filled = [0, 1, 2, 3, 4, 10, 11];
    deepEqual(
      await requestsByMinute(store),
      filled.map((n) => [n, 1]),
    );
    await run(store, 18_998, 19_500);
    deepEqual((await requestsByMinute(store)).slice(filled.length), [
      [18_998, 1],
      [18_999, 1],
    ]);
    equal(await store.loadState(), 'theirs');
    await store.flush();
    equal(store.savedBatchId, 7);
  });

  it('leaves to collecting what came since our clock was put right, whatever it had named before', async () => {
    const process = new CountedProcess('a:1', minute(-5000));
    prometheus.add(busy(process, 18_990, 20_000, () => 1));
    const store = await database();
    const ahead = { kind: 'clock_step', from: minute(18_994), to: minute(19_001) } as const;
    const events: CollectionEvent[] = [
      { ...coverageOf(minute(19_000), minute(19_001)), detail: { how: 'scraped' } },
      { ...ahead, detail: { seconds: minute(18_994) - minute(19_001) } },
    ];
    await store.commit(batchOf(7, { events, state: 'theirs' }));
    await store.flush();
    await run(store, 18_991, 19_500);
    deepEqual(await requestsByMinute(store), [
      [18_991, 1],
      [18_992, 1],
      [18_993, 1],
    ]);
  });

  it('never fills the open minute', async () => {
    const process = new CountedProcess('a:1', minute(19_990));
    prometheus.add(busy(process, 19_990, 20_000, () => 1));
    const store = await database();
    const report = await run(store, 19_990, 30_000);
    deepEqual([report.requests, report.to], [9, minute(19_999)]);
  });

  const event = fc.record({
    at: fc.integer({ min: 1, max: 1499 }),
    kind: fc.constantFrom('serve', 'graphql', 'restart', 'hole'),
    size: fc.integer({ min: 1, max: 40 }),
  });

  /** A hole that is open at the end of the first commit, four hours from noon. */
  const overTheFirstCommit = [
    { at: 10, kind: 'serve', size: 30 },
    { at: 200, kind: 'hole', size: 10 },
    { at: 270, kind: 'serve', size: 40 },
  ];

  it('is the same when it was stopped and run again, and running it twice changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(event, {
          minLength: 10,
          maxLength: 50,
          size: 'max',
          selector: ({ at }) => at,
        }),
        fc.integer({ min: 1, max: 6 }),
        async (events, commits) => {
          const model = await PrometheusModel.start();
          try {
            model.add(scrapesOf(events));
            const [whole, pieces] = [await database(), await database()];
            const more = { prometheusUrl: model.url };
            await run(whole, 0, 1500, more);
            const abort = new AbortController();
            let left = commits;
            const stopping = {
              coveredSpans: () => pieces.coveredSpans(),
              backfill: async (batch: BackfillBatch) => {
                const written = await pieces.backfill(batch);
                if (--left === 0) abort.abort();
                return written;
              },
            };
            await run(pieces, 0, 1500, { ...more, store: stopping, signal: abort.signal }).catch(
              (error: unknown) => {
                equal(error, abort.signal.reason);
              },
            );
            await run(pieces, 0, 1500, more);
            const all = await everythingStored(whole);
            deepEqual(await everythingStored(pieces), all);
            await assertRolledAlike(whole);
            equal((await run(whole, 0, 1500, more)).minutes, 0);
            deepEqual(await everythingStored(whole), all);
            deepEqual(await storedTotals(whole), truthOf(events));
          } finally {
            await model.stop();
          }
        },
      ),
      { numRuns: 10, examples: [[overTheFirstCommit, 1]] },
    );
  });

  it('says what is wrong with an answer, and writes nothing', async () => {
    const store = await database();
    const bad: readonly (readonly [number, string, RegExp])[] = [
      [400, '{"status":"error","error":"bad match"}', /HTTP status 400: bad match\.$/],
      [503, 'busy', /HTTP status 503\.$/],
      [200, '<html></html>', /not JSON, so it is no Prometheus\.$/],
      [200, '{"status":"success","data":7}', /another shape/],
      [200, '{"status":"success","data":[],"warnings":["store 2 is away"]}', /in part: store 2/],
    ];
    for (const [status, body, message] of bad) {
      prometheus.answerInstead = (_, response) => response.writeHead(status).end(body);
      await rejects(run(store, 0, 9), saying('PrometheusError', message));
    }
    prometheus.answerInstead = (_, response) =>
      response.writeHead(200).end('{"status":"success","data":[]}');
    await rejects(run(store, 0, 9), saying('NoHistoryError', /has no MockForge metrics/));
    const prometheusUrl = prometheus.url;
    await prometheus.stop();
    await rejects(
      run(store, 0, 9, { prometheusUrl }),
      saying('SourceError', /^No answer from .*: connection (refused|closed)\./),
    );
    prometheus = await PrometheusModel.start();
    deepEqual(await requestsByMinute(store), []);
    deepEqual(await store.coveredSpans(), []);
  });
});

interface Happening {
  readonly at: number;
  readonly kind: string;
  readonly size: number;
}

/** A process that lives from minute 0 on through what happens to it, scraped each minute but in holes. */
function scrapesOf(events: readonly Happening[]): ModelScrape[] {
  let process = new CountedProcess('a:1', minute(0));
  const scrapes: ModelScrape[] = [];
  let holeUntil = 0;
  for (let n = 0; n < 1500; n++) {
    for (const { kind, size } of events.filter(({ at }) => at === n)) {
      if (kind === 'serve') process.serve(size % 2 ? 'GET' : 'POST', 200, size);
      if (kind === 'graphql') process.serveGraphql(size);
      if (kind === 'hole') holeUntil = Math.max(holeUntil, n + 10 * size);
      if (kind !== 'restart') continue;
      // What a process counted after its last scrape is lost with it: here it is scraped before it ends.
      scrapes.push(process.scrape(minute(n) - 5));
      process = new CountedProcess('a:1', minute(n) + 5);
    }
    // No hole is longer than a day, and none is open at the end: of these nothing would be filled in.
    if (n >= holeUntil || n % 700 === 0 || n === 1499) scrapes.push(process.scrape(minute(n) + 50));
  }
  return scrapes;
}

function truthOf(events: readonly Happening[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { kind, size } of events) {
    if (kind !== 'serve' && kind !== 'graphql') continue;
    const post = size % 2 ? 'http GET 200' : 'http POST 200';
    const key = kind === 'graphql' ? 'graphql query 200' : post;
    totals[key] = (totals[key] ?? 0) + size;
  }
  return Object.fromEntries(Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Minutes, hours and days hold the same requests, latency and distributions. */
async function assertRolledAlike(store: WholeDatabase): Promise<void> {
  const sums = ['minute', 'hour', 'day'].map(
    (grain) => `SELECT SUM(request_count) AS requests, ROUND(SUM(latency_sum), 4) AS ms,
      (SELECT SUM(count) FROM latency_histograms WHERE resolution = '${grain}') AS measured
      FROM metrics_aggregates_${grain}`,
  );
  const [minutes, hours, days] = await Promise.all(sums.map((sql) => rows(store, sql)));
  deepEqual(hours, minutes);
  deepEqual(days, minutes);
}
