import { showsProtocol } from '../../domain/condition';
import { hasLatencies } from '../../domain/filterStanding';
import { histogramCount } from '../../domain/histogram';
import { ceilTo, floorTo, minuteSeconds } from '../../domain/time';
import type { ChartsQuery, Mark } from '../../protocol/dashboardData';
import type {
  ExplainedEndpoint,
  ExplainedSide,
  Explanation,
  ExplainQuery,
  InjectedPaths,
  PartTotals,
} from '../../protocol/explanation';
import { conditionsIn, ofHandlers } from '../../protocol/trafficFilter';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { partsOf, perMinute } from './changedParts';
import { Coverage } from './coverage';
import { keyText } from './endpointKey';
import { readEndpointTimes } from './endpointTimes';
import { explainedFailures } from './explainedFailures';
import { readEvents } from './history';
import { InjectedDelays } from './injectedDelays';
import { quantileOrNull, readLatencies } from './requestLatencies';
import type { Reach, Segment } from './segments';
import { trafficSegments } from './segments';
import { countsOfPaths, SpanCounts } from './spanCounts';

const endpointLimit = 20_000;
const partLimit = 5;
/** One step that reaches from before every segment to behind them all. */
const whole = { from: 0, step: Number.MAX_SAFE_INTEGER };
/** The events that an explanation names before anything else. */
const named: readonly string[] = ['server_restart', 'other_server', 'gap', 'session_mark'];

/** A part of the time, unix seconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Of an endpoint, or of the requests of a method that no endpoint is known of, which have their part too. */
interface EndpointTotals {
  readonly endpoint: ExplainedEndpoint | null;
  readonly totals: PartTotals;
}

/** All that is read of the window, or of the rest. */
interface Side {
  readonly all: ExplainedSide;
  readonly endpoints: ReadonlyMap<string, EndpointTotals>;
  readonly paths: ReadonlySet<string>;
  readonly delayed: InjectedPaths;
  readonly statuses: ReadonlyMap<number, number>;
}

type Measure = keyof Explanation['since'];

const nothing: PartTotals = { requests: 0, errors: 0, handlerMs: 0, timed: 0, injectedMs: 0 };

/** Why a window differs from the rest of the span that it lies in. */
export function readExplanation(
  connection: Connection,
  { span: asked, from, to }: ExplainQuery,
): Explanation {
  // Steps of which only coarse rows are left begin before what was asked for.
  const span = { ...asked, from: Math.min(asked.from, from) };
  const sideOf = sidesOf(connection, span);
  const outside = [
    { from: span.from, to: from },
    { from: to, to: span.to },
  ].filter((part) => part.from < part.to);
  const window = sideOf([{ from, to }]);
  const rest = sideOf(outside);
  const failures = explainedFailures(connection, span, {
    window: { spans: [{ from, to }], paths: window.paths, ...window.all },
    rest: { spans: outside, paths: rest.paths, ...rest.all },
  });
  const changed = changedSince(connection, { span, from, to }, sideOf);
  const since = (measure: Measure): Mark | null =>
    changed && isTurn(measure, changed, window.all, rest.all) ? changed.mark : null;
  return {
    from,
    to,
    span: { from: span.from, to: span.to },
    filter: span.filter,
    window: window.all,
    rest: rest.all,
    events: readEvents(connection, { ...span, from, to }).filter(({ kind }) =>
      named.includes(kind),
    ),
    since: { requests: since('requests'), errors: since('errors'), latency: since('latency') },
    ...rankedEndpoints(window, rest),
    delayed: (isSlower(window.all, rest.all) ? window : rest).delayed,
    statuses: partsOf(window.statuses, rest.statuses, {
      limit: partLimit,
      none: 0,
      amount: (count, side) => perMinute(count, { window, rest }[side].all),
    }),
    ...failures,
  };
}

