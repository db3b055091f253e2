import createSchema from '../../../sql/postgres/schema/createSchema.sql';
import expectedSchema from '../../../sql/postgres/schema/expectedSchema.json';
import lockSchema from '../../../sql/postgres/schema/lockSchema.sql';
import schemaPath from '../../../sql/postgres/schema/schemaPath.sql';
import sessionSql from '../../../sql/postgres/schema/session.sql';
import unlockSchema from '../../../sql/postgres/schema/unlockSchema.sql';
import readMigrationColumns from '../../../sql/schema/readMigrationColumns.sql';
import readMigrations from '../../../sql/schema/readMigrations.sql';
import readTables from '../../../sql/schema/readTables.sql';
import type { Connection } from '../database/connection';
import { migrate } from '../database/migrator';
import { isWrittenByUs } from '../database/ownDatabase';
import { missingFromSchema } from '../database/schemaCheck';
import { schemaVersionOf } from '../database/schemaVersion';
import { StoreError } from '../storeError';
import { postgresMigrations, schemaPrograms } from './migrations';

/** Who a connection is. Each is '' for the one without a name. */
export interface TargetName {
  readonly workspace: string;
  /** Null: all of the workspace, to be read together. */
  readonly target: string | null;
}

/**
 * Brings the schema of a database to this version, or makes it. Of several that do so at once each waits for the one before,
 * and finds nothing to do. `now` is in unix seconds, `store` the store's address for people.
 * @returns how many migrations were applied
 * @throws StoreError for a schema of another program or of a newer version, and when a migration fails
 */
export function migrateTeamSchema(connection: Connection, store: string, now: number): number {
  connection.execute(schemaPath);
  connection.all(lockSchema);
  try {
    refuseOthers(connection, store);
    connection.execute(createSchema);
    return migrate(connection, postgresMigrations, now, () => {
      for (const program of schemaPrograms) connection.execute(program);
    });
  } finally {
    connection.all(unlockSchema);
  }
}

/**
 * Compares the schema of a database with this version's, name by name: tables, columns, indexes.
 * @throws StoreError where it is none, another one, or lacks anything
 */
export function verifyTeamSchema(connection: Connection, store: string): void {
  connection.execute(schemaPath);
  refuseOthers(connection, store);
  if (!isWrittenByUs(connection)) throw new StoreError({ kind: 'schema_missing', store });
  const { missing } = schemaVersionOf(connection);
  if (missing.length > 0) throw new StoreError({ kind: 'schema_older', store, missing });
  const [lacks] = missingFromSchema(connection, expectedSchema);
  if (lacks !== undefined) throw new StoreError({ kind: 'schema_foreign', store, lacks });
}

/**
 * From now on the statements of a connection show and write the rows of one target alone, or show those of all targets of a
 * workspace.
 */
export function becomeTarget(connection: Connection, { workspace, target }: TargetName): void {
  connection.all(sessionSql, {
    ...{ workspace, target: target ?? '' },
    views: target === null ? 'workspace' : 'target',
  });
}

function refuseOthers(connection: Connection, store: string): void {
  if (isWrittenByUs(connection)) {
    const { unknown } = schemaVersionOf(connection);
    if (unknown.length > 0) throw new StoreError({ kind: 'schema_newer', store, unknown });
  } else if (!isEmpty(connection)) {
    throw new StoreError({ kind: 'schema_foreign', store, lacks: 'schema_migrations' });
  }
}

/** Whoever makes the schema may be stopped when it has a list of migrations, and none in it. */
function isEmpty(connection: Connection): boolean {
  const tables = connection.all(readTables).map((row) => row.text('name'));
  if (tables.length === 0) return true;
  if (tables.some((name) => name !== 'schema_migrations')) return false;
  const columns = connection.all(readMigrationColumns).map((row) => row.text('name'));
  return columns.includes('name') && connection.all(readMigrations).length === 0;
}
