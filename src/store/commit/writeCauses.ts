import explainError from '../../../sql/commit/explainError.sql';
import readLoggedErrors from '../../../sql/commit/readLoggedErrors.sql';
import type { ErrorCause } from '../../domain/commitBatch';
import type { Connection } from '../database/connection';

/**
 * Adds to stored failed requests what the recorder has said of them since; one that has expired is skipped. Must be
 * called in a transaction.
 */
export function writeCauses(connection: Connection, causes: readonly ErrorCause[]): void {
  const [first] = causes;
  if (!first) return;
  const byLogId = new Map(causes.map((cause) => [cause.logId, cause]));
  const span = { from: first.timestamp, to: first.timestamp };
  for (const { timestamp } of causes) {
    span.from = Math.min(span.from, timestamp);
    span.to = Math.max(span.to, timestamp);
  }
  for (const row of connection.all(readLoggedErrors, span)) {
    const cause = byLogId.get(row.text('log_id'));
    if (cause) connection.run(explainError, { ...cause, id: row.number('id') });
  }
}
