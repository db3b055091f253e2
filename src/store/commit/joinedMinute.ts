import deleteKeptMinutes from '../../../sql/commit/deleteKeptMinutes.sql';
import type { MinuteContent } from '../../domain/commitBatch';
import { noTraffic } from '../../domain/trafficColumns';
import type { Connection } from '../database/connection';
import type { BucketBounds } from '../latency/bucketBounds';
import { setState, stateText } from '../state/collectorState';
import { sumOfMinutes } from './minuteSums';
import type { MinuteParts } from './minuteSums';
import { storedMinute } from './storedMinute';

/** What a minute held before the content with this number joined it. */
interface KeptMinute extends MinuteParts {
  readonly joins: number;
}

/**
 * A minute together with what the tables held for it before it was first written with its number, which is kept until
 * it is final: each commit rewrites it. A minute that joins nothing is unchanged. Must be called in the
 * transaction that writes it.
 */
export function joinedMinute(
  connection: Connection,
  bounds: BucketBounds,
  content: MinuteContent,
): MinuteContent {
  const { minute, joins } = content;
  if (joins === undefined) return content;
  const key = `kept_minute ${minute}` as const;
  const stored = stateText(connection, key);
  const before = stored === undefined ? undefined : keptMinute(stored);
  if (before?.joins === joins) return { ...content, ...sumOfMinutes(before, content) };
  const kept: KeptMinute = { joins, ...storedMinute(connection, bounds, content) };
  setState(connection, key, JSON.stringify(kept));
  return { ...content, ...sumOfMinutes(kept, content) };
}

/** A version with fewer columns kept nothing for the newer ones. */
function keptMinute(stored: string): KeptMinute {
  const kept = JSON.parse(stored) as KeptMinute;
  return { ...kept, rows: kept.rows.map((row) => ({ ...noTraffic, ...row })) };
}

/** Nothing joins minutes before this one from now on, unix seconds. */
export function forgetKeptMinutes(connection: Connection, finalBefore: number): void {
  connection.run(deleteKeptMinutes, { before: finalBefore });
}
