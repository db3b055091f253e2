import readColumns from '../../../sql/schema/readColumns.sql';
import readIndexes from '../../../sql/schema/readIndexes.sql';
import type { Connection } from './connection';

/** Columns and indexes by table, in the details that matter to statements. */
export type Schema = Readonly<Record<string, readonly string[]>>;

/** What a database has: two databases of one schema are the same to every statement. */
export function describeSchema(connection: Connection): Schema {
  const tables = new Map<string, string[]>();
  const add = (table: string, line: string): void => {
    tables.set(table, [...(tables.get(table) ?? []), line]);
  };
  for (const row of connection.all(readColumns)) {
    const standard = row.textOrNull('dflt');
    const parts = [
      `${row.text('name')} at ${row.number('cid')}`,
      row.text('type'),
      row.number('not_null') === 1 ? 'NOT NULL' : '',
      standard === null ? '' : `DEFAULT ${standard}`,
      row.number('pk') > 0 ? 'PRIMARY KEY' : '',
    ];
    add(row.text('table_name'), parts.filter((part) => part !== '').join(' '));
  }
  for (const row of connection.all(readIndexes)) {
    add(row.text('table_name'), squeezed(row.text('sql')));
  }
  return Object.fromEntries(tables);
}

/**
 * What a database lacks of the expected schema; empty when it lacks nothing. Tables, views and indexes
 * that others added do no harm and are ignored.
 */
export function missingFromSchema(connection: Connection, expected: Schema): readonly string[] {
  const found = new Set(linesOf(describeSchema(connection)));
  return linesOf(expected).filter((line) => !found.has(line));
}

function linesOf(schema: Schema): string[] {
  return Object.entries(schema).flatMap(([table, lines]) =>
    lines.map((line) => `${line} of ${table}`),
  );
}

/** A statement without its comments and line breaks. */
function squeezed(sql: string): string {
  return sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
