import { refuseNotOurs } from '../database/ownDatabase';
import { refuseNewer, schemaVersionOf } from '../database/schemaVersion';
import { readFromFile } from '../reader/readDatabaseFile';
import { StoreError } from '../storeError';
import { Network } from './network';
import type { PushOutcome } from './pushFile';
import { pushFile } from './pushFile';
import type { ServerSettings } from './serverSettings';
import { openToWrite } from './targetConnection';
import { holderOf, takeRight } from './writersRight';

/** What is pushed, where to, and what that needs. */
export interface Push {
  readonly file: string;
  /** dist/sql-wasm.wasm */
  readonly wasmPath: string;
  readonly settings: ServerSettings;
  /** dist/networkThread.js */
  readonly networkPath: string;
  /** Unix seconds. */
  readonly now: number;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/**
 * Pushes a database file as pushFile does, as the one who writes the target; the caller waits meanwhile. Rejects with a
 * StoreError.
 */
export async function pushDatabase(push: Push): Promise<PushOutcome> {
  const { file, wasmPath, settings, networkPath, now, onProgress } = push;
  const store = settings.shown;
  const network = new Network(networkPath);
  try {
    const { result } = await readFromFile(file, wasmPath, (source) => {
      refuseNotOurs(source, file);
      refuseNewer(source, file);
      const { missing } = schemaVersionOf(source);
      if (missing.length > 0) throw new StoreError({ kind: 'push_of_earlier', file, missing });
      const { connection } = openToWrite(network, settings, now);
      try {
        if (!takeRight(connection)) {
          const holder = holderOf(connection);
          const collector = holder && `process ${holder.process} on ${holder.host}`;
          throw new StoreError({ kind: 'store_collected_elsewhere', store, collector });
        }
        return pushFile(source, connection, store, onProgress);
      } finally {
        connection.close();
      }
    });
    return result;
  } finally {
    await network.end();
  }
}
