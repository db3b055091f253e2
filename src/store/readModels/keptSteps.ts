import { ceilTo, floorTo, minuteSeconds } from '../../domain/time';
import type { ChartsQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import type { Watermarks } from '../state/watermarks';
import { readWatermarks } from '../state/watermarks';
import { finestGrain } from './segments';

/**
 * The query in steps that are no shorter than the rows which retention has left of it and of what it is compared with:
 * in shorter ones each row would look like a burst between silences. It begins with a whole step then, and ends with
 * the last row that is counted.
 * @param other the database that has the period to compare with
 */
export function keptSteps(
  connection: Connection,
  query: ChartsQuery,
  other: Connection,
): ChartsQuery {
  const { from, to, compareFrom } = query;
  const reach = readWatermarks(connection);
  const bucketSeconds = Math.max(
    query.bucketSeconds,
    finestGrain(from, reach),
    compareFrom === null ? 0 : finestGrain(compareFrom, readWatermarks(other)),
  );
  const start = bucketSeconds === query.bucketSeconds ? from : floorTo(from, bucketSeconds);
  const end = endOfRows(to, reach);
  if (start === from && end === to && bucketSeconds === query.bucketSeconds) return query;
  const kept = { ...query, from: start, to: end, bucketSeconds };
  if (compareFrom === null) return kept;
  const isBefore = other === connection && compareFrom + to - from <= from;
  // It grows as the span does. One that was over before the span began is still.
  const earlier = compareFrom - (from - start);
  return { ...kept, compareFrom: isBefore ? Math.min(earlier, start - (end - start)) : earlier };
}

/** An hour or a day that began before `to` counts as a whole where only its row is left. */
function endOfRows(to: number, reach: Watermarks): number {
  const grain = finestGrain(to - 1, reach);
  return grain === minuteSeconds ? to : ceilTo(to, grain);
}
