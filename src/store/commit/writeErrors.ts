import countFailures from '../../../sql/commit/countFailures.sql';
import insertError from '../../../sql/commit/insertError.sql';
import newestError from '../../../sql/commit/newestError.sql';
import type { ErrorEvent } from '../../domain/commitBatch';
import type { Connection } from '../database/connection';

/** Writes failed requests and counts them in their hours. `now` is in unix seconds. Must be called in a transaction. */
export function writeErrors(
  connection: Connection,
  errors: readonly ErrorEvent[],
  now: number,
): void {
  if (errors.length === 0) return;
  const after = newestErrorId(connection);
  for (const error of errors) {
    connection.run(insertError, {
      ...error,
      metadata: JSON.stringify(error.metadata),
      createdAt: now,
    });
  }
  connection.run(countFailures, { after });
}

/** The id of the failed request that was written last; 0 without any. */
export function newestErrorId(connection: Connection): number {
  return connection.first(newestError)?.numberOrNull('id') ?? 0;
}
