import { steppedSpan } from '../../domain/range';
import type { Overview } from '../../protocol/overview';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { keptSteps } from './keptSteps';
import { requestSteps } from './requestSteps';
import { readStoredSpan } from './storedSpan';

/** A thin strip shows no more, and the fewer there are, the coarser are the rows that are read. */
const mostSteps = 200;

/**
 * All that is stored up to `now`, and not before `since` (unix seconds), in few steps; null where nothing is.
 * @param excludedEndpoints patterns of endpoints that do not count as the user's traffic
 */
export function readOverview(
  connection: Connection,
  now: number,
  excludedEndpoints: readonly string[],
  since = -Infinity,
): Overview | null {
  const stored = readStoredSpan(connection);
  const begin = Math.max(stored?.from ?? Infinity, since);
  if (begin >= now) return null;
  const asked = {
    ...steppedSpan(begin, now, mostSteps),
    excludedEndpoints,
    compareFrom: null,
  };
  const query = keptSteps(connection, asked, connection);
  const { from, to, bucketSeconds } = query;
  const coverage = new Coverage(connection, query);
  const points = requestSteps(connection, query, readWatermarks(connection)).map((sums, index) => {
    const at = from + index * bucketSeconds;
    return { ...sums, coveredSeconds: coverage.seconds(at, Math.min(at + bucketSeconds, to)) };
  });
  return { from, to, bucketSeconds, points };
}
