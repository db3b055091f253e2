import type { CallHandlers } from '../protocol/remoteCall';
import type { Saved, StoreCalls } from './storeCalls';
import type { TrafficDatabase } from './trafficDatabase';

/** Answers a client's calls with a database. A failed opening fails every call with its reason. */
export function storeHandlers(opening: Promise<TrafficDatabase>): CallHandlers<StoreCalls> {
  return {
    open: async () => (await opening).opened,
    loadState: async () => (await (await opening).loadState()) ?? null,
    commit: async (batch) => {
      const database = await opening;
      await database.commit(batch);
      return saved(database);
    },
    coveredSpans: async () => (await opening).coveredSpans(),
    backfill: async (batch) => (await opening).backfill(batch),
    summary: async (span) => (await opening).summary(span),
    topEndpoints: async ({ span, limit }) => (await opening).topEndpoints(span, limit),
    errorGroups: async ({ span, limit }) => (await opening).errorGroups(span, limit),
    restarts: async (span) => (await opening).restarts(span),
    dashboard: async (query) => (await opening).dashboard(query),
    explain: async (query) => (await opening).explain(query),
    addEvent: async (event) => {
      await (await opening).addEvent(event);
      return null;
    },
    query: async ({ name, now }) => (await opening).query(name, now),
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
