import { once } from 'node:events';
import { join } from 'node:path';
import { collectRecording } from '../../src/cli/collectRecording';
import type { CollectorStore } from '../../src/collector/accountSession';
import { openStore } from '../../src/store/writer/storeClient';
import { silentLog, noDimensions } from './replays';
import { repositoryRoot } from './repository';
import { readUnpackedRecording } from './unpackedRecording';

/** What the program tells its parent: a batch made at `at` (unix ms of the recording) is begun, or committed. */
export interface CommitNote {
  readonly step: 'begun' | 'committed';
  readonly at: number;
}

/** What it tells when it has collected everything, with the database still open. */
export type Note = CommitNote | { readonly step: 'all' };

/**
 * Collects an unpacked recording into a database, in a process that its parent may kill: `node
 * collectUnpacked.js FOLDER DATABASE`, with an IPC channel. The built store, in its worker thread. At the
 * end it waits to be killed, or to be sent anything: then it closes the database and ends.
 */
async function main(folder = '', file = ''): Promise<void> {
  const dist = join(repositoryRoot(), 'dist');
  const store = await openStore({
    workerPath: join(dist, 'storeWorker.js'),
    queryWorkerPath: join(dist, 'queryWorker.js'),
    wasmPath: join(dist, 'sql-wasm.wasm'),
    file,
  });
  const told: CollectorStore = {
    otherCollector: () => store.writer.otherCollector(),
    loadState: () => store.writer.loadState(),
    commit: async (batch) => {
      tell({ step: 'begun', at: batch.committedAt });
      await store.writer.commit(batch);
      tell({ step: 'committed', at: batch.committedAt });
    },
  };
  await collectRecording({
    recording: readUnpackedRecording(folder),
    store: told,
    log: silentLog,
    dimensions: noDimensions,
  });
  tell({ step: 'all' });
  await once(process, 'message');
  await store.close();
  process.disconnect();
}

function tell(note: Note): void {
  process.send?.(note);
}

void main(...process.argv.slice(2));
