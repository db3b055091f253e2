import type { CollectionEvent } from '../../src/domain/commitBatch';
import type { NumberFormat } from '../../src/domain/numberFormat';
import type { DashboardCharts, TrafficPoint } from '../../src/protocol/dashboardData';
import { t } from '../localize';
import { duration } from '../text/duration';

/** A span of which nothing or nothing exact is known, drawn hatched over the charts. Unix seconds. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** Nobody collected, which is no event: drawn fainter than a gap, and its label inside where it has room. */
  readonly isQuiet: boolean;
}

/** What the event lane above a chart tells. */
export interface LaneContent {
  readonly bands: readonly Band[];
  /** Restarts of the server, unix seconds. */
  readonly restarts: readonly number[];
  /** Moments that the user named. */
  readonly marks: readonly { readonly at: number; readonly name: string }[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Bands and markers of a range; `failing`: the server does not answer now, so what is missing at the end is that. */
export function laneContentOf(
  data: DashboardCharts,
  failing: boolean,
  numbers: NumberFormat,
): LaneContent {
  const { from, to } = data.query;
  const gaps = eventsOf(data.events, 'gap')
    .map((gap) => ({ from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
    .filter((gap) => gap.to > gap.from);
  const end = dataEnd(data);
  const wrongFuture = eventsOf(data.events, 'clock_step')
    .map((step) => ({ from: Math.max(step.from, from), to: Math.min(step.to, to) }))
    .filter((step) => step.to > step.from);
  const quiet = uncovered(data).flatMap((span) => without(span, gaps));
  const bands = [
    ...gaps.map((gap) => ({ ...gap, label: gapLabel(gap, data.events, numbers), isQuiet: false })),
    ...wrongFuture.map((step) => ({ ...step, label: t('clock was ahead'), isQuiet: false })),
    ...quiet.map((span, i) => {
      const until = quiet[i + 1]?.from ?? to;
      const requests = before({ ...span, to: until }, data);
      const count = requests > 0 ? numbers.count(requests) : null;
      return uncoveredBand(span, failing && span.from >= end, count);
    }),
  ];
  return {
    bands: bands.sort((a, b) => a.from - b.from),
    restarts: eventsOf(data.events, 'server_restart')
      .map((event) => event.from)
      .filter((at) => at >= from && at <= to),
    marks: eventsOf(data.events, 'session_mark')
      .filter((event) => event.from >= from && event.from <= to)
      .map((event) => ({ at: event.from, name: String(event.detail['name'] ?? '') })),
  };
}

/** `gap 30 s`; where requests of it have no time of their own, how many: `gap 26 h, 312 requests`. */
function gapLabel(gap: Span, events: readonly CollectionEvent[], numbers: NumberFormat): string {
  const own = eventsOf(events, 'gap').find(({ from, to }) => from <= gap.from && to >= gap.to);
  const lost = own?.detail['requests'];
  const label = t('gap {0}', duration(gap.to - gap.from));
  return typeof lost === 'number' && lost > 0 && own?.detail['spread'] === false
    ? t('{0}, {1} requests at an unknown time', label, numbers.count(lost))
    : label;
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

function uncoveredBand(span: Span, isUnanswered: boolean, requests: string | null): Band {
  const label = isUnanswered ? t('no answer') : t('not collected');
  return {
    ...span,
    label: requests === null ? label : t('{0}, {1} requests at an unknown time', label, requests),
    isQuiet: !isUnanswered,
  };
}
