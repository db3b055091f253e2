import { deepEqual } from 'node:assert/strict';
import type { WholeDatabase } from '../../store/support/wholeDatabase';
import { CountedProcess } from '../../../support/countedProcess';
import { databases } from '../../../support/databases';
import { PrometheusModel } from '../../../support/prometheusModel';
import { minute } from '../../../support/times';
import { rows, storedTotals } from '../../../support/trafficRows';
import { backfillInto, requestsByMinute } from './backfillInto';
import { altered, first, isOf, second } from './jobs';
import type { Job, Sample } from './jobs';

const requests = 'mockforge_requests_total';
const duration = 'mockforge_request_duration_seconds';

describe('a backfill of series that fail', function () {
  this.timeout(30_000);
  const database = databases();
  let prometheus: PrometheusModel;
  let store: WholeDatabase;
  beforeEach(async () => {
    prometheus = await PrometheusModel.start();
    store = await database();
  });
  afterEach(() => prometheus.stop());

  /** A process of ten minutes with 6 GET requests in each, a third of them in a pillar of their own. */
  function add(jobs: readonly Job[]): void {
    const process = new CountedProcess('a:1', minute(0));
    for (let n = 0; n < 10; n++) {
      process.serve('GET', 200, 4, 'unknown', 0.001 + n * 1e-5);
      process.serve('GET', 200, 2, 'ai', 0.001 + n * 1e-5);
      for (const { target, knows = () => true, alter } of jobs) {
        const scrape = { ...process.scrape(minute(n) + 50), target };
        if (knows(n)) prometheus.add([altered(scrape, n, alter)]);
      }
    }
  }

  /** Requests by minute, and how many of all there is a latency of. */
  async function filled(): Promise<unknown> {
    await backfillInto(store, prometheus, 0, 11);
    const latency = "SELECT SUM(count) AS n FROM latency_histograms WHERE resolution = 'day'";
    const [measured] = await rows(store, latency);
    return [await requestsByMinute(store), measured?.n];
  }

  const ofPillar = ([labels]: Sample): boolean => labels.pillar === 'ai';
  const fails = (is: (sample: Sample) => boolean, value: number | undefined): Job => ({
    ...first,
    alter: (sample, n) => {
      if (n !== 4 || !is(sample)) return sample;
      return value === undefined ? undefined : [sample[0], value];
    },
  });
  const each = Array.from({ length: 10 }, (_, n) => [n, 6]);
  const late = each.map(([n, count]) => (n === 4 ? [n, 4] : n === 5 ? [n, 8] : [n, count]));

  for (const value of [undefined, NaN, 0, 1e6]) {
    const how = value === undefined ? 'missing' : String(value);
    it(`takes a pillar that is ${how} in one sample where it comes back`, async () => {
      add([fails((sample) => ofPillar(sample) && isOf(sample, requests), value)]);
      deepEqual(await filled(), [late, 60]);
    });

    for (const part of ['_bucket', '_sum']) {
      it(`takes a histogram whose ${part} is ${how} in one sample where it comes back`, async () => {
        const isPart = (sample: Sample): boolean =>
          isOf(sample, duration + part) && ofPillar(sample) && sample[0].le !== '+Inf';
        add([fails(isPart, value)]);
        deepEqual(await filled(), [each, 60]);
      });
    }
  }

  it('takes a series that one job leaves out from the other, over the time in which that one knew nothing', async () => {
    const without: Job = { ...second, alter: (sample) => (ofPillar(sample) ? undefined : sample) };
    add([{ ...first, knows: (n) => n < 3 || n > 5 }, without]);
    deepEqual(await filled(), [each, 60]);
  });

  it('takes from the start what only a job shows that came later', async () => {
    const without: Job = { ...second, alter: (sample) => (ofPillar(sample) ? undefined : sample) };
    add([{ ...first, knows: (n) => n >= 5 }, without]);
    deepEqual(await filled(), [each, 60]);
  });

  it('takes the latency from the job that shows all of it', async () => {
    const without: Job = {
      ...second,
      alter: (sample) => (isOf(sample, `${duration}_bucket`) ? undefined : sample),
    };
    add([{ ...first, knows: (n) => n !== 4 }, without]);
    deepEqual(await filled(), [each, 60]);
  });

  it('counts two servers that answer in turn, an older one from where it was first seen', async () => {
    const [newer, older] = [
      new CountedProcess('a:1', minute(0)),
      new CountedProcess('a:1', minute(-90)),
    ];
    older.serve('GET', 200, 5000);
    for (let n = 0; n < 10; n++) {
      newer.serve('GET', 200, 6);
      older.serve('GET', 200, 7);
      prometheus.add([(n % 2 === 0 ? newer : older).scrape(minute(n) + 50)]);
    }
    await backfillInto(store, prometheus, 0, 11);
    deepEqual(await storedTotals(store), { 'http GET 200': 9 * 6 + 8 * 7 });
  });

  it('counts once what one process counted that tells another start from time to time', async () => {
    const told = ([labels, value]: Sample, n: number): Sample =>
      isOf([labels, value], 'process_start')
        ? [labels, value - (n % 3 === 1 ? 1000 : 0)]
        : [labels, value];
    add([{ ...first, alter: told }]);
    deepEqual(await filled(), [each, 60]);
  });

  it('counts nothing of what an older server had counted that takes the place of another', async () => {
    const [newer, older] = [
      new CountedProcess('a:1', minute(0)),
      new CountedProcess('a:1', minute(-90)),
    ];
    older.serve('GET', 200, 5000);
    for (let n = 0; n < 10; n++) {
      const answering = n < 5 ? newer : older;
      answering.serve('GET', 200, 6);
      prometheus.add([answering.scrape(minute(n) + 50)]);
    }
    await backfillInto(store, prometheus, 0, 11);
    deepEqual(await storedTotals(store), { 'http GET 200': 9 * 6 });
  });
});
