import { randomInt } from 'node:crypto';
import { errorMessage } from '../../domain/errorMessage';
import type { PageImage } from '../file/pageImage';
import { asStoreError, StoreError } from '../storeError';
import type { DatabaseDefect } from '../storeFault';
import { SqlJsConnection } from './sqlJsConnection';
import { migrations } from '../database/migrations';
import { migrate } from '../database/migrator';
import expectedSchema from '../../../sql/schema/expectedSchema.json';
import { refuseNotOurs } from '../database/ownDatabase';
import { missingFromSchema } from '../database/schemaCheck';
import { refuseNewer } from '../database/schemaVersion';
import type { SqlEngine } from './sqlEngine';

/** What SQLite says of bytes that are no database, or one no longer. It gives no code. */
const damage = /malformed|not a database|database corruption/;

/** A database that is ready for use, or what is wrong with one of ours that it cannot be used. */
export type OpenedConnection =
  | { readonly connection: SqlJsConnection; readonly migrated: boolean }
  | { readonly defect: DatabaseDefect };

/**
 * The bytes of a new database file with the schema of this version, and a random application_id, by which it is
 * told from every other. `now` is in unix seconds.
 */
export function newDatabase(engine: SqlEngine, now: number): Uint8Array {
  const connection = newConnection(engine, now);
  try {
    connection.execute(`PRAGMA application_id = ${randomInt(1, 2 ** 31)}`);
    return connection.image();
  } finally {
    connection.close();
  }
}

/** A new database in memory, with the schema of this version. `now` is in unix seconds. */
export function newConnection(engine: SqlEngine, now: number): SqlJsConnection {
  const connection = new SqlJsConnection(engine);
  migrate(connection, migrations, now);
  return connection;
}

/**
 * Opens a database whose header was found good, brings it to the schema of this version and compares the result
 * with it, name by name. `now` is in unix seconds.
 * @param file its path, for the user
 * @throws StoreError for another program's database and one of a newer version, and when SQLite fails without the file being at fault
 */
export function openConnection(
  engine: SqlEngine,
  image: Uint8Array | PageImage,
  file: string,
  now: number,
): OpenedConnection {
  let connection: SqlJsConnection | undefined;
  try {
    connection = new SqlJsConnection(engine, image);
    const opened = prepared(connection, file, now);
    if ('defect' in opened) connection.close();
    return opened;
  } catch (error) {
    connection?.close();
    if (!(error instanceof StoreError) && damage.test(errorMessage(error))) {
      return { defect: { sqlite: errorMessage(error) } };
    }
    throw asStoreError(error, (reason) => ({ kind: 'opening_failed', reason }));
  }
}

function prepared(connection: SqlJsConnection, file: string, now: number): OpenedConnection {
  refuseNotOurs(connection, file);
  refuseNewer(connection, file);
  const migrated = migrate(connection, migrations, now) > 0;
  const [missing] = missingFromSchema(connection, expectedSchema);
  if (missing !== undefined) return { defect: { lacks: missing } };
  return { connection, migrated };
}
