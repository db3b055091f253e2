import expectedSchema from '../../../sql/schema/expectedSchema.json';
import type { Connection } from '../database/connection';
import { refuseNotOurs } from '../database/ownDatabase';
import { missingFromSchema } from '../database/schemaCheck';
import { refuseNewer, schemaVersionOf } from '../database/schemaVersion';
import { readStoredSpan } from '../readModels/storedSpan';
import { asStoreError, StoreError } from '../storeError';

/** Of all migrations, the one without which a file does not say when it was collected. */
const firstReadable = '0002_collecting';

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
export function describeFile(connection: Connection, file: string): FileDescription {
  try {
    return describe(connection, file);
  } catch (error) {
    throw asStoreError(error, (reason) => ({ kind: 'not_exported_here', file, reason }));
  }
}

function describe(connection: Connection, file: string): FileDescription {
  refuseNotOurs(connection, file);
  refuseNewer(connection, file);
  const lacking = schemaVersionOf(connection).missing;
  if (lacking.includes(firstReadable)) {
    throw new StoreError({ kind: 'too_old', file, missing: firstReadable });
  }
  const isOlder = lacking.length > 0;
  const [missing] = isOlder ? [] : missingFromSchema(connection, expectedSchema);
  if (missing !== undefined) {
    throw new StoreError({ kind: 'changed_schema', file, missing });
  }
  const span = readStoredSpan(connection);
  if (!span) throw new StoreError({ kind: 'no_traffic', file });
  return { isOlder, ...span };
}
