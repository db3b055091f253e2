import { deepEqual, equal, rejects } from 'node:assert/strict';
import { AmbiguousServersError } from '../../../../src/collector/backfill/ambiguousServers';
import { labelMatchersText } from '../../../../src/prometheus/labelMatcher';
import type { WholeDatabase } from '../../store/support/wholeDatabase';
import { CountedProcess } from '../../../support/countedProcess';
import { databases } from '../../../support/databases';
import { PrometheusModel } from '../../../support/prometheusModel';
import { minute } from '../../../support/times';
import { rows, storedTotals } from '../../../support/trafficRows';
import { coverageOf } from '../../store/support/batches';
import { backfillInto, eventsOf, requestsByMinute } from './backfillInto';
import { altered, first, isOf, scrapes, second } from './jobs';
import type { Job, Sample } from './jobs';

const byMinute = Array.from({ length: 10 }, (_, i) => [2 * i, 2 * i + 1]);
const total = { 'http GET 200': 100 };

describe('a backfill where Prometheus knows a process more than once', function () {
  this.timeout(30_000);
  const database = databases();
  let prometheus: PrometheusModel;
  let store: WholeDatabase;
  beforeEach(async () => {
    prometheus = await PrometheusModel.start();
    store = await database();
  });
  afterEach(() => prometheus.stop());

  const fill = (jobs: readonly Job[]): ReturnType<typeof backfillInto> => {
    prometheus.add(scrapes(jobs));
    return backfillInto(store, prometheus, 0, 21);
  };

  const others: Readonly<Record<string, Job['target']>> = {
    jobs: { job: 'mockforge-dev' },
    'names of the instance': { instance: 'localhost:1' },
    replicas: { prometheus_replica: 'prometheus-1' },
    'a federation': { job: 'federate', exported_job: 'mockforge', exported_instance: 'a:1' },
  };
  for (const [what, target] of Object.entries(others)) {
    for (const at of [50, 30]) {
      it(`counts it once, of ${what}, sampled ${at === 50 ? 'together' : 'apart'}`, async () => {
        await fill([first, { target, second: at }]);
        deepEqual(await requestsByMinute(store), byMinute);
        const latency = "SELECT SUM(count) AS n FROM latency_histograms WHERE resolution = 'day'";
        deepEqual(await rows(store, latency), [{ n: 100 }]);
      });
    }
  }

  it('takes each minute from the job that knows it', async () => {
    await fill([
      { ...first, knows: (n) => n < 4 || n > 8 },
      { ...second, second: 50, knows: (n) => n < 13 || n > 15 },
    ]);
    deepEqual(await requestsByMinute(store), byMinute);
    deepEqual(await eventsOf(store, 'gap'), []);
  });

  it('goes on with the job that came later when the first one stops', async () => {
    await fill([
      { ...first, knows: (n) => n < 8 },
      { ...second, second: 50, knows: (n) => n >= 7 },
    ]);
    deepEqual(await requestsByMinute(store), byMinute);
  });

  it('goes on with the job that another one became, though requests came in between', async () => {
    const process = new CountedProcess('a:1', minute(0));
    for (let n = 0; n < 20; n++) {
      process.serve('GET', 200, 5);
      const target = n < 8 ? first.target : second.target;
      prometheus.add([{ ...process.scrape(minute(n) + 50), target }]);
    }
    await backfillInto(store, prometheus, 0, 21);
    deepEqual(
      await requestsByMinute(store),
      Array.from({ length: 20 }, (_, n) => [n, 5]),
    );
  });

  it('counts two servers that were started in one second', async () => {
    const busier = new CountedProcess('b:1', minute(0));
    busier.serve('GET', 200, 500, 'unknown', 0.5);
    prometheus.add(scrapes([first]));
    prometheus.add(scrapes([second], busier));
    await backfillInto(store, prometheus, 0, 21);
    deepEqual(await storedTotals(store), { 'http GET 200': 700 });
  });

  it('counts two servers that were started in one second and share their traffic evenly', async () => {
    const slower = new CountedProcess('b:1', minute(0));
    slower.serve('GET', 200, 1, 'unknown', 0.002);
    const faster = new CountedProcess('a:1', minute(0));
    faster.serve('GET', 200, 1, 'unknown', 0.001);
    prometheus.add(scrapes([first], faster));
    prometheus.add(scrapes([second], slower));
    await backfillInto(store, prometheus, 0, 21);
    deepEqual(await storedTotals(store), { 'http GET 200': 202 });
  });

  it('needs no question where nothing moved', async () => {
    prometheus.add(scrapes([first]));
    const quiet = new CountedProcess('b:1', minute(0));
    for (let n = 0; n < 20; n++) prometheus.add([quiet.scrape(minute(n) + 20)]);
    await backfillInto(store, prometheus, 0, 21);
    deepEqual(await storedTotals(store), total);
  });

  it('sees a process whose start is told a little differently each time', async () => {
    const jittering = (job: Job, shift: number): Job => ({
      ...job,
      alter: (sample, n) =>
        isOf(sample, 'process_start')
          ? [sample[0], sample[1] + ((n + shift) % 3) * 0.0101]
          : sample,
    });
    await fill([jittering(first, 0), jittering(second, 1)]);
    deepEqual(await requestsByMinute(store), byMinute);
    deepEqual(await eventsOf(store, 'server_restart'), []);
  });

  it('goes on where a bound is written otherwise, while the old series lingers', async () => {
    const [bound, newBound] = ['0.005', '5e-03'];
    let held = NaN;
    const upgraded = ([labels, value]: Sample, n: number): Sample[] => {
      if (labels.le !== bound) return [[labels, value]];
      if (n < 9) held = value;
      const renamed: Sample[] = n < 9 ? [] : [[{ ...labels, le: newBound }, value]];
      return [...(n < 13 ? [[labels, held] as const] : []), ...renamed];
    };
    for (const { samples, ...scrape } of scrapes([first])) {
      const n = Math.floor((scrape.at - minute(0)) / 60);
      prometheus.add([{ ...scrape, samples: samples.flatMap((sample) => upgraded(sample, n)) }]);
    }
    await backfillInto(store, prometheus, 0, 21);
    deepEqual(await requestsByMinute(store), byMinute);
    const latency = "SELECT counts, count FROM latency_histograms WHERE resolution = 'day'";
    deepEqual(await rows(store, latency), [{ counts: '1 100', count: 100 }]);
  });

  describe('and cannot tell', () => {
    /** Always busy, so that no two scrapes at different seconds show the same. */
    function addBusy(jobs: readonly Job[]): void {
      const process = new CountedProcess('a:1', minute(0));
      for (let n = 0; n < 20; n++) {
        for (const { target, second: own = 50, alter } of jobs) {
          process.serve('GET', 200, 5, 'unknown', 0.001 + n * 1e-5);
          prometheus.add([altered({ ...process.scrape(minute(n) + own), target }, n, alter)]);
        }
      }
    }

    async function question(): Promise<AmbiguousServersError> {
      let asked: unknown;
      await rejects(backfillInto(store, prometheus, 0, 21), (error: unknown) => {
        asked = error;
        return error instanceof AmbiguousServersError;
      });
      deepEqual(await rows(store, 'SELECT * FROM metrics_aggregates_minute'), []);
      deepEqual(await store.coveredSpans(), []);
      return asked as AmbiguousServersError;
    }

    it('asks which one is meant, and takes that', async () => {
      addBusy([second, first]);
      const { choices } = (await question()).fault;
      deepEqual(
        choices.map(({ matchers, requests }) => [labelMatchersText(matchers), requests]),
        [
          ['job="mockforge-dev"', 195],
          ['job="mockforge"', 200],
        ],
      );
      const [other, choice] = choices.map(({ matchers }) => ({ matchers }));
      await backfillInto(store, prometheus, 0, 10, choice);
      deepEqual(await storedTotals(store), { 'http GET 200': 100 });
      // The other's minute 10 begins 20 s before the end of this one's minute 9, so it is left out.
      await backfillInto(store, prometheus, 0, 21, other);
      const filled = Array.from({ length: 20 }, (_, n) => n).filter((n) => n !== 10);
      deepEqual(
        await requestsByMinute(store),
        filled.map((n) => [n, 10]),
      );
      await backfillInto(store, prometheus, 0, 21, choice);
      deepEqual(await storedTotals(store), { 'http GET 200': 190 });
    });

    it('leaves out what an older version may have counted, which did not keep between which samples', async () => {
      addBusy([first]);
      const events = [{ ...coverageOf(minute(5), minute(9)), detail: { how: 'backfilled' } }];
      await store.backfill({ committedAt: minute(20) * 1000, minutes: [], events });
      await backfillInto(store, prometheus, 0, 12);
      const filled = [0, 1, 2, 3, 10, 11];
      deepEqual(
        await requestsByMinute(store),
        filled.map((n) => [n, 5]),
      );
    });

    it('asks where one of them does not tell its start', async () => {
      prometheus.add(
        scrapes([
          first,
          { ...second, alter: (sample) => (isOf(sample, 'process_start') ? undefined : sample) },
        ]),
      );
      equal((await question()).fault.choices.length, 2);
    });

    it('asks where a job takes a label away', async () => {
      const alter = ([labels, value]: Sample): Sample => {
        const others = Object.entries(labels).filter(([label]) => label !== 'pillar');
        return [Object.fromEntries(others), value];
      };
      prometheus.add(scrapes([first, { ...second, alter }]));
      equal((await question()).fault.choices.length, 2);
    });
  });
});
