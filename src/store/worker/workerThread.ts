import { Worker } from 'node:worker_threads';
import { errorMessage } from '../../domain/errorMessage';
import type { CallMap } from '../../protocol/remoteCall';
import { CallClient, RemoteCallError, remoteError } from '../../protocol/remoteCall';
import type { StoreError } from '../storeError';
import { asStoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import { workerLimits } from './workerLimits';

/** What a thread is started with and whom it tells. */
export interface WorkerThreadOptions {
  /** The file that was built for it. */
  readonly path: string;
  readonly workerData: unknown;
  /** The thread has ended; returns what rejects all that was under way. */
  readonly onEnd: (reason: string) => StoreError;
}

/** A thread with a database in it, and the calls that are under way to it. */
export class WorkerThread<Calls extends CallMap> {
  readonly #worker: Worker;
  readonly #calls: CallClient<Calls>;

  constructor({ path, workerData, onEnd }: WorkerThreadOptions) {
    const worker = new Worker(path, { workerData, resourceLimits: workerLimits });
    this.#worker = worker;
    this.#calls = new CallClient((message) => {
      worker.postMessage(message);
    });
    const end = (reason: string): void => {
      this.#close(onEnd(reason));
    };
    worker.on('message', (message: unknown) => this.#calls.accept(message));
    worker.on('error', (error) => {
      end(errorMessage(error));
    });
    worker.on('exit', (code) => {
      end(`exit code ${code}`);
    });
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

  /** Ends the thread; what is under way rejects with `reason`. */
  async end(reason: StoreError): Promise<void> {
    this.#close(reason);
    await this.#worker.terminate();
  }

  /** The process no longer waits for it. */
  unref(): void {
    this.#worker.unref();
  }

  #close(reason: StoreError): void {
    this.#calls.close(remoteError(reason));
  }
}

/** The thread rejects with StoreErrors. */
function faultOf(error: unknown): StoreFault | undefined {
  return error instanceof RemoteCallError ? (error.fault as StoreFault | undefined) : undefined;
}
