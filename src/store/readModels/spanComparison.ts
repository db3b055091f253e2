import type { CollectionEvent } from '../../domain/commitBatch';
import type { TimeWindow } from '../../domain/range';
import { sumOf } from '../../domain/sum';
import { compareTraffic } from '../../protocol/compareTraffic';
import type { TrafficSample } from '../../protocol/compareTraffic';
import { eventsOf } from '../../protocol/interruptions';
import type { EndpointName, TimeSpan } from '../../protocol/readModels';
import { isReal } from '../../protocol/spanComparison';
import type {
  ComparedSpan,
  EndpointDifference,
  SpanComparison,
  SpansQuery,
} from '../../protocol/spanComparison';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { endpointFaults } from './endpointFaults';
import { Failures } from './failures';
import { readEvents } from './history';
import type { Segment } from './segments';
import { trafficSegments } from './segments';
import { SpanCounts } from './spanCounts';
import { endpointLatencies } from './topEndpoints';

/** A span of a database, and what is counted in those parts of it that are compared. */
export interface SpanSide {
  readonly connection: Connection;
  readonly span: TimeSpan;
  /** Apart, ascending. */
  readonly parts: readonly TimeWindow[];
  readonly segments: readonly Segment[];
  readonly counts: SpanCounts;
  readonly coverage: Coverage;
  /** What happened to collecting in the span. */
  readonly events: readonly CollectionEvent[];
}

/** Whether the endpoints of two spans really differ, of any length each (docs/comparison.md). */
export function readSpanComparison(
  connection: Connection,
  { before, after }: SpansQuery,
): SpanComparison {
  return compareSides(wholeSide(connection, before), wholeSide(connection, after));
}

function wholeSide(connection: Connection, span: TimeSpan): SpanSide {
  const segments = trafficSegments(span, readWatermarks(connection), span);
  return {
    connection,
    span,
    parts: [span],
    segments,
    counts: new SpanCounts(connection, span, segments),
    coverage: new Coverage(connection, span, span.filter),
    events: readEvents(connection, span),
  };
}

/** As readSpanComparison, from what is counted already. */
export function compareSides(before: SpanSide, after: SpanSide): SpanComparison {
  const [was, is] = [samplesOf(before), samplesOf(after)];
  const names = [...new Map([...was.names, ...is.names])];
  const differences = compareTraffic(
    names.map(([key]) => ({ before: was.sampleOf(key), after: is.sampleOf(key) })),
  );
  return {
    before: was.span,
    after: is.span,
    endpoints: names
      .flatMap(([, name], i) => {
        const difference = differences[i];
        return difference ? [{ ...name, ...difference }] : [];
      })
      .sort(bySureness),
  };
}

function bySureness(one: EndpointDifference, other: EndpointDifference): number {
  return (
    Number(isReal(other)) - Number(isReal(one)) ||
    leastP(one) - leastP(other) ||
    other.after.requests - one.after.requests
  );
}

function leastP({ errorRate, latency }: EndpointDifference): number {
  return Math.min(errorRate.test?.correctedP ?? 1, latency.test?.correctedP ?? 1);
}

interface Samples {
  readonly span: ComparedSpan;
  /** The endpoints with requests, by their key. */
  readonly names: ReadonlyMap<string, EndpointName>;
  readonly sampleOf: (key: string) => TrafficSample;
}

function samplesOf(side: SpanSide): Samples {
  const { connection, span, parts, segments, counts, coverage } = side;
  const all = counts.endpoints(Infinity);
  const { handler, injected } = endpointLatencies(connection, span, segments, all);
  const faults = injectedFaults(connection, span, parts);
  const faultsOf = endpointFaults(faults, all.values());
  const names = new Map<string, EndpointName>();
  for (const [key, { protocol, method, endpoint }] of all) {
    if (endpoint !== null) names.set(key, { protocol, method, endpoint });
  }
  return {
    span: {
      ...interruptionsIn(side),
      askedSeconds: coverage.asked(span.from, span.to),
      coveredSeconds: coverage.seconds(span.from, span.to),
      faults: sumOf(faults.values()),
      injectedMs: sumOf(injected.values()),
    },
    names,
    sampleOf: (key) => {
      const own = all.get(key);
      return {
        requests: own?.requests ?? 0,
        errors: own?.errors ?? 0,
        faults: own ? faultsOf(own) : 0,
        times: handler.get(key)?.total() ?? null,
      };
    },
  };
}

function injectedFaults(
  connection: Connection,
  span: TimeSpan,
  parts: readonly TimeWindow[],
): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const { from, to } of parts) {
    for (const [key, count] of new Failures(connection, { ...span, from, to }).injectedFaults) {
      all.set(key, (all.get(key) ?? 0) + count);
    }
  }
  return all;
}

function interruptionsIn({
  span: { from, to },
  events,
}: SpanSide): Pick<ComparedSpan, 'from' | 'to' | 'gapSeconds' | 'restarts'> {
  const gaps = eventsOf(events, 'gap').map(
    (gap) => Math.min(gap.to, to) - Math.max(gap.from, from),
  );
  const restarts = eventsOf(events, 'server_restart').filter((event) => event.from >= from);
  return { from, to, gapSeconds: sumOf(gaps), restarts: restarts.length };
}
