import type { CallHandlers } from '../../protocol/remoteCall';
import { trafficWrites } from '../trafficWriter';
import type { TrafficWriter } from '../trafficWriter';
import type { MethodsOf } from '../worker/remoteApi';
import { handlersOf } from '../worker/remoteApi';
import type { Compaction } from '../fileMaintenance';
import type { Saved, StoreCalls } from './storeCalls';
import type { WrittenStore } from './writtenStore';

/** Answers a client's calls with a database. A failed opening fails every call with its reason. */
export function storeHandlers(opening: Promise<WrittenStore>): CallHandlers<StoreCalls> {
  let compaction = new AbortController();
  return {
    ...handlersOf<TrafficWriter>(trafficWrites, async (name, request) => {
      const database: MethodsOf<TrafficWriter> = await opening;
      return database[name](...request);
    }),
    open: async () => (await opening).opened,
    otherCollector: async () => {
      const database = await opening;
      return { other: await database.otherCollector(), opened: database.opened };
    },
    setCollecting: async ([collects]) => (await opening).setCollecting(collects),
    commit: async ([batch]) => {
      const database = await opening;
      await database.commit(batch);
      return saved(database);
    },
    compact: async () => {
      compaction = new AbortController();
      return (await opening).compact?.(compaction.signal) ?? notNeeded;
    },
    erase: async ([erasure]) => {
      compaction = new AbortController();
      return (await opening).erase(erasure, compaction.signal);
    },
    cancelCompaction: () => {
      compaction.abort();
      return Promise.resolve();
    },
    flush: async () => {
      const database = await opening;
      await database.flush();
      return saved(database);
    },
    close: async () => (await opening).close(),
  };
}

/** Of a store that is no file. */
const notNeeded: Compaction = { outcome: 'not needed', bytesBefore: 0, bytesAfter: 0 };

function saved({ savedBatchId, waiting }: WrittenStore): Saved {
  return { savedBatchId: savedBatchId ?? null, waiting: waiting ?? null };
}
