import { floorTo } from '../../domain/time';
import type { ChartsQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { finestGrain } from './segments';

/**
 * The query in steps that are no shorter than the rows which retention has left of it and of what it is compared with:
 * in shorter ones each row would look like a burst between silences. It begins with a whole step then.
 * @param other the database that has the period to compare with
 */
export function keptSteps(
  connection: Connection,
  query: ChartsQuery,
  other: Connection,
): ChartsQuery {
  const { from, compareFrom } = query;
  const bucketSeconds = Math.max(
    query.bucketSeconds,
    finestGrain(from, readWatermarks(connection)),
    compareFrom === null ? 0 : finestGrain(compareFrom, readWatermarks(other)),
  );
  if (bucketSeconds === query.bucketSeconds) return query;
  const start = floorTo(from, bucketSeconds);
  if (compareFrom === null) return { ...query, from: start, bucketSeconds };
  const length = query.to - start;
  const isBefore = other === connection && compareFrom + query.to - from <= from;
  // It grows as the span does. One that was over before the span began is still.
  const earlier = compareFrom - (from - start);
  const compared = isBefore ? Math.min(earlier, start - length) : earlier;
  return { ...query, from: start, bucketSeconds, compareFrom: compared };
}
