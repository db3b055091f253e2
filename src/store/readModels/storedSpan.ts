import storedSpanSql from '../../../sql/readModels/storedSpan.sql';
import type { TimeWindow } from '../../domain/range';
import type { Connection } from '../database/connection';

/** From when to when a database holds anything, unix seconds, half-open; null when it holds nothing. */
export function readStoredSpan(connection: Connection): TimeWindow | null {
  const row = connection.first(storedSpanSql);
  const from = row?.numberOrNull('from_timestamp') ?? null;
  const to = row?.numberOrNull('to_timestamp') ?? null;
  return from === null || to === null ? null : { from, to };
}
