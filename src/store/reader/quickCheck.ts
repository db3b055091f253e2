import quickCheckSql from '../../../sql/schema/quickCheck.sql';
import { errorMessage } from '../../domain/errorMessage';
import type { Connection } from '../database/connection';
import type { ReadingSession } from '../session/readingSession';
import { StoreError } from '../storeError';

/** Reads every page and returns what is damaged, in SQLite's words; null when nothing is. Some 4 s a gigabyte. */
export function quickCheck(connection: Connection): string | null {
  const found = connection.all(quickCheckSql).map((row) => row.text('quick_check'));
  return found.length === 1 && found[0] === 'ok' ? null : found.join('; ');
}

/** As quickCheck, of a file that may be too damaged for SQLite to look. Rejects with StoreErrors only. */
export async function findDamage(session: ReadingSession): Promise<string | null> {
  try {
    return await session.read(quickCheck);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return errorMessage(error);
  }
}
