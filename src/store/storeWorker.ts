import type { Transferable } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import type { ReplyMessage } from '../protocol/remoteCall';
import { answerCall } from '../protocol/remoteCall';
import type { StoreWorkerData } from './storeCalls';
import { storeHandlers } from './storeHandlers';
import { TrafficDatabase } from './trafficDatabase';
import { transferables } from './transferables';

// The worker thread of one database: a shell over TrafficDatabase, which tests use without a thread.
const port = parentPort;
if (!port) throw new Error('storeWorker.js runs only as a worker thread.');

const opening = TrafficDatabase.open(workerData as StoreWorkerData);
// Every call rejects with this; a process must not end over it before the first one came.
opening.catch(() => undefined);

const handlers = storeHandlers(opening);
const post = (reply: ReplyMessage): void => {
  const buffers: readonly Transferable[] = reply.ok ? transferables(reply.response) : [];
  port.postMessage(reply, buffers);
};
port.on('message', (message: unknown) => void answerCall(handlers, message, post));
