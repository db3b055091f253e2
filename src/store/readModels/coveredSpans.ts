import coveredSpansSql from '../../../sql/readModels/coveredSpans.sql';
import type { CoveredSpan } from '../../domain/backfill';
import type { Connection } from '../database/connection';

/** Every span in which it is known what happened, by its start. */
export function readCoveredSpans(connection: Connection): readonly CoveredSpan[] {
  return connection.all(coveredSpansSql).map((row) => ({
    from: row.number('from_timestamp'),
    to: row.number('to_timestamp'),
    how: row.text('how'),
  }));
}
