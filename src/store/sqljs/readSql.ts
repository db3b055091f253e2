import { errorMessage } from '../../domain/errorMessage';
import type { ResultTable } from '../../domain/resultTable';
import type { SqlJsConnection } from './sqlJsConnection';
import { readTable } from './resultTable';
import { asStoreError, StoreError } from '../storeError';

/** A blank, a comment (one left open ends with the text, as SQLite has it), or a semicolon before the statement. */
const blank = /^(?:[\s;]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/;
const tooLarge =
  'The statement needs more memory than it may use. Make it read, sort or join less, ' +
  'for instance a shorter range of timestamps, and run it again.';
const readingWords = ['SELECT', 'WITH', 'VALUES'];

/**
 * Runs one statement that only reads. SQLite itself refuses every write (query_only); what could switch that
 * off or reach other files (PRAGMA, ATTACH, transactions) is refused by its first word before SQLite
 * compiles it, since pragmas act when they are compiled.
 * @throws StoreError with what is wrong with the statement, or that it needs too much memory
 */
export function readSql(connection: SqlJsConnection, sql: string, limit: number): ResultTable {
  if (!isReading(sql)) {
    throw new StoreError(
      'Only a statement that reads can be run here: one that begins with SELECT, WITH, VALUES or EXPLAIN. ' +
        'Change the statement, or copy the database file and work on the copy.',
    );
  }
  connection.execute('PRAGMA query_only = ON');
  try {
    return runOne(connection, sql, limit);
  } catch (error) {
    if (errorMessage(error) === 'out of memory') throw new StoreError(tooLarge);
    throw asStoreError(error, 'The statement', 'Change it and run it again.');
  } finally {
    connection.execute('PRAGMA query_only = OFF');
  }
}

function runOne(connection: SqlJsConnection, sql: string, limit: number): ResultTable {
  const statement = connection.raw.prepare(sql);
  try {
    if (withoutBlanks(sql.slice(statement.getSQL().length)) !== '') {
      throw new StoreError(
        'Only one statement can be run at a time. Remove what follows the first semicolon.',
      );
    }
    return readTable(statement, limit);
  } finally {
    statement.free();
  }
}

function isReading(sql: string): boolean {
  let rest = withoutBlanks(sql);
  for (const prefix of ['EXPLAIN', 'QUERY', 'PLAN']) {
    if (firstWord(rest) === prefix) rest = withoutBlanks(rest.slice(prefix.length));
  }
  return readingWords.includes(firstWord(rest));
}

function firstWord(sql: string): string {
  return /^\w*/.exec(sql)?.[0].toUpperCase() ?? '';
}

function withoutBlanks(sql: string): string {
  return sql.replace(blank, '');
}
