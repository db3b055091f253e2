import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository';

/** Failed requests and all requests of a span. */
type Failed = readonly [failed: number, requests: number];

/** What SciPy says of made-up spans, one of each kind of test (test/fixtures/significance.py). */
export type SignificanceCase =
  | {
      readonly test: 'errorRates';
      readonly before: Failed;
      readonly after: Failed;
      readonly method: 'fisher' | 'proportions';
      readonly p: number;
      readonly interval: readonly [number, number];
    }
  | {
      readonly test: 'latencies';
      /** Counts of buckets. */
      readonly before: readonly number[];
      readonly after: readonly number[];
      /** SciPy itself was asked, or its formula evaluated in fractions. */
      readonly source: 'mannwhitneyu' | 'formula';
      /** What the ranks alone say, and what the test does that is to be made. */
      readonly ranks: number;
      readonly method: 'ranks' | 'fisher';
      readonly p: number;
    }
  | {
      readonly test: 'benjaminiHochberg';
      readonly p: readonly number[];
      readonly corrected: readonly number[];
    }
  | { readonly test: 'twoSidedP'; readonly z: number; readonly p: number };

/** The cases of one kind of test. */
export function significanceCases<Test extends SignificanceCase['test']>(
  test: Test,
): Extract<SignificanceCase, { test: Test }>[] {
  return readFileSync(join(repositoryRoot(), 'test', 'fixtures', 'significance.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SignificanceCase)
    .filter((one): one is Extract<SignificanceCase, { test: Test }> => one.test === test);
}
