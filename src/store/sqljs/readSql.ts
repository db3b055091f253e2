import { errorMessage } from '../../domain/errorMessage';
import type { TimeWindow } from '../../domain/range';
import type { ResultTable } from '../../domain/resultTable';
import { faultyPlace } from './faultyPlace';
import type { SqlJsConnection } from './sqlJsConnection';
import { readTable } from './readTable';
import { StoreError } from '../storeError';
import { isReading, withoutBlanks } from '../database/readingStatement';

/**
 * Runs one statement that only reads. SQLite itself refuses every write (query_only); what could switch that
 * off or reach other files (PRAGMA, ATTACH, transactions) is refused by its first word before SQLite
 * compiles it, since pragmas act when they are compiled.
 * @param window what :from and :to in the statement are, unix seconds; left out: NULL
 * @throws StoreError with what is wrong with the statement, or that it needs too much memory
 */
export function readSql(
  connection: SqlJsConnection,
  sql: string,
  limit: number,
  window?: TimeWindow,
): ResultTable {
  if (!isReading(sql)) throw new StoreError({ kind: 'statement_not_reading' });
  connection.execute('PRAGMA query_only = ON');
  try {
    return runOne(connection, sql, limit, window);
  } catch (error) {
    throw error instanceof StoreError ? error : failed(connection, sql, errorMessage(error));
  } finally {
    connection.execute('PRAGMA query_only = OFF');
  }
}

function failed(connection: SqlJsConnection, sql: string, reason: string): StoreError {
  if (reason === 'out of memory') return new StoreError({ kind: 'statement_out_of_memory' });
  const place = faultyPlace(sql, reason, (part) => reasonAgainst(connection, part));
  return new StoreError({ kind: 'statement_failed', reason, place });
}

/** What SQLite has against a statement that it only compiles. */
function reasonAgainst(connection: SqlJsConnection, sql: string): string | null {
  try {
    connection.raw.prepare(sql).free();
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}

function runOne(
  connection: SqlJsConnection,
  sql: string,
  limit: number,
  window: TimeWindow | undefined,
): ResultTable {
  const statement = connection.raw.prepare(sql);
  try {
    if (withoutBlanks(sql.slice(statement.getSQL().length)) !== '') {
      throw new StoreError({ kind: 'several_statements' });
    }
    if (window) statement.bind({ ':from': window.from, ':to': window.to });
    return readTable(statement, limit);
  } finally {
    statement.free();
  }
}
