import firstRowsSql from '../../../sql/readModels/firstRows.sql';
import { sumOf } from '../../domain/sum';
import { ceilTo, daySeconds, floorTo, hourSeconds, minuteSeconds } from '../../domain/time';
import { compareTraffic } from '../../protocol/compareTraffic';
import type { TrafficSample } from '../../protocol/compareTraffic';
import type {
  ComparedPoint,
  ComparedTotals,
  Comparison,
  ChartsQuery,
} from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { readEvents } from './history';
import { InjectedDelays } from './injectedDelays';
import { quantileOrNull, readLatencies } from './requestLatencies';
import { requestSteps } from './requestSteps';
import type { Reach } from './segments';
import { trafficSegments } from './segments';
import type { SpanSide } from './spanComparison';
import { SpanCounts } from './spanCounts';
import { stepSegments } from './stepCounts';

/** The two periods in the parts that can be held beside each other. */
export interface SharedSides {
  readonly now: SpanSide;
  readonly then: SpanSide;
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
  {
    reach,
    coverage,
    events,
    other,
  }: Pick<SpanSide, 'coverage' | 'events'> & {
    readonly reach: Reach;
    readonly other: Connection;
  },
): { readonly comparison: Comparison; readonly sides: SharedSides } | null {
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
  const compared = { ...earlier, to: end };
  const earlierCoverage = new Coverage(other, compared, query.filter);
  const earlierReach = isOwn ? reach : readWatermarks(other);
  const whole = { from: ceilTo(query.from, grain), to: floorTo(query.to, grain) };
  const then = earlierCoverage
    .grains(grain)
    .map(({ from, to }) => ({ from: from + shift, to: to + shift }));
  const shared = intersected(intersected(coverage.grains(grain), then), [whole]);
  const moved = shared.map(({ from, to }) => ({ from: from - shift, to: to - shift }));
  const sideOf = (side: Omit<SpanSide, 'segments' | 'counts'>, reached: Reach): SpanSide => {
    const segments = side.parts.flatMap((part) => trafficSegments(part, reached, query));
    return { ...side, segments, counts: new SpanCounts(side.connection, side.span, segments) };
  };
  const sides = {
    now: sideOf({ connection, span: query, parts: shared, coverage, events }, reach),
    then: sideOf(
      {
        ...{ connection: other, span: compared, parts: moved },
        ...{ coverage: earlierCoverage, events: readEvents(other, compared) },
      },
      earlierReach,
    ),
  };
  const [now, before] = [totalsOf(sides.now), totalsOf(sides.then)];
  const [difference] = compareTraffic([{ before: before.sample, after: now.sample }]);
  return {
    sides,
    comparison: {
      from: earlier.from,
      to: end,
      grain,
      now: now.totals,
      then: before.totals,
      errorRate: difference?.errorRate.verdict ?? 'tooFew',
      latency: difference?.latency.verdict ?? 'tooFew',
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

function totalsOf({ connection, span, parts, segments, counts, coverage }: SpanSide): {
  readonly totals: ComparedTotals;
  readonly sample: TrafficSample;
} {
  const { requests, errors, bytesSent } = counts.totals;
  // One step that reaches from before every segment to behind them all.
  const whole = { from: 0, step: Number.MAX_SAFE_INTEGER };
  const latency = readLatencies(connection, span, segments, whole).ofAll(0);
  return {
    totals: {
      coveredSeconds: sumOf(parts.map(({ from, to }) => coverage.seconds(from, to))),
      requests,
      errors,
      bytesSent,
      p50: quantileOrNull(latency, 0.5),
      p95: quantileOrNull(latency, 0.95),
      p99: quantileOrNull(latency, 0.99),
      injectedMs: new InjectedDelays(connection, span, segments, whole).average,
    },
    // What is shown as a whole has the injected faults in it.
    sample: { requests, errors, faults: 0, times: latency ?? null },
  };
}
