import readMigrations from '../../../sql/schema/readMigrations.sql';
import readTables from '../../../sql/schema/readTables.sql';
import type { Connection } from '../database/connection';
import { migrations } from '../database/migrations';
import { newConnection } from '../database/openConnection';
import { describeSchema, missingFromSchema } from '../database/schemaCheck';
import type { SqlEngine } from '../database/sqlEngine';
import { readStoredSpan } from '../readModels/storedSpan';
import { StoreError } from '../storeError';

/** What a database file holds. */
export interface FileDescription {
  /** Whether an earlier version of this product wrote it: it can be read once it is brought forward. */
  readonly isOlder: boolean;
  /** Unix seconds, half-open. */
  readonly from: number;
  readonly to: number;
}

/**
 * What a database file holds; nothing of it is changed.
 * @throws StoreError for one that is no traffic database, one of a newer version, and one that holds no traffic
 */
export function describeFile(
  engine: SqlEngine,
  connection: Connection,
  file: string,
): FileDescription {
  const tables = connection.all(readTables).map((row) => row.text('name'));
  if (!tables.includes('schema_migrations')) {
    throw new StoreError(
      `${file} is another program's database. Choose a file that was exported here as a database.`,
    );
  }
  const applied = connection.all(readMigrations).map((row) => row.text('name'));
  const unknown = applied.filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0) {
    throw new StoreError(
      `${file} was written by a newer version (it has the migration ${unknown.join(', ')}). Update the extension to open it.`,
    );
  }
  const isOlder = applied.length < migrations.length;
  const [missing] = isOlder ? [] : missingFromSchema(connection, expectedSchema(engine));
  if (missing !== undefined) {
    throw new StoreError(
      `The schema of ${file} was changed: it lacks ${missing}. Export it anew from where it was collected.`,
    );
  }
  const span = readStoredSpan(connection);
  if (!span) throw new StoreError(`${file} holds no traffic. Choose another file.`);
  return { isOlder, ...span };
}

function expectedSchema(engine: SqlEngine): readonly string[] {
  const empty = newConnection(engine, 0);
  try {
    return describeSchema(empty);
  } finally {
    empty.close();
  }
}
