import deleteMinuteHistograms from '../../../sql/commit/deleteMinuteHistograms.sql';
import deleteMinuteRows from '../../../sql/commit/deleteMinuteRows.sql';
import insertMinuteRow from '../../../sql/commit/insertMinuteRow.sql';
import type { MinuteContent } from '../../domain/commitBatch';
import type { Connection } from '../database/connection';
import type { BucketBounds } from '../latency/bucketBounds';
import { writeHistogram } from './writeHistogram';

/** Replaces what the tables hold for (minute, dimensions). `createdAt` is in unix seconds. */
export function writeMinute(
  connection: Connection,
  bounds: BucketBounds,
  content: MinuteContent,
  createdAt: number,
): void {
  const { minute, workspaceId, environment } = content;
  const place = { minute, workspaceId, environment };
  connection.run(deleteMinuteRows, place);
  connection.run(deleteMinuteHistograms, place);
  for (const row of content.rows) connection.run(insertMinuteRow, { ...row, ...place, createdAt });
  for (const { histogram, ...key } of content.histograms) {
    writeHistogram(connection, bounds, {
      ...key,
      workspaceId,
      environment,
      resolution: 'minute',
      timestamp: minute,
      histogram,
    });
  }
}
