import { join } from 'node:path';
import { serveClients } from '../worker/workerPort';
import type { StoreCalls, TeamWorkerData } from '../writer/storeCalls';
import { storeHandlers } from '../writer/storeHandlers';
import { Network } from './network';
import { SpooledDatabase } from './spooledDatabase';

// The worker thread of team stores that are written: a shell over SpooledDatabase.
const network = new Network(join(__dirname, 'networkThread.js'));

serveClients<StoreCalls>((data) => {
  const opening = SpooledDatabase.open({ ...(data as TeamWorkerData), network });
  // Every call rejects with this; a process must not end over it before the first one came.
  opening.catch(() => undefined);
  // A client closes its database before it leaves.
  return { handlers: storeHandlers(opening), end: () => undefined };
});
