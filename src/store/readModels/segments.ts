import { countsFailures } from '../../domain/filterStanding';
import { wantedSpans } from '../../domain/hoursOfWeek';
import { ceilTo, daySeconds, floorTo, hourSeconds, minuteSeconds } from '../../domain/time';
import type { TimeSpan } from '../../protocol/readModels';
import { conditionsIn } from '../../protocol/trafficFilter';
import type { Watermarks } from '../state/watermarks';

export type Resolution = 'minute' | 'hour' | 'day';

/** A half-open span, unix seconds, and the table that is read for it: a row belongs where its start lies. */
export type TableSegment = readonly [resolution: Resolution, from: number, to: number];

/** A span of failed requests: one by one, or whole hours as they were counted. */
export type FailureSegment = readonly [
  resolution: 'failure' | 'failureHour',
  from: number,
  to: number,
];

/** What all requests are read from, or failed ones in their place. */
export type Segment = TableSegment | FailureSegment;

/** How far the tables reach. */
export type Reach = Omit<Watermarks, 'finalBefore' | 'clientsFrom'>;

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What is read of a span for a filter: failed requests where all requests are not kept by it (docs/accuracy.md#filters);
 * of some hours of the week the parts that are asked for, as far as there are rows of hours.
 */
export function trafficSegments(
  span: Span,
  reach: Reach,
  { filter }: Pick<TimeSpan, 'filter'>,
  coarsest: Resolution = 'day',
): readonly Segment[] {
  const conditions = conditionsIn(filter);
  const parts = wantedSpans(span, conditions);
  if (countsFailures(conditions)) {
    const isOfClients = conditions.some(({ kind }) => kind === 'client');
    return (parts ?? [span]).flatMap((part) =>
      failureSegments(part, reach, { isOfClients, coarsest }),
    );
  }
  if (!parts) return segmentsOf(span, reach, coarsest);
  return parts
    .flatMap((part) => segmentsOf(part, reach, coarsest === 'minute' ? coarsest : 'hour'))
    .filter(([resolution]) => resolution !== 'day');
}

/**
 * Cuts a span so that each second is read from one table: whole rolled days from days, whole rolled hours
 * beside them from hours, what is left at the ends and not rolled up yet from minutes. Where retention has taken
 * the rows of a table away, the next coarser one that still has them is read; of spans that adjoin there, each
 * row belongs to the one in which it begins.
 */
export function segmentsOf(
  span: Span,
  reach: Reach,
  coarsest: Resolution = 'day',
): readonly TableSegment[] {
  switch (coarsest) {
    case 'day':
      return aroundWhole(span, reach, 'day', 'hour');
    case 'hour':
      return aroundWhole(span, reach, 'hour', 'minute');
    case 'minute':
      return ofMinutes(span, reach);
  }
}

/**
 * Cuts a span so that failed requests are read by the hour as far as they were counted so, and what is beside that one by
 * one. Of clients they were counted later than others.
 */
export function failureSegments(
  { from, to }: Span,
  { failuresFrom, sendersFrom, lastFailure }: Reach,
  { isOfClients, coarsest }: { readonly isOfClients: boolean; readonly coarsest: Resolution },
): readonly FailureSegment[] {
  const counted = isOfClients ? Math.max(failuresFrom, sendersFrom) : failuresFrom;
  const hoursFrom = ceilTo(Math.max(from, counted), hourSeconds);
  // Nothing follows the last one, so that its hour is a whole one.
  const hoursTo =
    to > lastFailure ? ceilTo(lastFailure + 1, hourSeconds) : floorTo(to, hourSeconds);
  if (coarsest === 'minute' || hoursFrom >= hoursTo) return [['failure', from, to]];
  const segments: FailureSegment[] = [
    ['failure', from, hoursFrom],
    ['failureHour', hoursFrom, hoursTo],
    ['failure', hoursTo, to],
  ];
  return segments.filter(([, start, end]) => start < end);
}

/** Whether failed requests are counted in it in the place of all. */
export function isOfFailures(segment: Segment): segment is FailureSegment {
  return segment[0] === 'failure' || segment[0] === 'failureHour';
}

/** Seconds that a row spans. */
export const grains: Readonly<Record<Resolution, number>> = {
  minute: minuteSeconds,
  hour: hourSeconds,
  day: daySeconds,
};

/** Seconds that the finest rows span which retention has left of a moment. */
export function finestGrain(at: number, reach: Reach): number {
  const [finest] = ofMinutes({ from: at, to: at + 1 }, reach);
  return grains[finest?.[0] ?? 'minute'];
}

/** Whole hours or days as far as they are rolled and kept; finer tables before and after them. */
function aroundWhole(
  { from, to }: Span,
  reach: Reach,
  resolution: 'hour' | 'day',
  finer: Resolution,
): readonly TableSegment[] {
  const size = grains[resolution];
  const kept = resolution === 'day' ? reach.daysFrom : reach.hoursFrom;
  const wholeFrom = ceilTo(Math.max(from, kept), size);
  const wholeTo = floorTo(Math.min(to, reach.rolledUntil), size);
  if (wholeFrom >= wholeTo) return segmentsOf({ from, to }, reach, finer);
  return [
    ...segmentsOf({ from, to: wholeFrom }, reach, finer),
    [resolution, wholeFrom, wholeTo],
    ...segmentsOf({ from: wholeTo, to }, reach, finer),
  ];
}

/**
 * Minutes as far as they are kept; before them hours, and before those days. Where hours were given up before minutes,
 * a day of which only some minutes are left is read from its day row, which holds these too.
 */
function ofMinutes({ from, to }: Span, { minutesFrom, hoursFrom }: Reach): readonly TableSegment[] {
  const wholeFrom = minutesFrom < hoursFrom ? ceilTo(minutesFrom, daySeconds) : minutesFrom;
  const hoursEnd = Math.min(to, Math.max(from, wholeFrom));
  const daysEnd = Math.min(hoursEnd, Math.max(from, hoursFrom));
  const segments: TableSegment[] = [
    ['day', from, daysEnd],
    ['hour', daysEnd, hoursEnd],
    ['minute', hoursEnd, to],
  ];
  return segments.filter(([, start, end]) => start < end);
}

/** The coarsest table whose rows fall wholly into steps of `step` seconds that begin at `from`. */
export function coarsestFor(from: number, step: number): Resolution {
  if (from % daySeconds === 0 && step % daySeconds === 0) return 'day';
  return from % hourSeconds === 0 && step % hourSeconds === 0 ? 'hour' : 'minute';
}
