import readMigrations from '../../../sql/schema/readMigrations.sql';
import { StoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { Connection } from './connection';
import { migrationNames } from './migrationNames';

/** How the migrations of a database compare with this version's. */
export interface SchemaVersion {
  /** Those that it has and this version does not know: a newer version wrote it. */
  readonly unknown: readonly string[];
  /** Those that it lacks: an earlier version wrote it. */
  readonly missing: readonly string[];
}

/** The version of a database that has the table schema_migrations. */
export function schemaVersionOf(connection: Connection): SchemaVersion {
  const applied = connection.all(readMigrations).map((row) => row.text('name'));
  const known: readonly string[] = migrationNames;
  return {
    unknown: applied.filter((name) => !known.includes(name)),
    missing: known.filter((name) => !applied.includes(name)),
  };
}

/** @throws StoreError when a newer version wrote the database */
export function refuseNewer(connection: Connection, file: string): void {
  const { unknown } = schemaVersionOf(connection);
  if (unknown.length === 0) return;
  throw new StoreError({ kind: 'newer_version', file, unknown });
}

/**
 * @param reader why it is only read
 * @throws StoreError when a newer version wrote the database, or an earlier one: reading brings nothing forward
 */
export function refuseOtherVersion(connection: Connection, file: string, reader: StoreFault): void {
  refuseNewer(connection, file);
  const { missing } = schemaVersionOf(connection);
  if (missing.length === 0) return;
  throw new StoreError({ kind: 'earlier_version', file, missing, reader });
}
