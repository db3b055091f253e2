import insertMigration from '../../../sql/schema/insertMigration.sql';
import readMigrations from '../../../sql/schema/readMigrations.sql';
import schemaMigrations from '../../../sql/schema/schemaMigrations.sql';
import { asStoreError, StoreError } from '../storeError';
import type { Connection } from './connection';
import type { Migration } from './migrations';

/**
 * Applies the migrations that a database lacks, each in one transaction with its entry in
 * schema_migrations, and returns how many those were. `appliedAt` is in unix seconds.
 * @throws StoreError when the database has one that this version does not know; nothing is changed then
 */
export function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  appliedAt: number,
): number {
  connection.execute(schemaMigrations);
  const applied = new Set(connection.all(readMigrations).map((row) => row.text('name')));
  const unknown = [...applied].filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0) {
    throw new StoreError(
      `The database was written by a newer version (it has the migration ${unknown.join(', ')}). ` +
        'Update the extension, or choose another storage folder; the file was left as it is.',
    );
  }
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const { name, sql } of missing) {
    try {
      connection.transaction(() => {
        connection.execute(sql);
        connection.run(insertMigration, { name, appliedAt });
      });
    } catch (error) {
      throw asStoreError(
        error,
        `Bringing the database to the schema ${name}`,
        'The file was left as it is; update the extension, or move the file away to start a new one.',
      );
    }
  }
  return missing.length;
}
