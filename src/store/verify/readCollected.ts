import collectedCountsSql from '../../../sql/verify/collectedCounts.sql';
import collectorState from '../../../sql/verify/collectorState.sql';
import { rowsOf } from '../../domain/resultTable';
import type { ResultTable } from '../../domain/resultTable';
import { isProtocol } from '../../domain/protocol';
import { trafficKeyOf } from '../../domain/trafficKey';
import type { TrafficKey } from '../../domain/trafficKey';
import { StoreError } from '../storeError';

export { collectedCountsSql };

/** Runs one statement that reads, on all of one commit. Rejects with a StoreError. */
export type ReadSql = (sql: string, limit: number) => Promise<ResultTable>;

/** A collector's state, and what the database held when it was written. */
export interface CollectedCounts {
  readonly state: string;
  /** Requests of the minutes from `from` on (unix seconds), by traffic key. */
  readonly counts: ReadonlyMap<TrafficKey, number>;
  /** Minutes before it (unix seconds) retention has deleted; 0 where it has deleted none. */
  readonly minutesFrom: number;
}

/** The collector's state as it was last committed; null where nothing was. */
export async function readCollectorState(
  readSql: ReadSql,
): Promise<{ readonly state: string | null; readonly minutesFrom: number }> {
  const [row] = rowsOf(await readSql(collectorState, 1));
  const state = row?.['state'];
  return {
    state: typeof state === 'string' ? state : null,
    minutesFrom: Number(row?.['minutes_from'] ?? 0),
  };
}

/** What is verified of the database that the statements are run on. */
export function verifiedStore(readSql: ReadSql): {
  state(): Promise<string | null>;
  collected(fromOf: (state: string) => number): Promise<CollectedCounts>;
} {
  return {
    state: async () => (await readCollectorState(readSql)).state,
    collected: (fromOf) => readCollected(readSql, fromOf),
  };
}

/** How often a commit may come between the two reads before we give up. */
const mostTries = 20;
/** More than there are of (protocol, method, status); a method comes from outside. */
const mostCells = 1_000_000;

/**
 * The collector's state and the requests of the minutes from the one on that `fromOf` names in it, both of the
 * same commit.
 * @throws StoreError where commits come so fast that no such moment is found
 */
export async function readCollected(
  readSql: ReadSql,
  fromOf: (state: string) => number,
): Promise<CollectedCounts> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { state, minutesFrom } = await readCollectorState(readSql);
    if (state === null) break;
    const from = fromOf(state);
    const sql = collectedCountsSql.replaceAll(':from', String(Math.floor(from)));
    const rows = rowsOf(await readSql(sql, mostCells));
    const { batchId } = JSON.parse(state) as { readonly batchId: number };
    if (rows[0]?.['batch_id'] !== batchId) continue;
    return { state, minutesFrom, counts: new Map(rows.flatMap(countOf)) };
  }
  throw new StoreError({ kind: 'no_settled_read' });
}

function countOf(
  row: Readonly<Record<string, unknown>>,
): readonly (readonly [TrafficKey, number])[] {
  const { protocol, method, status_code: status, requests } = row;
  if (typeof protocol !== 'string' || !isProtocol(protocol)) return [];
  const key = trafficKeyOf({
    protocol,
    method: typeof method === 'string' ? method : null,
    status: typeof status === 'number' ? status : null,
  });
  return [[key, Number(requests)]];
}
