import type { Histogram } from '../domain/histogram';
import { histogramCount, histogramQuantile } from '../domain/histogram';
import { benjaminiHochberg } from '../significance/benjaminiHochberg';
import type { ErrorRateTest } from '../significance/errorRates';
import { compareErrorRates } from '../significance/errorRates';
import type { LatencyTest } from '../significance/latencies';
import { compareLatencies } from '../significance/latencies';
import { fewestRequests, withoutFaults } from './spanComparison';
import type { Judged, SampleNumbers, TrafficDifference, Verdict } from './spanComparison';

/** What is known of an endpoint's requests in one of two spans, or of all requests. */
export interface TrafficSample {
  readonly requests: number;
  readonly errors: number;
  /** Failed requests that an injected fault ended; null where the server does not say which method its faults met. */
  readonly faults: number | null;
  /** Their times; null where none is known. */
  readonly times: Histogram | null;
}

/** The same in both spans. */
export interface TrafficPair {
  readonly before: TrafficSample;
  readonly after: TrafficSample;
}

/** Of all differences that are called real, this share may be chance. */
const falseShare = 0.05;

/** Why nothing is tested. */
type Untested = Extract<Verdict, 'tooFew' | 'notComparable'>;

/** Judges what differs, in the order of the pairs: all error rates and latencies as one family of tests (docs/comparison.md). */
export function compareTraffic(pairs: readonly TrafficPair[]): readonly TrafficDifference[] {
  const tested = pairs.map((pair) => ({ ...pair, rates: ratesOf(pair), times: timesOf(pair) }));
  const tests = tested.flatMap(({ rates, times }) => [rates, times]).filter(isTest);
  const corrected = benjaminiHochberg(tests.map(({ p }) => p));
  const correctedOf = new Map<object, number>(tests.map((test, i) => [test, corrected[i] ?? 1]));
  return tested.map(({ before, after, rates, times }) => ({
    before: numbersOf(before),
    after: numbersOf(after),
    errorRate: judged(rates, correctedOf, ({ difference }) => difference),
    latency: judged(times, correctedOf, ({ longer }) => longer - 0.5),
  }));
}

/** @param growth above 0 where what is tested became worse */
function judged<Test extends object>(
  test: Test | Untested,
  correctedOf: ReadonlyMap<object, number>,
  growth: (test: Test) => number,
): Judged<Test> {
  if (!isTest(test)) return { verdict: test, test: null };
  const correctedP = correctedOf.get(test) ?? 1;
  const direction = growth(test) > 0 ? 'worse' : 'better';
  return {
    verdict: correctedP <= falseShare ? direction : 'noise',
    test: { ...test, correctedP },
  };
}

function isTest<Test extends object>(test: Test | Untested): test is Test {
  return typeof test !== 'string';
}

function ratesOf({ before, after }: TrafficPair): ErrorRateTest | Untested {
  if (areFew(before.requests, after.requests)) return 'tooFew';
  const [was, is] = [withoutFaults(before), withoutFaults(after)];
  if (!was || !is) return 'notComparable';
  return areFew(was.requests, is.requests) ? 'tooFew' : compareErrorRates(was, is);
}

function timesOf({ before, after }: TrafficPair): LatencyTest | Untested {
  if (areFew(before.requests, after.requests)) return 'tooFew';
  const [was, is] = [before.times, after.times];
  if (!was || !is) return 'notComparable';
  if (areFew(histogramCount(was), histogramCount(is))) return 'tooFew';
  return compareLatencies(was, is) ?? 'notComparable';
}

function areFew(before: number, after: number): boolean {
  return Math.min(before, after) < fewestRequests;
}

function numbersOf({ requests, errors, faults, times }: TrafficSample): SampleNumbers {
  const quantile = (q: number): SampleNumbers['p50'] =>
    (times && histogramQuantile(times, q)) ?? null;
  return {
    requests,
    errors,
    faults,
    timed: times ? histogramCount(times) : 0,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
  };
}
