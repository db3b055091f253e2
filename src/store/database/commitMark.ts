import commitMarkSql from '../../../sql/schema/commitMark.sql';
import type { Connection } from './connection';

/** A text that stays the same until somebody commits. Texts of different connections cannot be compared. */
export function commitMark(connection: Connection): string {
  return connection.first(commitMarkSql)?.text('mark') ?? '';
}
