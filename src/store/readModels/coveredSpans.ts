import coveredSpansSql from '../../../sql/readModels/coveredSpans.sql';
import { wrongFuture } from '../../domain/coveredSpan';
import type { CountedSpan, CoveredSpan } from '../../domain/coveredSpan';
import type { Connection } from '../database/connection';
import type { Row } from '../database/row';

/** Every span in which it is known what happened, and every wrong future, by its start. */
export function readCoveredSpans(connection: Connection): readonly CoveredSpan[] {
  return connection.all(coveredSpansSql).map((row) => ({
    from: row.number('from_timestamp'),
    to: row.number('to_timestamp'),
    how: row.text('kind') === 'clock_step' ? wrongFuture : row.text('how'),
    counted: countedSpan(row),
  }));
}

function countedSpan(row: Row): CountedSpan | null {
  const source = row.textOrNull('source');
  return source === null
    ? null
    : { source, since: row.number('since'), until: row.number('until') };
}
