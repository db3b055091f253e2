import sessionsSql from '../../../sql/readModels/sessions.sql';
import type { Session } from '../../domain/session';
import type { Connection } from '../database/connection';

/**
 * The end of a session that has not ended, unix seconds: the last second of the year 9999. So it touches every span after
 * its start, and neither retention nor an erasure takes it (docs/store.md#sessions).
 */
export const runningEnd = 253_402_300_799;

/** So many are offered to choose from. */
export const shownSessions = 20;

/** The sessions, newest first; at most `limit` of them where that is given. */
export function readSessions(
  connection: Connection,
  limit = Number.MAX_SAFE_INTEGER,
): readonly Session[] {
  return connection.all(sessionsSql, { limit, running: runningEnd }).map((row) => ({
    name: row.text('name'),
    from: row.number('from_timestamp'),
    to: row.numberOrNull('to_timestamp'),
  }));
}
