import rolledUntilSql from '../../../sql/readModels/rolledUntil.sql';
import { daySeconds, floorTo, hourSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';

export type Resolution = 'minute' | 'hour' | 'day';

/** A half-open span, unix seconds, and the table that is read for it. */
export type Segment = readonly [resolution: Resolution, from: number, to: number];

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Up to where minutes are rolled into hours; 0 before the first rollup. Unix seconds. */
export function readRolledUntil(connection: Connection): number {
  return connection.first(rolledUntilSql)?.number('rolled_until') ?? 0;
}

/**
 * Cuts a span so that each second is read from one table: whole rolled days from days, whole rolled hours
 * beside them from hours, what is left at the ends and not rolled up yet from minutes.
 */
export function segmentsOf(
  span: Span,
  rolledUntil: number,
  coarsest: Resolution = 'day',
): readonly Segment[] {
  const { from, to } = span;
  if (from >= to) return [];
  if (coarsest === 'minute') return [['minute', from, to]];
  const [size, finer] =
    coarsest === 'day' ? [daySeconds, 'hour' as const] : [hourSeconds, 'minute' as const];
  const wholeFrom = floorTo(from + size - 1, size);
  const wholeTo = floorTo(Math.min(to, rolledUntil), size);
  if (wholeFrom >= wholeTo) return segmentsOf(span, rolledUntil, finer);
  return [
    ...segmentsOf({ from, to: wholeFrom }, rolledUntil, finer),
    [coarsest, wholeFrom, wholeTo],
    ...segmentsOf({ from: wholeTo, to }, rolledUntil, finer),
  ];
}

/** The coarsest table whose rows fall wholly into steps of `step` seconds that begin at `from`. */
export function coarsestFor(from: number, step: number): Resolution {
  if (from % daySeconds === 0 && step % daySeconds === 0) return 'day';
  return from % hourSeconds === 0 && step % hourSeconds === 0 ? 'hour' : 'minute';
}
