import totalChangesSql from '../../../sql/schema/totalChanges.sql';
import type { Connection } from './connection';

/** How many rows this connection has changed since it was opened. */
export function totalChanges(connection: Connection): number {
  return connection.first(totalChangesSql)?.number('changes') ?? 0;
}
