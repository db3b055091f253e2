import firstRowsSql from '../../../sql/readModels/firstRows.sql';
import { ceilTo, daySeconds, floorTo, hourSeconds, minuteSeconds } from '../../domain/time';
import type {
  ComparedPoint,
  ComparedTotals,
  Comparison,
  ChartsQuery,
} from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { InjectedDelays } from './injectedDelays';
import { quantileOrNull, readLatencies } from './requestLatencies';
import { requestSteps } from './requestSteps';
import type { Reach, Segment } from './segments';
import { trafficSegments } from './segments';
import { SpanCounts } from './spanCounts';
import { stepSegments } from './stepCounts';

/** What the two periods carried in the parts that can be held beside each other. */
export interface SharedCounts {
  readonly now: SpanCounts;
  readonly then: SpanCounts;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What the query's span has in common with the period that it is compared with; null where none is.
 * @param other the database that has that period
 */
export function readComparison(
  connection: Connection,
  query: ChartsQuery,
  { reach, coverage, other }: { reach: Reach; coverage: Coverage; other: Connection },
): { readonly comparison: Comparison; readonly counts: SharedCounts } | null {
  const { compareFrom } = query;
  if (compareFrom === null) return null;
  const isOwn = other === connection;
  const grain = Math.max(grainSince(connection, query.from), grainSince(other, compareFrom));
  // A period of one's own is over before the span begins; another database's may be of any time.
  const shift = Math.max(
    isOwn ? grain : -Infinity,
    floorTo(query.from - compareFrom + grain - 1, grain),
  );
  const earlier = { ...query, from: query.from - shift, to: query.to - shift };
  const end = Math.min(earlier.to, query.compareTo ?? Infinity);
  // Behind its end nothing of it is held beside the span.
  const earlierCoverage = new Coverage(other, { from: earlier.from, to: end }, query.filter);
  const earlierReach = isOwn ? reach : readWatermarks(other);
  const whole = { from: ceilTo(query.from, grain), to: floorTo(query.to, grain) };
  const then = earlierCoverage
    .grains(grain)
    .map(({ from, to }) => ({ from: from + shift, to: to + shift }));
  const shared = intersected(intersected(coverage.grains(grain), then), [whole]);
  const moved = shared.map(({ from, to }) => ({ from: from - shift, to: to - shift }));
  const cut = (spans: readonly Span[], reached: Reach): Segment[] =>
    spans.flatMap((span) => trafficSegments(span, reached, query));
  const parts = { now: cut(shared, reach), then: cut(moved, earlierReach) };
  const counts = {
    now: new SpanCounts(connection, query, parts.now),
    then: new SpanCounts(other, query, parts.then),
  };
  return {
    counts,
    comparison: {
      from: earlier.from,
      to: end,
      grain,
      now: {
        ...totalsOf(connection, query, parts.now, counts.now),
        coveredSeconds: seconds(coverage, shared),
      },
      then: {
        ...totalsOf(other, query, parts.then, counts.then),
        coveredSeconds: seconds(earlierCoverage, moved),
      },
      points: comparedPoints(other, earlier, {
        reach: earlierReach,
        coverage: earlierCoverage,
      }).map((point) => ({ ...point, at: point.at + shift })),
    },
  };
}

function comparedPoints(
  connection: Connection,
  query: ChartsQuery,
  { reach, coverage }: { readonly reach: Reach; readonly coverage: Coverage },
): ComparedPoint[] {
  const { from, to, bucketSeconds: step } = query;
  const latencies = readLatencies(connection, query, stepSegments(query, reach), { from, step });
  return requestSteps(connection, query, reach).map((sums, index) => {
    const at = from + index * step;
    return {
      at,
      coveredSeconds: coverage.secondsOfStep(at, Math.min(at + step, to)),
      ...sums,
      p95: quantileOrNull(latencies.ofAll(index), 0.95),
    };
  });
}

/** The finest grain whose rows reach back to a time: finer ones may have been given up by retention. */
function grainSince(connection: Connection, from: number): number {
  const row = connection.first(firstRowsSql);
  const minutes = row?.numberOrNull('minutes') ?? Infinity;
  const hours = row?.numberOrNull('hours') ?? Infinity;
  if (minutes <= Math.max(from, hours + hourSeconds)) return minuteSeconds;
  const days = row?.numberOrNull('days') ?? Infinity;
  return hours <= Math.max(from, days + daySeconds) ? hourSeconds : daySeconds;
}

/**
 * What two lists of spans, each apart and ascending, have in common. Of grains it is those that both periods cover at
 * least in part, since what is told of them is told by the covered second.
 */
function intersected(some: readonly Span[], others: readonly Span[]): Span[] {
  const common: Span[] = [];
  for (let [i, j] = [0, 0]; ;) {
    const [one, other] = [some[i], others[j]];
    if (!one || !other) return common;
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from < to) common.push({ from, to });
    if (one.to <= other.to) i += 1;
    else j += 1;
  }
}

function seconds(coverage: Coverage, spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + coverage.seconds(from, to), 0);
}

function totalsOf(
  connection: Connection,
  query: ChartsQuery,
  segments: readonly Segment[],
  counts: SpanCounts,
): Omit<ComparedTotals, 'coveredSeconds'> {
  const { requests, errors, bytesSent } = counts.totals;
  // One step that reaches from before every segment to behind them all.
  const whole = { from: 0, step: Number.MAX_SAFE_INTEGER };
  const latency = readLatencies(connection, query, segments, whole).ofAll(0);
  return {
    requests,
    errors,
    bytesSent,
    p50: quantileOrNull(latency, 0.5),
    p95: quantileOrNull(latency, 0.95),
    p99: quantileOrNull(latency, 0.99),
    injectedMs: new InjectedDelays(connection, query, segments, whole).average,
  };
}
