import readTables from '../../../sql/schema/readTables.sql';
import { headerDefect } from '../file/fileHeader';
import { asStoreError, messageOf, StoreError } from '../storeError';
import { Connection } from './connection';
import { migrations } from './migrations';
import { migrate } from './migrator';
import { describeSchema, missingFromSchema } from './schemaCheck';
import type { SqlEngine } from './sqlEngine';

/** What SQLite says of bytes that are no database, or one no longer. It gives no code. */
const damage = /malformed|not a database|database corruption/;

/** A database that is ready for use, or why the bytes cannot be used and should be set aside. */
export type OpenedConnection =
  { readonly connection: Connection; readonly migrated: boolean } | { readonly defect: string };

/** A new database with the schema of this version. `now` is in unix seconds. */
export function newConnection(engine: SqlEngine, now: number): Connection {
  const connection = new Connection(engine);
  migrate(connection, migrations, now);
  return connection;
}

/**
 * Opens the bytes of a database file, brings them to the schema of this version and compares the result with
 * it, name by name. `now` is in unix seconds.
 * @throws StoreError for a database of a newer version, and when SQLite fails without the file being at fault
 */
export function openConnection(
  engine: SqlEngine,
  image: Uint8Array,
  now: number,
): OpenedConnection {
  const defect = headerDefect(image);
  if (defect) return { defect };
  let connection: Connection | undefined;
  try {
    connection = new Connection(engine, image);
    const opened = prepared(engine, connection, now);
    if ('defect' in opened) connection.close();
    return opened;
  } catch (error) {
    connection?.close();
    if (!(error instanceof StoreError) && damage.test(messageOf(error))) {
      return { defect: `SQLite says "${messageOf(error)}"` };
    }
    throw asStoreError(error, 'Opening the database', 'Close other programs and try again.');
  }
}

function prepared(engine: SqlEngine, connection: Connection, now: number): OpenedConnection {
  const tables = connection.all(readTables).map((row) => row.text('name'));
  if (tables.length > 0 && !tables.includes('schema_migrations')) {
    return { defect: `it is another program's database (it has the table ${tables[0] ?? ''})` };
  }
  const migrated = migrate(connection, migrations, now) > 0;
  const [missing] = missingFromSchema(connection, expectedSchema(engine, now));
  if (missing !== undefined) return { defect: `its schema was changed: it lacks ${missing}` };
  return { connection, migrated };
}

function expectedSchema(engine: SqlEngine, now: number): readonly string[] {
  const empty = newConnection(engine, now);
  try {
    return describeSchema(empty);
  } finally {
    empty.close();
  }
}
