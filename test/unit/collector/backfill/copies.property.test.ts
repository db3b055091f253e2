import { deepEqual, ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { AmbiguousServersError } from '../../../../src/collector/backfill/ambiguousServers';
import { NoHistoryError } from '../../../../src/collector/backfill/noHistory';
import { parseLabelMatchers } from '../../../../src/prometheus/labelMatcher';
import { CountedProcess } from '../../../support/countedProcess';
import { databases } from '../../../support/databases';
import { PrometheusModel } from '../../../support/prometheusModel';
import type { ModelScrape } from '../../../support/prometheusModel';
import { minute } from '../../../support/times';
import { storedTotals } from '../../../support/trafficRows';
import { backfillInto } from './backfillInto';

const minutes = 40;

/** Requests that a server answers at a second of a minute; in its first moment it has answered none. */
const burst = fc.record({
  n: fc.integer({ min: 0, max: minutes - 1 }),
  second: fc.integer({ min: 1, max: 59 }),
  method: fc.constantFrom('GET', 'POST'),
  pillar: fc.constantFrom('unknown', 'ai'),
  count: fc.integer({ min: 1, max: 9 }),
  seconds: fc.double({ min: 0.0001, max: 0.004, noNaN: true }),
});

/** A job that scrapes a server at one second of every minute but some. */
const job = fc.record({
  second: fc.integer({ min: 0, max: 59 }),
  blind: fc.array(fc.integer({ min: 0, max: minutes - 1 }), { maxLength: 20 }),
});

const server = fc.record({
  bursts: fc.array(burst, { minLength: 1, maxLength: 60, size: 'max' }),
  jobs: fc.array(job, { minLength: 1, maxLength: 3 }),
  restarts: fc.uniqueArray(fc.integer({ min: 3, max: minutes - 3 }), { maxLength: 2 }),
});

type Server = typeof server extends fc.Arbitrary<infer Value> ? Value : never;

type Totals = Readonly<Record<string, number>>;

/** What the last scrape of each process said, by job and number of the process. */
type Seen = ReadonlyMap<string, readonly (Totals | undefined)[]>;

/** Lets a server live and its jobs scrape it. No two servers take equally long. */
function live(
  { bursts, jobs, restarts }: Server,
  index: number,
): { all: ModelScrape[]; seen: Seen } {
  const name = `server${index}`;
  const all: ModelScrape[] = [];
  const seen = new Map(jobs.map((_, i) => [`${name}-${i}`, new Array<Totals | undefined>()]));
  let run = 0;
  let process = new CountedProcess(name, minute(0));
  let totals: Totals = {};
  for (let n = 0; n < minutes; n++) {
    if (restarts.includes(n)) {
      run++;
      process = new CountedProcess(name, minute(n));
      totals = {};
    }
    for (let second = 0; second < 60; second++) {
      for (const { method, pillar, count, seconds } of bursts.filter(
        (one) => one.n === n && one.second === second,
      )) {
        process.serve(method, 200, count, pillar, seconds * (1 + index / 1000));
        const key = `http ${method} 200`;
        totals = { ...totals, [key]: (totals[key] ?? 0) + count };
      }
      for (const [i, { second: own, blind }] of jobs.entries()) {
        if (own !== second || blind.includes(n)) continue;
        const label = `${name}-${i}`;
        all.push({ ...process.scrape(minute(n) + second), target: { job: label } });
        seen.get(label)![run] = totals;
      }
    }
  }
  return { all, seen };
}

/** What some jobs together know of the processes of a server. */
function known(seen: Seen, labels: Iterable<string>): Totals {
  const most = new Map<string, number>();
  for (const label of labels) {
    for (const [run, totals] of (seen.get(label) ?? []).entries()) {
      for (const [key, count] of Object.entries(totals ?? {})) {
        most.set(`${run} ${key}`, Math.max(most.get(`${run} ${key}`) ?? 0, count));
      }
    }
  }
  return sum([...most].map(([key, count]) => ({ [key.slice(key.indexOf(' ') + 1)]: count })));
}

function sum(parts: readonly Totals[]): Totals {
  const totals: Record<string, number> = {};
  for (const part of parts) {
    for (const [key, count] of Object.entries(part)) totals[key] = (totals[key] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A server that answered one request, known to one job: two of them that started together may be one. */
function hardlyKnown(method: 'GET' | 'POST'): Server {
  return {
    bursts: [{ n: 0, second: 1, method, pillar: 'unknown', count: 1, seconds: 0.001 }],
    jobs: [{ second: 0, blind: [] }],
    restarts: [],
  };
}

describe('a backfill from any jobs that know any servers', function () {
  this.timeout(120_000);
  const database = databases();

  async function withJobs(
    servers: readonly Server[],
    check: (prometheus: PrometheusModel, seen: readonly Seen[]) => Promise<void>,
  ): Promise<void> {
    const prometheus = await PrometheusModel.start();
    try {
      const lives = servers.map((one, i) => live(one, i));
      prometheus.add(lives.flatMap(({ all }) => all));
      if (lives.every(({ all }) => all.length > 0))
        await check(
          prometheus,
          lives.map(({ seen }) => seen),
        );
    } finally {
      await prometheus.stop();
    }
  }

  it('counts what they know together, each request once, or asks and counts what the choice knows', async () => {
    let asked = 0;
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(server, { minLength: 1, maxLength: 2 }), (servers) =>
        withJobs(servers, async (prometheus, seen) => {
          const store = await database();
          try {
            await backfillInto(store, prometheus, 0, minutes + 1);
            told++;
            deepEqual(await storedTotals(store), sum(seen.map((one) => known(one, one.keys()))));
          } catch (error) {
            if (!(error instanceof AmbiguousServersError)) throw error;
            asked++;
            for (const { matchers } of error.fault.choices) {
              const chosen = await database();
              await backfillInto(chosen, prometheus, 0, minutes + 1, { matchers });
              const labels = matchers.map(({ value }) => value);
              deepEqual(await storedTotals(chosen), sum(seen.map((one) => known(one, labels))));
            }
          }
        }),
      ),
      { numRuns: 25, examples: [[[hardlyKnown('GET'), hardlyKnown('POST')]]] },
    );
    ok(told > 0 && asked > 0, `${told} told, ${asked} asked`);
  });

  const step = fc.record({
    from: fc.integer({ min: 0, max: minutes }),
    to: fc.integer({ min: 1, max: minutes + 1 }),
    job: fc.constantFrom(undefined, 0, 1, 2),
  });

  it('never counts more than there was, whichever choices follow each other', async () => {
    await fc.assert(
      fc.asyncProperty(server, fc.array(step, { minLength: 2, maxLength: 6 }), (one, steps) =>
        withJobs([one], async (prometheus, [seen]) => {
          const store = await database();
          for (const { from, to, job: chosen } of steps) {
            const matchers =
              chosen === undefined ? [] : parseLabelMatchers(`job="server0-${chosen}"`);
            await backfillInto(store, prometheus, from, to, { matchers }).catch(
              (error: unknown) => {
                if (!isExpected(error)) throw error;
              },
            );
          }
          const truth = known(seen!, seen!.keys());
          for (const [key, count] of Object.entries(await storedTotals(store))) {
            ok(count <= (truth[key] ?? 0), `${key}: ${count} of ${truth[key] ?? 0}`);
          }
        }),
      ),
      { numRuns: 25 },
    );
  });
});

/** A question, or a job that there is not, or that scraped nothing. */
function isExpected(error: unknown): boolean {
  return error instanceof AmbiguousServersError || error instanceof NoHistoryError;
}
