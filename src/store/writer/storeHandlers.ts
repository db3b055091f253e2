import type { CallHandlers } from '../../protocol/remoteCall';
import type { Saved, StoreCalls } from './storeCalls';
import type { TrafficDatabase } from './trafficDatabase';

/** Answers a client's calls with a database. A failed opening fails every call with its reason. */
export function storeHandlers(opening: Promise<TrafficDatabase>): CallHandlers<StoreCalls> {
  let compaction = new AbortController();
  return {
    open: async () => (await opening).opened,
    otherCollector: async () => {
      const database = await opening;
      return { other: await database.otherCollector(), opened: database.opened };
    },
    setCollecting: async (collects) => {
      await (await opening).setCollecting(collects);
      return null;
    },
    loadState: async () => (await (await opening).loadState()) ?? null,
    commit: async (batch) => {
      const database = await opening;
      await database.commit(batch);
      return saved(database);
    },
    coveredSpans: async () => (await opening).coveredSpans(),
    backfill: async (batch) => (await opening).backfill(batch),
    rollUp: async (now) => {
      await (await opening).rollUp(now);
      return null;
    },
    retain: async (request) => (await opening).retain(request),
    summary: async (span) => (await opening).summary(span),
    topEndpoints: async ({ span, limit }) => (await opening).topEndpoints(span, limit),
    errorGroups: async ({ span, limit }) => (await opening).errorGroups(span, limit),
    restarts: async (span) => (await opening).restarts(span),
    addEvent: async (event) => {
      await (await opening).addEvent(event);
      return null;
    },
    compact: async () => {
      compaction = new AbortController();
      return (await opening).compact(compaction.signal);
    },
    cancelCompaction: () => {
      compaction.abort();
      return Promise.resolve(null);
    },
    flush: async () => {
      const database = await opening;
      await database.flush();
      return saved(database);
    },
    close: async () => {
      await (await opening).close();
      return null;
    },
  };
}

function saved({ savedBatchId }: TrafficDatabase): Saved {
  return { savedBatchId: savedBatchId ?? null };
}