function rankedEndpoints(
  window: Side,
  rest: Side,
): Pick<Explanation, 'requests' | 'errors' | 'latency'> {
  const names = new Map([...rest.endpoints, ...window.endpoints]);
  const totalsOf = ({ endpoints }: Side): Map<string, PartTotals> =>
    new Map([...endpoints].map(([key, { totals }]) => [key, totals]));
  const [own, others] = [totalsOf(window), totalsOf(rest)];
  const sides = { window: window.all, rest: rest.all };
  const ranked = (
    measure: (totals: PartTotals, all: ExplainedSide) => number,
  ): Explanation['requests'] =>
    partsOf(own, others, {
      limit: partLimit,
      none: nothing,
      amount: (totals, side) => measure(totals, sides[side]),
    }).flatMap(({ item: key, ...part }) => {
      const item = names.get(key)?.endpoint;
      return item ? [{ item, ...part }] : [];
    });
  return {
    requests: ranked(({ requests }, all) => perMinute(requests, all)),
    errors: ranked(({ errors }, all) => perMinute(errors, all)),
    latency: ranked(
      ({ handlerMs, injectedMs }, { timed, requests }) =>
        handlerMs / Math.max(1, timed) + injectedMs / Math.max(1, requests),
    ),
  };
}

function isSlower(window: ExplainedSide, rest: ExplainedSide): boolean {
  const delay = ({ injectedMs, requests }: ExplainedSide): number =>
    injectedMs / Math.max(1, requests);
  return delay(window) >= delay(rest);
}

/** Reads some parts of a span; a row belongs to the part in which it begins. */
function sidesOf(
  connection: Connection,
  span: ExplainQuery['span'],
): (spans: readonly Span[]) => Side {
  const reach: Reach = readWatermarks(connection);
  const coverage = new Coverage(connection, span, span.filter);
  return (spans) => {
    const segments = spans.flatMap((part) => trafficSegments(part, reach, span));
    const counts = new SpanCounts(connection, span, segments);
    const { endpoints, paths, injected } = endpointTotals(connection, span, segments, counts);
    const isHttp = showsProtocol(conditionsIn(span.filter), 'http');
    // Of endpoints that are asked for nothing is known beside what they have.
    const isOfAll = isHttp && !ofHandlers(span.filter);
    const delayed = [...injected.values()].reduce((sum, delay) => sum + delay, 0);
    const parts = [...endpoints.values()].map(({ totals }) => totals);
    const sumOf = (key: keyof PartTotals): number =>
      parts.reduce((sum, totals) => sum + totals[key], 0);
    const latency = ofHandlers(span.filter)
      ? undefined
      : readLatencies(connection, span, segments, whole).ofAll(0);
    return {
      endpoints,
      paths,
      delayed: {
        some: [...paths].filter((path) => (injected.get(path) ?? 0) > 0).length,
        all: paths.size,
        isLeast: isOfAll && [...injected.keys()].some((path) => !paths.has(path)),
      },
      statuses: new Map(
        counts.statusCodes
          .filter(({ code }) => code >= 400)
          .map(({ code, requests }) => [code, requests]),
      ),
      all: {
        coveredSeconds: spans.reduce((sum, part) => sum + coverage.seconds(part.from, part.to), 0),
        askedSeconds: spans.reduce((sum, part) => sum + coverage.asked(part.from, part.to), 0),
        requests: counts.totals.requests,
        errors: counts.totals.errors,
        handlerMs: sumOf('handlerMs'),
        timed: sumOf('timed'),
        // What is measured as a whole has all delays in it, also those of requests that no endpoint is known of.
        injectedMs: isOfAll ? delayed : sumOf('injectedMs'),
        measured: latency ? histogramCount(latency) : 0,
        wholeMs: latency?.sum ?? 0,
        p50: quantileOrNull(latency, 0.5),
        p95: quantileOrNull(latency, 0.95),
      },
    };
  };
}

