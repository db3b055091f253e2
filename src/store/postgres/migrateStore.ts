import { Network } from './network';
import type { ServerSettings } from './serverSettings';
import { openToWrite } from './targetConnection';

/**
 * Makes the schema of a server's database, or brings it to this version; the caller waits meanwhile. `now` is in unix
 * seconds. Rejects with a StoreError.
 * @param networkPath dist/networkThread.js
 */
export async function migrateStore(
  networkPath: string,
  settings: ServerSettings,
  now: number,
): Promise<void> {
  const network = new Network(networkPath);
  try {
    openToWrite(network, settings, now).connection.close();
  } finally {
    await network.end();
  }
}
