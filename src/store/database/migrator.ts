import insertMigration from '../../../sql/schema/insertMigration.sql';
import readMigrations from '../../../sql/schema/readMigrations.sql';
import schemaMigrations from '../../../sql/schema/schemaMigrations.sql';
import { asStoreError } from '../storeError';
import type { Connection } from './connection';
import type { Migration } from './migrations';

/**
 * Applies the migrations that a database lacks, each in one transaction with its entry in schema_migrations, and
 * returns how many there were. `appliedAt` is in unix seconds; `finish` is done with the last of them.
 * @throws StoreError when one cannot be applied
 */
export function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  appliedAt: number,
  finish: () => void = () => undefined,
): number {
  connection.execute(schemaMigrations);
  const applied = new Set(connection.all(readMigrations).map((row) => row.text('name')));
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const [index, { name, sql }] of missing.entries()) {
    try {
      connection.transaction(() => {
        connection.execute(sql);
        connection.run(insertMigration, { name, appliedAt });
        if (index + 1 === missing.length) finish();
      });
    } catch (error) {
      throw asStoreError(error, (reason) => ({ kind: 'migration_failed', name, reason }));
    }
  }
  return missing.length;
}