function endpointTotals(
  connection: Connection,
  span: ChartsQuery,
  segments: readonly Segment[],
  counts: SpanCounts,
): {
  readonly endpoints: ReadonlyMap<string, EndpointTotals>;
  readonly paths: ReadonlySet<string>;
  /** Sums of delays by path, also of those that have no requests here, ms. */
  readonly injected: ReadonlyMap<string, number>;
} {
  const found = counts.endpoints(endpointLimit);
  const { handler, injected } = readEndpointTimes(connection, span, segments);
  const paths = countsOfPaths(connection, span, segments, counts).ofPaths;
  const endpoints = new Map<string, EndpointTotals>();
  // Delays are known by path alone: other methods of the path had their part of them.
  const isOfTarget = Boolean(span.filter?.endpoint) && hasLatencies(conditionsIn(span.filter));
  const ofTarget = isOfTarget ? delayOfTarget(connection, span, segments) : null;
  for (const { protocol, method, endpoint, requests, errors } of found.values()) {
    const key = keyText(protocol, method, endpoint);
    const counted = { requests, errors };
    if (endpoint === null) {
      endpoints.set(key, { endpoint, totals: { ...nothing, ...counted } });
      continue;
    }
    const path = paths.get(endpoint) ?? { requests, methods: 1 };
    const times = handler.get(key);
    const delay = injected.get(endpoint) ?? 0;
    endpoints.set(key, {
      endpoint: {
        ...{ protocol, method, endpoint },
        isShared: ofTarget?.isShared ?? (delay > 0 && path.methods > 1),
      },
      totals: {
        ...counted,
        handlerMs: times?.sum ?? 0,
        timed: times?.count ?? 0,
        injectedMs: ofTarget ? ofTarget.average * requests : (delay * requests) / path.requests,
      },
    });
  }
  return { endpoints, paths: new Set(counts.ofPaths.keys()), injected };
}

function delayOfTarget(
  connection: Connection,
  span: ChartsQuery,
  segments: readonly Segment[],
): { readonly average: number; readonly isShared: boolean } {
  const { average, isShared } = new InjectedDelays(connection, span, segments, whole);
  return { average: average ?? 0, isShared };
}

/** The minutes on both sides of a restart or mark. */
interface Turn {
  readonly mark: Mark;
  readonly before: ExplainedSide;
  readonly after: ExplainedSide;
}

/**
 * The restart or mark that is nearest to a window's begin, with what was before it and after it: no more time than
 * the window has, without the minute in which it happened.
 */
function changedSince(
  connection: Connection,
  { span, from, to }: ExplainQuery,
  sideOf: (spans: readonly Span[]) => Side,
): Turn | null {
  const length = to - from;
  const [nearest] = readEvents(connection, { ...span, from: from - length, to })
    .filter(({ kind }) => kind === 'server_restart' || kind === 'session_mark')
    .sort((a, b) => Math.abs(a.from - from) - Math.abs(b.from - from));
  if (!nearest) return null;
  const { kind, from: at, detail } = nearest;
  const minute = floorTo(at, minuteSeconds);
  // Before the span it is not known how much was collected.
  const since = Math.min(minute, Math.max(span.from, minute - length));
  const before = sideOf([{ from: since, to: minute }]).all;
  const next = ceilTo(at, minuteSeconds);
  const after = sideOf([{ from: next, to: Math.max(next, Math.min(next + length, to)) }]).all;
  if (before.coveredSeconds === 0 || after.coveredSeconds === 0) return null;
  const name = typeof detail['name'] === 'string' ? detail['name'] : null;
  return { mark: { kind: kind as Mark['kind'], at, name }, before, after };
}

const measured: Readonly<Record<Measure, (side: ExplainedSide) => number>> = {
  requests: (side) => perMinute(side.requests, side),
  errors: (side) => perMinute(side.errors, side),
  latency: (side) =>
    side.measured > 0
      ? side.wholeMs / side.measured
      : side.handlerMs / Math.max(1, side.timed) + side.injectedMs / Math.max(1, side.requests),
};

/** Whether a measure was nearer to the rest's before, and is nearer to the window's after. */
function isTurn(
  measure: Measure,
  { before, after }: Turn,
  window: ExplainedSide,
  rest: ExplainedSide,
): boolean {
  const of = measured[measure];
  const nearer = (side: ExplainedSide, than: ExplainedSide, to: ExplainedSide): boolean =>
    Math.abs(of(side) - of(to)) < Math.abs(of(side) - of(than));
  return nearer(before, window, rest) && nearer(after, rest, window);
}
