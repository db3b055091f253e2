import addToDay from '../../../sql/rollup/addToDay.sql';
import addToHour from '../../../sql/rollup/addToHour.sql';
import addToPattern from '../../../sql/rollup/addToPattern.sql';
import readHistogramsOfKey from '../../../sql/rollup/readHistogramsOfKey.sql';
import setDayPercentiles from '../../../sql/rollup/setDayPercentiles.sql';
import setHourPercentiles from '../../../sql/rollup/setHourPercentiles.sql';
import type { MinuteContent } from '../../domain/commitBatch';
import { sparse } from '../../domain/sparseHistogram';
import { daySeconds, floorTo, hourSeconds } from '../../domain/time';
import { writeHistograms } from '../latency/writeHistograms';
import type { Connection } from '../database/connection';
import { withColumns } from '../database/withColumns';
import type { BucketBounds } from '../latency/bucketBounds';
import { HistogramSum } from '../latency/histogramSum';
import { writePercentiles } from './rollHistograms';

const grains = {
  hour: {
    seconds: hourSeconds,
    add: withColumns(addToHour),
    setPercentiles: setHourPercentiles,
  },
  day: {
    seconds: daySeconds,
    add: withColumns(addToDay),
    setPercentiles: setDayPercentiles,
  },
} as const;

/**
 * Adds a new minute to the rows of its hour or day, which cannot be rolled up again since retention has deleted their
 * sources. Must not be called twice for a minute, which would then be counted twice. `createdAt` is in unix seconds.
 */
export function addLate(
  connection: Connection,
  bounds: BucketBounds,
  resolution: keyof typeof grains,
  { minute, workspaceId, environment, rows, histograms }: MinuteContent,
  createdAt: number,
): void {
  const { seconds, add, setPercentiles } = grains[resolution];
  const timestamp = floorTo(minute, seconds);
  for (const row of rows) {
    connection.run(add, { ...row, workspaceId, environment, timestamp, createdAt });
  }
  for (const { histogram, ...part } of histograms) {
    const key = { ...part, workspaceId, environment };
    const sum = new HistogramSum(bounds);
    const span = { ...key, resolution, timestamp };
    for (const row of connection.all(readHistogramsOfKey, span)) sum.add(row);
    sum.addHistogram(histogram);
    for (const merged of sum.parts()) {
      writeHistograms(connection, bounds, [{ ...span, histogram: sparse(merged.histogram) }]);
    }
    writePercentiles(connection, setPercentiles, timestamp, key, sum.total());
  }
}

/** Adds a minute that is new to its hour of the traffic patterns. `createdAt` is in unix seconds. */
export function addLatePattern(
  connection: Connection,
  { minute, workspaceId, environment, rows }: MinuteContent,
  createdAt: number,
): void {
  const from = floorTo(minute, hourSeconds);
  for (const { protocol, requestCount, errorCount, latencySum } of rows) {
    const sums = { protocol, requestCount, errorCount, latencySum };
    connection.run(addToPattern, { ...sums, workspaceId, environment, from, createdAt });
  }
}
