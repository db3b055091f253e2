import type { CollectionEvent } from '../domain/commitBatch';
import type { DashboardCharts, TrafficPoint } from './dashboardData';

/** A span of which nothing or nothing exact is known. Unix seconds. */
export interface UncertainSpan {
  readonly from: number;
  readonly to: number;
  readonly kind: 'gap' | 'clock_ahead' | 'no_answer' | 'not_collected';
  /** Requests that came at an unknown time in it. */
  readonly unplaced: number;
}

/** What happened to collecting in a range. */
export interface Interruptions {
  readonly spans: readonly UncertainSpan[];
  /** Restarts of the server, unix seconds. */
  readonly restarts: readonly number[];
  /** What the user named, earliest first: sessions, as far as they lie in the range, and moments, which have no end. */
  readonly marks: readonly {
    readonly at: number;
    readonly to: number | null;
    readonly name: string;
  }[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Gaps, restarts and marks of a range; `failing`: the server does not answer now, so what is missing at the end is that. */
export function interruptionsOf(data: DashboardCharts, failing: boolean): Interruptions {
  const { from, to } = data.query;
  const within = (event: Span): Span => ({
    from: Math.max(event.from, from),
    to: Math.min(event.to, to),
  });
  const isSome = (span: Span): boolean => span.to > span.from;
  const gaps = eventsOf(data.events, 'gap').map(within).filter(isSome);
  const end = dataEnd(data);
  const ahead = eventsOf(data.events, 'clock_step').map(within).filter(isSome);
  // Whoever looks at the past looks at what the server answered then.
  const isUnanswered = (span: Span): boolean =>
    failing && span.from >= end && (!data.stored || span.to > data.stored.to);
  const quiet = uncovered(data).flatMap((span) => without(span, gaps));
  const spans: UncertainSpan[] = [
    ...gaps.map((gap) => ({
      ...gap,
      kind: 'gap' as const,
      unplaced: unplacedIn(gap, data.events),
    })),
    ...ahead.map((step) => ({
      ...step,
      kind: 'clock_ahead' as const,
      unplaced: 0,
    })),
    ...quiet.map((span, i) => ({
      ...span,
      kind: isUnanswered(span) ? ('no_answer' as const) : ('not_collected' as const),
      unplaced: before({ ...span, to: quiet[i + 1]?.from ?? to }, data),
    })),
  ];
  return {
    spans: spans.sort((a, b) => a.from - b.from),
    restarts: eventsOf(data.events, 'server_restart')
      .map((event) => event.from)
      .filter((at) => at >= from && at <= to),
    marks: eventsOf(data.events, 'session_mark')
      .filter((event) => event.to >= from && event.from <= to)
      .map((event) => ({
        at: Math.max(event.from, from),
        to: event.to > event.from ? Math.min(event.to, to) : null,
        name: String(event.detail['name'] ?? ''),
      })),
  };
}

/** Requests of a gap that were not spread over it. */
function unplacedIn(gap: Span, events: readonly CollectionEvent[]): number {
  const own = eventsOf(events, 'gap').find(({ from, to }) => from <= gap.from && to >= gap.to);
  const lost = own?.detail['requests'];
  return typeof lost === 'number' && own?.detail['spread'] === false ? lost : 0;
}

/** How many requests had come at an unknown time when servers were first met in a span. */
function before({ from, to }: Span, { events }: DashboardCharts): number {
  return eventsOf(events, 'first_contact')
    .filter((contact) => contact.from >= from && contact.from < to)
    .reduce((sum, contact) => sum + requestsBefore(contact), 0);
}

/** Requests that a server had counted before it was first met, at an unknown time. */
export function requestsBefore({ detail }: CollectionEvent): number {
  return Number(detail['requestsBefore'] ?? 0);
}

/** Events of one kind, earliest first. */
export function eventsOf(
  events: readonly CollectionEvent[],
  kind: CollectionEvent['kind'],
): CollectionEvent[] {
  return events.filter((event) => event.kind === kind).sort((a, b) => a.from - b.from);
}

/** Where what is known ends, unix seconds; the start of the range when nothing is. */
export function dataEnd(data: DashboardCharts): number {
  const last = data.points.findLast((point) => point.coveredSeconds > 0);
  return last ? Math.min(last.at + last.coveredSeconds, data.query.to) : data.query.from;
}

/** Where the bar of a step begins and ends: the first and last one reach only as far as their data. */
export function stepEdges(
  points: readonly TrafficPoint[],
  index: number,
  bucketSeconds: number,
): readonly [from: number, to: number] {
  const point = points[index];
  if (!point) return [0, 0];
  const whole = [point.at, point.at + bucketSeconds] as const;
  const isKnown = (other: TrafficPoint): boolean => other.coveredSeconds > 0;
  if (point.coveredSeconds === 0 || point.coveredSeconds >= bucketSeconds) return whole;
  if (!points.slice(index + 1).some(isKnown)) return [point.at, point.at + point.coveredSeconds];
  if (!points.slice(0, index).some(isKnown)) return [whole[1] - point.coveredSeconds, whole[1]];
  return whole;
}

/** Runs of steps without coverage; the last one begins where the data end. */
function uncovered(data: DashboardCharts): Span[] {
  const { bucketSeconds, from, to } = data.query;
  const end = dataEnd(data);
  const spans: Span[] = [];
  for (const point of data.points) {
    if (point.coveredSeconds > 0 || point.at >= end) continue;
    const last = spans.at(-1);
    const span = { from: Math.max(point.at, from), to: Math.min(point.at + bucketSeconds, end) };
    if (last && last.to >= span.from) spans[spans.length - 1] = { from: last.from, to: span.to };
    else spans.push(span);
  }
  // The step under way is never complete; that is no gap.
  if (to - end > bucketSeconds) spans.push({ from: end, to });
  return spans;
}

function without(span: Span, holes: readonly Span[]): Span[] {
  let rest = [span];
  for (const hole of holes) {
    rest = rest.flatMap((part) =>
      [
        { from: part.from, to: Math.min(part.to, hole.from) },
        { from: Math.max(part.from, hole.to), to: part.to },
      ].filter((piece) => piece.to > piece.from && piece.from >= part.from),
    );
  }
  return rest;
}
