import expectedSchema from '../../../sql/schema/expectedSchema.json';
import { refuseNotOurs } from '../database/ownDatabase';
import { missingFromSchema } from '../database/schemaCheck';
import { refuseNewer } from '../database/schemaVersion';
import { readFromFile } from '../reader/readDatabaseFile';
import { asStoreError } from '../storeError';
import { checkDatabase } from './checkDatabase';

/**
 * What is wrong with a database file, and with what stands beside it, one sentence a finding; none when all is well.
 * The file is not written. Rejects with a StoreError for a file that is no database of ours, is of a newer version or
 * cannot be read.
 */
export async function checkDatabaseFile(
  file: string,
  wasmPath: string,
): Promise<readonly string[]> {
  const { result, leftOut } = await readFromFile(file, wasmPath, (connection) => {
    refuseNotOurs(connection, file);
    refuseNewer(connection, file);
    const [missing] = missingFromSchema(connection, expectedSchema);
    if (missing === undefined) return checkDatabase(connection);
    return [
      `Its schema does not match this version: it lacks ${missing}. ` +
        'The command maintain upgrades an older database, and so does opening it in the extension.',
    ];
  });
  return leftOut === undefined ? result : [leftOut, ...result];
}

/**
 * Rejects with a StoreError for a file that is no traffic database of this or an earlier version; nothing is changed.
 * Resolves with a sentence on what stands beside the database and is left out when it is read; undefined where that is
 * nothing.
 */
export async function assertTrafficDatabase(
  file: string,
  wasmPath: string,
): Promise<string | undefined> {
  try {
    const { leftOut } = await readFromFile(file, wasmPath, (connection) => {
      refuseNotOurs(connection, file);
      refuseNewer(connection, file);
    });
    return leftOut;
  } catch (error) {
    throw asStoreError(error, `Reading ${file}`, 'Give the path of a traffic database.');
  }
}
