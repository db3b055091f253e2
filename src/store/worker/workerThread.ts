import type { MessagePort } from 'node:worker_threads';
import type { CallMap } from '../../protocol/remoteCall';
import { CallClient, RemoteCallError, remoteError } from '../../protocol/remoteCall';
import type { StoreError } from '../storeError';
import { asStoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { ServingThread } from './servingThread';

/** Which database is served by which thread, and whom that tells. */
export interface WorkerThreadOptions {
  readonly thread: ServingThread;
  /** What the thread needs to know of the database. */
  readonly data: unknown;
  /** The thread has ended; returns what rejects all that was under way. */
  readonly onEnd: (reason: string) => StoreError;
}

/** A database in a thread, and the calls that are under way to it. */
export class WorkerThread<Calls extends CallMap> {
  readonly #thread: ServingThread;
  readonly #port: MessagePort;
  readonly #calls: CallClient<Calls>;

  constructor({ thread, data, onEnd }: WorkerThreadOptions) {
    this.#thread = thread;
    const port = thread.serve(data, (reason) => {
      this.#close(onEnd(reason));
    });
    this.#port = port;
    this.#calls = new CallClient((message) => {
      port.postMessage(message);
    });
    port.on('message', (message: unknown) => this.#calls.accept(message));
  }

  /** Rejects with a StoreError, whatever the thread or its end rejected with. */
  async call<Method extends keyof Calls & string>(
    method: Method,
    request: Calls[Method]['request'],
  ): Promise<Calls[Method]['response']> {
    try {
      return await this.#calls.call(method, request);
    } catch (error) {
      throw asStoreError(error, (reason) => faultOf(error) ?? { kind: 'unexpected', reason });
    }
  }

  /** Leaves the thread, which ends unless others are in it; what is under way rejects with `reason`. */
  async leave(reason: StoreError): Promise<void> {
    this.#close(reason);
    await this.#thread.leave(this.#port);
  }

  /** Ends the thread, also under others that are in it; what is under way here rejects with `reason`. */
  async end(reason: StoreError): Promise<void> {
    this.#close(reason);
    await this.#thread.end();
  }

  /** The process no longer waits for it. */
  unref(): void {
    this.#thread.unref(this.#port);
  }

  #close(reason: StoreError): void {
    this.#calls.close(remoteError(reason));
  }
}

/** The thread rejects with StoreErrors. */
function faultOf(error: unknown): StoreFault | undefined {
  return error instanceof RemoteCallError ? (error.fault as StoreFault | undefined) : undefined;
}
