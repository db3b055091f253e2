import everCalledSql from '../../../sql/readModels/everCalled.sql';
import type { CalledEndpoint } from '../../protocol/answers';
import type { Connection } from '../database/connection';

/** The HTTP endpoints that were ever asked for. */
export function readCalledEndpoints(connection: Connection): readonly CalledEndpoint[] {
  return connection
    .all(everCalledSql, {})
    .map((row) => ({ method: row.text('method'), endpoint: row.text('endpoint') }));
}
