import countMigration from '../../../sql/schema/countMigration.sql';
import readMigrationColumns from '../../../sql/schema/readMigrationColumns.sql';
import readTables from '../../../sql/schema/readTables.sql';
import { OpenFile } from '../file/openFile';
import { StoreError } from '../storeError';
import type { Connection } from './connection';
import { migrationNames } from './migrationNames';

/** The eight tables of the original schema (docs/store.md#schema). */
export const designTables: readonly string[] = [
  'metrics_aggregates_minute',
  'metrics_aggregates_hour',
  'metrics_aggregates_day',
  'endpoint_stats',
  'error_events',
  'client_analytics',
  'traffic_patterns',
  'analytics_snapshots',
];

const [firstMigration] = migrationNames;

/** This many of them make a damaged file one of ours: others may have a table of the same name. */
const tablesOfOurs = 2;

/** How far from the beginning of a file its schema is looked for, bytes. */
const schemaBytes = 1024 * 1024;

/**
 * Whether we wrote a database, in this version or another: all of them say that our first migration was applied.
 * Throws what sql.js throws.
 */
export function isWrittenByUs(connection: Connection): boolean {
  if (!tablesOf(connection).includes('schema_migrations')) return false;
  // Other programs have a table of this name, with columns of their own.
  const columns = connection.all(readMigrationColumns).map((row) => row.text('name'));
  if (!columns.includes('name')) return false;
  return connection.first(countMigration, { name: firstMigration })?.number('n') === 1;
}

/**
 * We can read a database that we wrote, and any other that has the tables of the original schema.
 * @throws StoreError for another program's
 */
export function refuseForeign(connection: Connection, file: string): void {
  const tables = tablesOf(connection);
  if (designTables.every((name) => tables.includes(name)) || isWrittenByUs(connection)) return;
  throw new StoreError({ kind: 'foreign_database', file, table: tables[0] ?? null });
}

/**
 * As refuseForeign, for more than a single statement: the other program may go on writing its database.
 * @throws StoreError for a database that we did not write
 */
export function refuseNotOurs(connection: Connection, file: string): void {
  if (isWrittenByUs(connection)) return;
  refuseForeign(connection, file);
  throw new StoreError({ kind: 'foreign_traffic', file });
}

/**
 * Whether a file that is damaged was one of our databases: its beginning holds the names of our tables as SQLite
 * stores them, which no text has.
 */
export function wasWrittenByUs(path: string): boolean {
  const file = new OpenFile(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(schemaBytes, file.sizeBytes));
    const beginning = bytes.subarray(0, file.readAt(bytes, 0));
    // Type, name and table of an entry of the schema stand side by side: https://www.sqlite.org/fileformat.html, 2.6.
    const found = designTables.filter((name) => beginning.includes(`table${name}${name}`));
    return found.length >= tablesOfOurs;
  } finally {
    file.close();
  }
}

function tablesOf(connection: Connection): readonly string[] {
  return connection.all(readTables).map((row) => row.text('name'));
}
