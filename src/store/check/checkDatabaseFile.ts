import expectedSchema from '../../../sql/schema/expectedSchema.json';
import { refuseNotOurs } from '../database/ownDatabase';
import { missingFromSchema } from '../database/schemaCheck';
import { refuseNewer } from '../database/schemaVersion';
import { readFromFile } from '../reader/readDatabaseFile';
import { asStoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import { checkDatabase } from './checkDatabase';
import type { Finding } from './finding';

/**
 * What is wrong with a database file, and with its sidecar; empty when all is well. The file is not written. Rejects
 * with a StoreError for a file that is no database of ours, is of a newer version or cannot be read.
 */
export async function checkDatabaseFile(
  file: string,
  wasmPath: string,
): Promise<readonly Finding[]> {
  const { result, leftOut } = await readFromFile<readonly Finding[]>(
    file,
    wasmPath,
    (connection) => {
      refuseNotOurs(connection, file);
      refuseNewer(connection, file);
      const [missing] = missingFromSchema(connection, expectedSchema);
      if (missing === undefined) return checkDatabase(connection);
      return [{ kind: 'other_schema', missing }];
    },
  );
  return leftOut === undefined ? result : [{ kind: 'left_out', notice: leftOut }, ...result];
}

/**
 * Rejects with a StoreError for a file that is no traffic database of this or an earlier version; nothing is changed.
 * Resolves with why the sidecar is left out when the database is read; undefined where it is not.
 */
export async function assertTrafficDatabase(
  file: string,
  wasmPath: string,
): Promise<StoreFault | undefined> {
  try {
    const { leftOut } = await readFromFile(file, wasmPath, (connection) => {
      refuseNotOurs(connection, file);
      refuseNewer(connection, file);
    });
    return leftOut;
  } catch (error) {
    throw asStoreError(error, (reason) => ({ kind: 'not_traffic', file, reason }));
  }
}
