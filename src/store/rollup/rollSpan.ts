import deleteDay from '../../../sql/rollup/deleteDay.sql';
import deleteHistograms from '../../../sql/rollup/deleteHistograms.sql';
import deleteHour from '../../../sql/rollup/deleteHour.sql';
import deletePatterns from '../../../sql/rollup/deletePatterns.sql';
import insertDay from '../../../sql/rollup/insertDay.sql';
import insertHour from '../../../sql/rollup/insertHour.sql';
import insertPatterns from '../../../sql/rollup/insertPatterns.sql';
import setDayPercentiles from '../../../sql/rollup/setDayPercentiles.sql';
import setHourPercentiles from '../../../sql/rollup/setHourPercentiles.sql';
import upsertSnapshots from '../../../sql/rollup/upsertSnapshots.sql';
import { daySeconds, hourSeconds, weekSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';
import { withColumns } from '../database/withColumns';
import type { BucketBounds } from '../latency/bucketBounds';
import { rollHistograms } from './rollHistograms';

/** What differs between rolling an hour and a day. */
const grains = {
  hour: {
    seconds: hourSeconds,
    finer: 'minute',
    clear: [deleteHour, deletePatterns],
    fill: withColumns(insertHour),
    setPercentiles: setHourPercentiles,
    derive: [insertPatterns],
    snapshotType: 'hourly',
  },
  day: {
    seconds: daySeconds,
    finer: 'hour',
    clear: [deleteDay],
    fill: withColumns(insertDay),
    setPercentiles: setDayPercentiles,
    derive: [],
    snapshotType: 'daily',
  },
} as const;

/** Rewrites the rows of one hour or day from the finer table. `from` and `createdAt` are unix seconds. */
export function rollSpan(
  connection: Connection,
  bounds: BucketBounds,
  resolution: keyof typeof grains,
  from: number,
  createdAt: number,
): void {
  const { seconds, finer, clear, fill, setPercentiles, derive, snapshotType } = grains[resolution];
  const span = { from, to: from + seconds, createdAt };
  for (const statement of clear) connection.run(statement, span);
  connection.run(deleteHistograms, { ...span, resolution });
  connection.run(fill, span);
  rollHistograms(connection, bounds, { ...span, finer, resolution, setPercentiles });
  for (const statement of derive) connection.run(statement, span);
  snap(connection, snapshotType, from, createdAt);
}

const snapshots = {
  hourly: hourSeconds,
  daily: daySeconds,
  weekly: weekSeconds,
} as const;

/** Makes the snapshots of a period from its hour or day rows. `from` and `createdAt` are unix seconds. */
export function snap(
  connection: Connection,
  snapshotType: keyof typeof snapshots,
  from: number,
  createdAt: number,
): void {
  const to = from + snapshots[snapshotType];
  connection.run(upsertSnapshots, { from, to, createdAt, snapshotType });
}
