import { parseTrafficKey } from '../../domain/trafficKey';
import type { TrafficKey } from '../../domain/trafficKey';
import type { LogRow } from '../../mockforge/logRow';
import { logRingSize } from '../../mockforge/paths';
import type { TrafficSeries } from '../../mockforge/seriesKey';
import type { AccountState } from './accountState';

/** What a read of the log's ring brought. */
export interface RingRead {
  /** Rows that no earlier read held, oldest first. */
  readonly fresh: readonly LogRow[];
  /** An id of the last read, or of a row taken from the stream since, is still there. */
  readonly knownId: boolean;
  /** It may be the ring that was read last: it holds something of that, or that was empty. */
  readonly sameRing: boolean;
  /** So many came since the last read that rows in between may be lost. */
  readonly turnedOver: boolean;
}

/**
 * Compares the ring with what the last read saw of it, and remembers it.
 * @param rows all that could be read of the ring, which held `size`
 */
export function readRing(
  ring: AccountState['ring'],
  rows: readonly LogRow[],
  size: number,
): RingRead {
  const seen = new Set(ring.ids);
  const fresh = rows.filter((row) => !seen.has(row.id));
  const knownId = fresh.length < rows.length;
  const sameRing = knownId || ring.ids.length === 0;
  const forgotten = ring.ids.length > 0 && !knownId;
  const turnedOver = forgotten && size >= logRingSize;
  if (turnedOver) ring.turns++;
  // A ring that forgot what it held without being full was emptied: the server was restarted.
  if (forgotten && !turnedOver) ring.epoch++;
  ring.ids = rows.map((row) => row.id);
  return { fresh, knownId, sameRing, turnedOver };
}

/**
 * Takes in rows of the live stream, oldest first, and remembers them as part of the ring: the next read of it
 * brings them again. What is older than a whole ring is forgotten, since no read can bring it.
 * @returns the rows that neither a read of the ring nor the stream has brought before
 */
export function takeStreamed(
  ring: AccountState['ring'],
  rows: readonly LogRow[],
): readonly LogRow[] {
  const seen = new Set(ring.ids);
  const fresh = rows.filter((row) => !seen.has(row.id));
  ring.ids = [...ring.ids, ...fresh.map((row) => row.id)].slice(-logRingSize);
  return fresh;
}

/** Whether the request log has rows of what a traffic key counts. */
export function isLogged(key: TrafficKey | TrafficSeries): boolean {
  const { protocol } = parseTrafficKey(key);
  return protocol === 'http' || protocol === 'grpc';
}

/** Whether a series says that requests were served which the log has rows of. */
export function isMoved([series, count]: readonly [series: TrafficSeries, count: number]): boolean {
  return count > 0 && isLogged(series);
}
