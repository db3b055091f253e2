import targetsSql from '../../../sql/postgres/workspace/targets.sql';
import type { Connection } from '../database/connection';

/** A target that a workspace holds something of. */
export interface StoredTarget {
  /** '' is the one without a name. */
  readonly id: string;
  /** The start of the newest minute that it has rows of, unix seconds; null without any. */
  readonly newestMinute: number | null;
}

/** The targets of the workspace of a connection, by their ids, whichever of them the connection is of. */
export function readStoredTargets(connection: Connection): readonly StoredTarget[] {
  return connection.all(targetsSql).map((row) => ({
    id: row.text('target'),
    newestMinute: row.numberOrNull('newest_minute'),
  }));
}
