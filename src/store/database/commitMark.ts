import commitMarkSql from '../../../sql/schema/commitMark.sql';
import type { Connection } from './connection';

/** A text that is the same as long as nobody commits; texts of different connections tell nothing of each other. */
export function commitMark(connection: Connection): string {
  const row = connection.first(commitMarkSql);
  return `${row?.number('data_version')} ${row?.number('changes')}`;
}
