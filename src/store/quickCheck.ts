import quickCheckSql from '../../sql/schema/quickCheck.sql';
import type { Connection } from './database/connection';

/** Reads every page and returns what is damaged, in SQLite's words; null when nothing is. Some 4 s a gigabyte. */
export function quickCheck(connection: Connection): string | null {
  const found = connection.all(quickCheckSql).map((row) => row.text('quick_check'));
  return found.length === 1 && found[0] === 'ok' ? null : found.join('; ');
}
