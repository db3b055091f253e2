import { assertTrafficDatabase } from '../store/check/checkDatabaseFile';
import { QueryClient } from '../store/reader/queryClient';
import type { StoreFault } from '../store/storeFault';
import { wasmPath } from './dist';
import type { NamedDatabase } from './namedDatabase';

/**
 * Rejects with a StoreError for what is no traffic database of this or an earlier version; nothing is made or changed.
 * Resolves with why a part of it is left out when it is read; undefined where none is.
 */
export async function assertTraffic(database: NamedDatabase): Promise<StoreFault | undefined> {
  if ('file' in database) return assertTrafficDatabase(database.file, wasmPath);
  const client = new QueryClient(database);
  try {
    await client.reads.storedSpan();
    return undefined;
  } finally {
    await client.close();
  }
}
