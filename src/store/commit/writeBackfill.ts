import minuteIsFree from '../../../sql/commit/minuteIsFree.sql';
import type { BackfillBatch } from '../../domain/coveredSpan';
import { toSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';
import { BucketBounds } from '../latency/bucketBounds';
import { rollUp } from '../rollup/rollUp';
import { writeEvent } from './writeEvent';
import { writeMinute } from './writeMinutes';

/**
 * Writes the minutes of which nothing is known yet, with their events, and rolls up the hours they lie in, in one
 * transaction. It knows no batch ids and leaves the collector's state alone: repeating it is harmless, because the
 * coverage that it writes closes its minutes.
 * @returns the minutes that were written, unix seconds
 */
export function writeBackfill(
  connection: Connection,
  { committedAt, minutes, events }: BackfillBatch,
  rollupHours = 1,
): readonly number[] {
  return connection.transaction(() => {
    const now = toSeconds(committedAt);
    const bounds = new BucketBounds(connection);
    const free = minutes.filter(
      ({ minute, workspaceId, environment }) =>
        connection.first(minuteIsFree, { minute, workspaceId, environment })?.number('free') === 1,
    );
    for (const minute of free) writeMinute(connection, bounds, minute, now);
    for (const event of events) writeEvent(connection, event);
    rollUp(connection, bounds, { now, minutes: free, clientHours: [], everyHours: rollupHours });
    return free.map(({ minute }) => minute);
  });
}
