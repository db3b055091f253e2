import type { Quantile } from '../domain/histogram';
import type { OneOf } from '../domain/oneOf';
import { sparseQuantile } from '../domain/sparseHistogram';
import type { ContractCoverage } from '../protocol/contractCoverage';
import type {
  SelectedTraffic,
  SelectionQuery,
  SelectionTraffic,
} from '../protocol/selectedTraffic';
import type {
  Budget,
  Budgets,
  Comparison,
  CoverageLimits,
  Latency,
  Limit,
  LimitFacts,
  TrafficLimits,
} from './budgets';

/**
 * `unsure`: what is known does not decide (docs/budgets.md#when-it-cannot-be-told); `no_requests`: there is nothing to
 * judge; `unknown`: no source tells.
 */
export type Verdict = 'held' | 'broken' | 'unsure' | 'no_requests' | 'unknown';

/** What there is in the place of what is limited. */
export interface MeasuredFacts {
  /** Failed requests of all, fractions: at least and at most. */
  readonly errorRate: { readonly least: number; readonly most: number };
  readonly latency: { readonly quantile: Quantile };
  readonly requests: { readonly least: number; readonly most: number };
  /** What was seen and is not allowed; where that is unsure, what may have been. */
  readonly statuses: {
    readonly others: readonly { readonly status: number; readonly requests: number }[];
  };
  readonly coveredOperations: Reached;
  readonly coveredStatuses: Reached;
}

interface Reached {
  readonly reached: number;
  readonly total: number;
}

const nothing = { verdict: 'no_requests', measured: null } as const;

interface JudgedAs<Kind extends keyof LimitFacts> {
  readonly verdict: Verdict;
  /** Null where there is nothing. */
  readonly measured: MeasuredFacts[Kind] | null;
}

/** A limit beside what there is. */
export type Judgement = {
  readonly [Kind in keyof LimitFacts]: {
    readonly kind: Kind;
    readonly limit: OneOf<LimitFacts, Kind> & Pick<Limit, 'at'>;
  } & JudgedAs<Kind>;
}[keyof LimitFacts];

/** A budget and how each of its limits is kept. */
export interface JudgedBudget {
  readonly budget: Budget;
  readonly judgements: readonly Judgement[];
  /** The endpoint that it is about, where only one had requests. */
  readonly endpoint: SelectedTraffic['endpoint'];
}

/** What has to be read for budgets, besides the span. */
export function selectionsOf(budgets: Budgets): Pick<SelectionQuery, 'selections' | 'tellsFaults'> {
  return {
    selections: budgets.list.flatMap((budget) =>
      budget.kind === 'endpoints' ? [budget.selection] : [],
    ),
    tellsFaults: budgets.ignoresInjectedFaults,
  };
}

/** Whether budgets ask for the coverage of API documents. */
export function needsCoverage({ list }: Budgets): boolean {
  return list.some(({ kind }) => kind === 'coverage');
}

/**
 * How budgets are kept.
 * @param traffic of selectionsOf the same budgets
 * @param coverage null where no API document is known
 */
export function judge(
  { list }: Budgets,
  { selected, wholeP95 }: SelectionTraffic,
  coverage: ContractCoverage | null,
): readonly JudgedBudget[] {
  let next = 0;
  return list.map((budget): JudgedBudget => {
    if (budget.kind === 'coverage') {
      const judgements = budget.limits.map((limit) => judgeCoverage(limit, coverage));
      return { budget, judgements, endpoint: null };
    }
    const traffic = selected[next++] ?? noTraffic;
    const judgements = budget.limits.map((limit) => judgeTraffic(limit, traffic, wholeP95));
    return { budget, judgements, endpoint: traffic.endpoint };
  });
}

const noTraffic: SelectedTraffic = {
  ...{ requests: 0, errors: 0, injected: [0, 0], statuses: [], times: null, endpoint: null },
};

function judgeTraffic(
  limit: Limit<TrafficLimits>,
  traffic: SelectedTraffic,
  wholeP95: Quantile | null,
): Judgement {
  switch (limit.kind) {
    case 'errorRate':
      return { kind: limit.kind, limit, ...judgeErrorRate(limit, traffic) };
    case 'latency': {
      const quantile = limit.of === 'wholeP95' ? wholeP95 : handlerQuantile(limit.of, traffic);
      return { kind: limit.kind, limit, ...judgeLatency(limit, quantile, traffic) };
    }
    case 'requests':
      return { kind: limit.kind, limit, ...judgeRequests(limit, traffic) };
    case 'statuses':
      return { kind: limit.kind, limit, ...judgeStatuses(limit, traffic) };
  }
}

