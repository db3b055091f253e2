import { Worker } from 'node:worker_threads';
import { errorMessage } from '../../domain/errorMessage';
import type { CallMap } from '../../protocol/remoteCall';
import { CallClient } from '../../protocol/remoteCall';
import { StoreError } from '../storeError';
import { workerLimits } from './workerLimits';

/** What a thread is started with and whom it tells. */
export interface WorkerThreadOptions {
  /** The file that was built for it. */
  readonly path: string;
  readonly workerData: unknown;
  /** The thread has ended; resolves with the sentence that rejects what was under way. */
  readonly onEnd: (reason: string) => string;
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
      throw new StoreError(errorMessage(error), { cause: error });
    }
  }

  /** Ends the thread; what is under way rejects with `reason`. */
  async end(reason: string): Promise<void> {
    this.#close(reason);
    await this.#worker.terminate();
  }

  /** The process no longer waits for it. */
  unref(): void {
    this.#worker.unref();
  }

  #close(message: string): void {
    this.#calls.close({ name: 'StoreError', message });
  }
}
