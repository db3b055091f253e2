import { Worker } from 'node:worker_threads';
import type { DefinitionCalls, ReferenceCalls } from '../../definition/definitionCalls';
import type { ReadReferenced } from '../../definition/definition';
import type { Clock } from '../../domain/clock';
import { errorMessage } from '../../domain/errorMessage';
import { answerCall, CallClient } from '../../protocol/remoteCall';

/** Longer than any document takes, ms: what takes more was made to. */
const patienceMs = 20_000;

/** What a thread is started with. */
export interface DefinitionThreadOptions {
  /** dist/definitionWorker.js */
  readonly path: string;
  readonly readReferenced: ReadReferenced;
  readonly clock: Clock;
}

interface RunningThread {
  readonly worker: Worker;
  readonly calls: CallClient<DefinitionCalls>;
}

/** The thread that reads definitions: it starts with the first call, and again after it has ended. */
export class DefinitionThread {
  readonly #options: DefinitionThreadOptions;
  #thread: RunningThread | undefined;

  constructor(options: DefinitionThreadOptions) {
    this.#options = options;
  }

  /** Rejects with a RemoteCallError, also when the thread ends: one that takes too long is ended. */
  async call<Method extends keyof DefinitionCalls>(
    method: Method,
    request: DefinitionCalls[Method]['request'],
  ): Promise<DefinitionCalls[Method]['response']> {
    const { clock } = this.#options;
    const { calls } = (this.#thread ??= this.#start());
    const stopWaiting = clock.schedule(clock.now() + patienceMs, () => {
      this.end('it took too long');
    });
    try {
      return await calls.call(method, request);
    } finally {
      stopWaiting();
    }
  }

  /** Ends the thread, and gives back its memory; what is under way rejects. */
  end(reason = 'nothing is shown'): void {
    const thread = this.#thread;
    this.#thread = undefined;
    thread?.calls.close({ name: 'Error', message: `The definition was not read: ${reason}.` });
    void thread?.worker.terminate();
  }

  #start(): RunningThread {
    const { path, readReferenced } = this.#options;
    const worker = new Worker(path);
    worker.unref();
    const post = (message: unknown): void => {
      worker.postMessage(message);
    };
    const calls = new CallClient<DefinitionCalls>(post);
    const thread = { worker, calls };
    const ended = (reason: string): void => {
      if (this.#thread === thread) this.end(reason);
    };
    worker.on('message', (message: unknown) => {
      if (calls.accept(message)) return;
      void answerCall<ReferenceCalls>(
        { readReferenced: ({ reference, base }) => readReferenced(reference, base) },
        message,
        post,
      );
    });
    worker.on('error', (error) => {
      ended(errorMessage(error));
    });
    worker.on('exit', (code) => {
      ended(`exit code ${code}`);
    });
    return thread;
  }
}