function judgeErrorRate(
  { percent }: TrafficLimits['errorRate'],
  { requests, errors, injected: [surely, perhaps] }: SelectedTraffic,
): JudgedAs<'errorRate'> {
  if (requests === surely) return nothing;
  const share = (left: number): number => Math.max(0, errors - left) / (requests - left);
  const measured = { least: requests === perhaps ? 0 : share(perhaps), most: share(surely) };
  // A share and what is written with decimals differ in the last digit though they are the same.
  const limit = (percent / 100) * (1 + 1e-12);
  if (measured.most <= limit) return { verdict: 'held', measured };
  return { verdict: measured.least > limit ? 'broken' : 'unsure', measured };
}

function handlerQuantile(of: Latency, { times }: SelectedTraffic): Quantile | null {
  return (times && sparseQuantile(times, Number(of.slice(-2)) / 100)) ?? null;
}

/** By its bucket: where the quantile lies in it is not known. */
function judgeLatency(
  { milliseconds }: TrafficLimits['latency'],
  quantile: Quantile | null,
  { requests }: SelectedTraffic,
): JudgedAs<'latency'> {
  if (!quantile) return requests === 0 ? nothing : { verdict: 'unknown', measured: null };
  const [from, to] = quantile.bucket;
  const measured = { quantile };
  if (to <= milliseconds) return { verdict: 'held', measured };
  return { verdict: from >= milliseconds ? 'broken' : 'unsure', measured };
}

function judgeRequests(
  { comparison, count }: TrafficLimits['requests'],
  { requests, injected: [surely, perhaps] }: SelectedTraffic,
): JudgedAs<'requests'> {
  const measured = { least: requests - perhaps, most: requests - surely };
  const ends = [measured.least, measured.most].map((own) => holds(own, comparison, count));
  if (!ends.includes(false)) return { verdict: 'held', measured };
  const isWithin = measured.least < count && count < measured.most;
  const mayHold = ends.includes(true) || (comparison === '=' && isWithin);
  return { verdict: mayHold ? 'unsure' : 'broken', measured };
}

function holds(own: number, comparison: Comparison, count: number): boolean {
  switch (comparison) {
    case '>=':
      return own >= count;
    case '<=':
      return own <= count;
    case '>':
      return own > count;
    case '<':
      return own < count;
    case '=':
      return own === count;
  }
}

function judgeStatuses(
  { allowed }: TrafficLimits['statuses'],
  { requests, injected, statuses }: SelectedTraffic,
): JudgedAs<'statuses'> {
  if (requests === injected[0]) return nothing;
  const others = (end: 0 | 1): MeasuredFacts['statuses']['others'] =>
    statuses
      .filter(({ status }) => !allowed.includes(status))
      .map((seen) => ({ status: seen.status, requests: seen.requests - seen.injected[end] }))
      .filter((seen) => seen.requests > 0);
  const [perhaps, surely] = [others(0), others(1)];
  if (surely.length > 0) return { verdict: 'broken', measured: { others: surely } };
  return { verdict: perhaps.length > 0 ? 'unsure' : 'held', measured: { others: perhaps } };
}

function judgeCoverage(limit: Limit<CoverageLimits>, coverage: ContractCoverage | null): Judgement {
  switch (limit.kind) {
    case 'coveredOperations': {
      const reached = coverage && {
        reached: coverage.operations.covered + coverage.operations.partly,
        total: coverage.operations.total,
      };
      return { kind: limit.kind, limit, ...judgeShare(limit, reached) };
    }
    case 'coveredStatuses': {
      const reached = coverage && {
        reached: coverage.statuses.seen,
        total: coverage.statuses.declared,
      };
      return { kind: limit.kind, limit, ...judgeShare(limit, reached) };
    }
  }
}

/** Of nothing no share is reached. */
function judgeShare(
  { percent }: CoverageLimits['coveredOperations'],
  measured: Reached | null,
): JudgedAs<'coveredOperations' | 'coveredStatuses'> {
  if (!measured) return { verdict: 'unknown', measured };
  const isReached = measured.total > 0 && measured.reached * 100 >= percent * measured.total;
  return { verdict: isReached ? 'held' : 'broken', measured };
}
