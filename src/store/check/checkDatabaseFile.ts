import readTables from '../../../sql/schema/readTables.sql';
import type { Connection } from '../database/connection';
import expectedSchema from '../database/expectedSchema.json';
import { missingFromSchema } from '../database/schemaCheck';
import { StoreError } from '../storeError';
import { readFromFile } from '../readDatabaseFile';
import { checkDatabase } from './checkDatabase';

/**
 * What is wrong with a database file, one sentence a finding; none when all is well. The file is not written.
 * Rejects with a StoreError for a file that is no database or cannot be read.
 */
export function checkDatabaseFile(file: string, wasmPath: string): Promise<readonly string[]> {
  return readFromFile(file, wasmPath, (connection) => {
    refuseForeign(connection, file);
    const [missing] = missingFromSchema(connection, expectedSchema);
    if (missing === undefined) return checkDatabase(connection);
    return [
      `Its schema is not that of this version: it lacks ${missing}. ` +
        'One of an older version is brought forward by the command maintain, or when the extension opens it.',
    ];
  });
}

/** Rejects with a StoreError for a file that is no traffic database, whatever its version; nothing is changed. */
export async function assertTrafficDatabase(file: string, wasmPath: string): Promise<void> {
  await readFromFile(file, wasmPath, (connection) => {
    refuseForeign(connection, file);
  });
}

function refuseForeign(connection: Connection, file: string): void {
  const tables = connection.all(readTables).map((row) => row.text('name'));
  if (tables.includes('schema_migrations')) return;
  throw new StoreError(
    `${file} is no traffic database: it has no table schema_migrations. Give the path of one.`,
  );
}
