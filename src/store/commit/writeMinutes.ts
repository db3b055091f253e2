import deleteMinuteHistograms from '../../../sql/commit/deleteMinuteHistograms.sql';
import deleteMinuteRows from '../../../sql/commit/deleteMinuteRows.sql';
import insertMinuteRow from '../../../sql/commit/insertMinuteRow.sql';
import type { MinuteContent } from '../../domain/commitBatch';
import type { Connection } from '../database/connection';
import { withColumns } from '../database/withColumns';
import type { BucketBounds } from '../latency/bucketBounds';
import { readWatermarks, rolledAnewFrom } from '../state/watermarks';
import { joinedMinute } from './joinedMinute';
import { differenceOfMinutes } from './minuteSums';
import { storedMinute } from './storedMinute';
import { writeHistograms } from '../latency/writeHistograms';

const insertRow = withColumns(insertMinuteRow);

/**
 * Replaces what the tables hold for (minute, dimensions), except what it joins. `createdAt` is in unix seconds.
 * @returns what the tables hold now
 */
export function writeMinute(
  connection: Connection,
  bounds: BucketBounds,
  added: MinuteContent,
  createdAt: number,
): MinuteContent {
  const content = joinedMinute(connection, bounds, added);
  const { minute, workspaceId, environment } = content;
  const place = { minute, workspaceId, environment };
  connection.run(deleteMinuteRows, place);
  connection.run(deleteMinuteHistograms, place);
  connection.runEach(
    insertRow,
    content.rows.map((row) => ({ ...row, ...place, createdAt })),
  );
  writeHistograms(
    connection,
    bounds,
    content.histograms.map((histogram) => ({
      ...histogram,
      workspaceId,
      environment,
      resolution: 'minute',
      timestamp: minute,
    })),
  );
  return content;
}

/**
 * Writes minutes as writeMinute does.
 * @returns what the tables hold of each now; of those that cannot be rolled up again, what they did not hold before
 */
export function writeMinutes(
  connection: Connection,
  bounds: BucketBounds,
  minutes: readonly MinuteContent[],
  createdAt: number,
): MinuteContent[] {
  if (minutes.length === 0) return [];
  const anewFrom = rolledAnewFrom(readWatermarks(connection));
  return minutes.map((content) => {
    const write = content.minute < anewFrom ? changeMinute : writeMinute;
    return write(connection, bounds, content, createdAt);
  });
}

/** As writeMinute. @returns what the tables hold now and did not hold before */
function changeMinute(
  connection: Connection,
  bounds: BucketBounds,
  added: MinuteContent,
  createdAt: number,
): MinuteContent {
  const before = storedMinute(connection, bounds, added);
  const content = writeMinute(connection, bounds, added, createdAt);
  return { ...content, ...differenceOfMinutes(content, before) };
}
