import type { Transferable } from 'node:worker_threads';
import { parentPort } from 'node:worker_threads';
import type { CallHandlers, CallMap, ReplyMessage } from '../../protocol/remoteCall';
import { answerCall } from '../../protocol/remoteCall';
import { transferables } from './transferables';

/** Answers the calls that come to this worker thread; the number columns of tables are handed over, not copied. */
export function answerCalls<Calls extends CallMap>(handlers: CallHandlers<Calls>): void {
  const port = parentPort;
  if (!port) throw new Error('This file runs only as a worker thread.');
  const post = (reply: ReplyMessage): void => {
    const buffers: readonly Transferable[] = reply.ok ? transferables(reply.response) : [];
    port.postMessage(reply, buffers);
  };
  port.on('message', (message: unknown) => void answerCall(handlers, message, post));
}
