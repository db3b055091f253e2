import readColumns from '../../../sql/schema/readColumns.sql';
import readIndexes from '../../../sql/schema/readIndexes.sql';
import type { Connection } from './connection';

/**
 * A database's tables, columns and indexes, one line each, as far as they matter: two databases with the
 * same lines are the same to every statement.
 */
export function describeSchema(connection: Connection): readonly string[] {
  const columns = connection.all(readColumns).map((row) => {
    const parts = [
      `column ${row.text('table_name')}.${row.text('name')}`,
      `at ${row.number('cid')}`,
      row.text('type'),
      row.number('not_null') === 1 ? 'NOT NULL' : '',
      `DEFAULT ${row.textOrNull('dflt') ?? 'none'}`,
      row.number('pk') > 0 ? 'PRIMARY KEY' : '',
    ];
    return parts.filter((part) => part !== '').join(' ');
  });
  const indexes = connection.all(readIndexes).map((row) => `index ${squeezed(row.text('sql'))}`);
  return [...columns, ...indexes];
}

/**
 * What a database lacks of the expected schema; empty when it lacks nothing. Tables, views and indexes
 * that somebody added of their own do no harm and are let be.
 */
export function missingFromSchema(
  connection: Connection,
  expected: readonly string[],
): readonly string[] {
  const found = new Set(describeSchema(connection));
  return expected.filter((line) => !found.has(line));
}

/** A statement without its comments and line breaks. */
function squeezed(sql: string): string {
  return sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
