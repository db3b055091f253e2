import type { MessagePort, Transferable } from 'node:worker_threads';
import { parentPort } from 'node:worker_threads';
import type { CallHandlers, CallMap, ReplyMessage } from '../../protocol/remoteCall';
import { answerCall } from '../../protocol/remoteCall';
import type { Announcement } from './servingThread';
import { transferables } from './transferables';

/** How a client is served. */
export interface Service<Calls extends CallMap> {
  readonly handlers: CallHandlers<Calls>;
  /** The client has left. */
  readonly end: () => void;
}

/**
 * Answers the calls of each client that is announced to this worker thread; the number columns of tables are handed over,
 * not copied.
 */
export function serveClients<Calls extends CallMap>(
  serve: (data: unknown) => Service<Calls>,
): void {
  if (!parentPort) throw new Error('This file runs only as a worker thread.');
  parentPort.on('message', ({ port, data }: Announcement) => {
    const { handlers, end } = serve(data);
    answerCalls(port, handlers);
    port.on('close', end);
  });
}

function answerCalls<Calls extends CallMap>(
  port: MessagePort,
  handlers: CallHandlers<Calls>,
): void {
  const post = (reply: ReplyMessage): void => {
    const buffers: readonly Transferable[] = reply.ok ? transferables(reply.response) : [];
    port.postMessage(reply, buffers);
  };
  port.on('message', (message: unknown) => void answerCall(handlers, message, post));
}
