import type { Quantile } from '../domain/histogram';
import type { ErrorCounts, ErrorRateTest } from '../significance/errorRates';
import type { LatencyTest } from '../significance/latencies';
import type { EndpointName, TimeSpan } from './readModels';

/**
 * What a difference is worth (docs/comparison.md#verdicts): it is real, and things are better or worse; it is not more than
 * noise; there are too few requests to tell; or what there is cannot be compared.
 */
export type Verdict = 'better' | 'worse' | 'noise' | 'tooFew' | 'notComparable';

/** With fewer requests in one of the spans nothing is told. */
export const fewestRequests = 10;

/** A difference and what it was judged by; null where nothing was tested. */
export interface Judged<Test> {
  readonly verdict: Verdict;
  /** With its p-value, and the same corrected for all tests of the comparison, by which it was judged. */
  readonly test: (Test & { readonly correctedP: number }) | null;
}

/** What one of the spans has of an endpoint; handler times in milliseconds, null where none is known. */
export interface SampleNumbers {
  readonly requests: number;
  readonly errors: number;
  /** Failed requests that an injected fault ended; null where the server does not say which method its faults met. */
  readonly faults: number | null;
  /** Of how many requests the time is known. */
  readonly timed: number;
  readonly p50: Quantile | null;
  readonly p95: Quantile | null;
  readonly p99: Quantile | null;
}

/** How traffic differs in two spans. */
export interface TrafficDifference {
  readonly before: SampleNumbers;
  readonly after: SampleNumbers;
  /** Of the requests that no injected fault ended. */
  readonly errorRate: Judged<ErrorRateTest>;
  readonly latency: Judged<LatencyTest>;
}

/** How an endpoint differs in two spans. */
export interface EndpointDifference extends EndpointName, TrafficDifference {}

/** One of two spans that are compared, and what may explain a difference before anything else does. Unix seconds. */
export interface ComparedSpan {
  readonly from: number;
  readonly to: number;
  /** Seconds that are asked for, and those of them in which collecting knew what happened. */
  readonly askedSeconds: number;
  readonly coveredSeconds: number;
  /** Seconds in gaps: what is known of them is not sure in its time. */
  readonly gapSeconds: number;
  readonly restarts: number;
  /** Requests that injected faults ended. */
  readonly faults: number;
  /** Injected delay, summed up, ms. */
  readonly injectedMs: number;
}

/** Which spans are compared: an earlier one, or any other, and the one that is asked about. */
export interface SpansQuery {
  readonly before: TimeSpan;
  readonly after: TimeSpan;
}

/** Two spans beside each other. */
export interface SpanComparison {
  readonly before: ComparedSpan;
  readonly after: ComparedSpan;
  /** Those with requests in one of the spans, the surest differences first. */
  readonly endpoints: readonly EndpointDifference[];
}

/** What a comparison says in a sentence. */
export interface ComparisonSummary extends Pick<SpanComparison, 'before' | 'after'> {
  /** Endpoints that have enough requests to tell something of them, and those that have too few. */
  readonly judged: number;
  readonly tooFew: number;
  /** Those whose error rate or latency really differs. */
  readonly changed: number;
  /** At most three of these, the surest first. */
  readonly surest: readonly EndpointDifference[];
}

const mostNamed = 3;

export function comparisonSummary({ before, after, endpoints }: SpanComparison): ComparisonSummary {
  const changed = endpoints.filter(isReal);
  return {
    before,
    after,
    judged: endpoints.filter((one) => isReal(one) || verdictsOf(one).includes('noise')).length,
    tooFew: endpoints.filter((one) => verdictsOf(one).every((verdict) => verdict === 'tooFew'))
      .length,
    changed: changed.length,
    surest: changed.slice(0, mostNamed),
  };
}

/** The requests that no injected fault ended, and which of them failed; null where these are not known. */
export function withoutFaults({
  requests,
  errors,
  faults,
}: Pick<SampleNumbers, 'requests' | 'errors' | 'faults'>): ErrorCounts | null {
  if (faults === null) return null;
  // Faults are told by the minute: at the ends of a span there may be one more than failed requests.
  const injected = Math.min(faults, errors);
  return { requests: requests - injected, errors: errors - injected };
}

/** Whether a verdict says that something really differs. */
export function isRealVerdict(verdict: Verdict): verdict is 'better' | 'worse' {
  return verdict === 'better' || verdict === 'worse';
}

/** Whether error rate or latency really differs. */
export function isReal(difference: TrafficDifference): boolean {
  return verdictsOf(difference).some(isRealVerdict);
}

function verdictsOf({ errorRate, latency }: TrafficDifference): readonly Verdict[] {
  return [errorRate.verdict, latency.verdict];
}
