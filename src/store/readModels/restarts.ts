import restartsSql from '../../../sql/readModels/restarts.sql';
import type { ServerRestarts, TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';

/** The server's restarts in a span, and the last one before its end. */
export function readRestarts(
  connection: Connection,
  { from, to }: Pick<TimeSpan, 'from' | 'to'>,
): ServerRestarts {
  const row = connection.first(restartsSql, { from, to });
  return { count: row?.number('count') ?? 0, last: row?.numberOrNull('last') ?? null };
}
