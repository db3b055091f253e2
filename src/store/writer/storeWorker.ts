import { workerData } from 'node:worker_threads';
import type { StoreWorkerData } from './storeCalls';
import { storeHandlers } from './storeHandlers';
import { TrafficDatabase } from './trafficDatabase';
import { answerCalls } from '../worker/workerPort';

// The worker thread of one database: a shell over TrafficDatabase, which tests use without a thread.
const opening = TrafficDatabase.open(workerData as StoreWorkerData);
// Every call rejects with this; a process must not end over it before the first one came.
opening.catch(() => undefined);

answerCalls(storeHandlers(opening));
