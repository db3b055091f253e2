import type { StoreCalls, StoreWorkerData } from './storeCalls';
import { storeHandlers } from './storeHandlers';
import { TrafficDatabase } from './trafficDatabase';
import { serveClients } from '../worker/workerPort';

// The worker thread of databases that are written: a shell over TrafficDatabase, which tests use without a thread.
serveClients<StoreCalls>((data) => {
  const opening = TrafficDatabase.open(data as StoreWorkerData);
  // Every call rejects with this; a process must not end over it before the first one came.
  opening.catch(() => undefined);
  // A client closes its database before it leaves.
  return { handlers: storeHandlers(opening), end: () => undefined };
});
