import { CountedProcess } from '../../../support/countedProcess';
import type { ModelScrape } from '../../../support/prometheusModel';
import { minute } from '../../../support/times';

/** How Prometheus comes to know a process: in these minutes, at this second of each, and what becomes of it. */
export interface Job {
  readonly target: NonNullable<ModelScrape['target']>;
  readonly second?: number;
  readonly knows?: (n: number) => boolean;
  readonly alter?: (sample: Sample, n: number) => Sample | undefined;
}

export type Sample = ModelScrape['samples'][number];

export const first: Job = { target: { job: 'mockforge' } };
export const second: Job = { target: { job: 'mockforge-dev' }, second: 30 };

/**
 * Scrapes of a process in its first 20 minutes. In each even minute it serves n + 1 GET requests that take ever longer,
 * most of them between the seconds 30 and 50; odd minutes are quiet.
 */
export function scrapes(
  jobs: readonly Job[],
  process = new CountedProcess('a:1', minute(0)),
): ModelScrape[] {
  const found: ModelScrape[] = [];
  for (let n = 0; n < 20; n++) {
    for (const at of [10, 30, 40, 50]) {
      const seconds = 0.0011 + n * 1e-5;
      if (n % 2 === 0 && at === 10) process.serve('GET', 200, 1, 'unknown', seconds);
      if (n % 2 === 0 && at === 40) process.serve('GET', 200, n, 'unknown', seconds);
      for (const { target, second: own = 50, knows = () => true, alter } of jobs) {
        if (own !== at || !knows(n)) continue;
        found.push(altered({ ...process.scrape(minute(n) + at), target }, n, alter));
      }
    }
  }
  return found;
}

export function altered(scrape: ModelScrape, n: number, alter: Job['alter']): ModelScrape {
  if (!alter) return scrape;
  const samples = scrape.samples.map((sample) => alter(sample, n));
  return { ...scrape, samples: samples.filter((sample) => sample !== undefined) };
}

/** Whether a sample is of this metric, or of a part of this histogram. */
export function isOf([labels]: Sample, name: string): boolean {
  return labels.__name__?.startsWith(name) ?? false;
}
