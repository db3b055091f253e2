import { Worker } from 'node:worker_threads';
import type { DefinitionCalls, ReferenceCalls } from '../../definition/definitionCalls';
import type { ReadReferenced } from '../../definition/definition';
import type { Clock } from '../../domain/clock';
import { errorMessage } from '../../domain/errorMessage';
import { answerCall, CallClient } from '../../protocol/remoteCall';

/** Longer than any document takes, ms: what takes more was made to. */
const patienceMs = 20_000;

/** UTF-16 units that are sent to the thread at once. */
const pieceLength = 1_000_000;

/** What a thread is started with. */
export interface DefinitionThreadOptions {
  /** dist/definitionWorker.js */
  readonly path: string;
  readonly readReferenced: ReadReferenced;
  readonly clock: Clock;
  /** How long after its last answer it ends, ms: it then keeps no texts. Left out: it goes on. */
  readonly idleMs?: number;
}

interface RunningThread {
  readonly worker: Worker;
  readonly calls: CallClient<DefinitionCalls>;
}

/** The thread that reads definitions: it starts with the first call, and again after it has ended. */
export class DefinitionThread {
  readonly #options: DefinitionThreadOptions;
  #thread: RunningThread | undefined;
  /** Calls under way. */
  #calls = 0;
  #cancelIdle: () => void = () => undefined;

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
    this.#calls++;
    this.#cancelIdle();
    const stopWaiting = clock.schedule(clock.now() + patienceMs, () => {
      this.end('it took too long');
    });
    try {
      return await calls.call(method, request);
    } finally {
      stopWaiting();
      this.#calls--;
      this.#endWhenIdle();
    }
  }

  /** Works with a text that the thread has by its name meanwhile; it is sent piece by piece. */
  async withText<Result>(
    name: string,
    pieces: Iterable<string>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    await this.call('begin', name);
    try {
      for (const text of pieces) await this.call('append', { name, text });
      return await work();
    } finally {
      await this.call('forget', name);
    }
  }

  /** Ends the thread, and gives back its memory; what is under way rejects. */
  end(reason = 'nothing is shown'): void {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#cancelIdle();
    thread?.calls.close({ name: 'Error', message: `The definition was not read: ${reason}.` });
    void thread?.worker.terminate();
  }

  #endWhenIdle(): void {
    const { clock, idleMs } = this.#options;
    if (idleMs === undefined || this.#calls > 0 || !this.#thread) return;
    this.#cancelIdle = clock.schedule(clock.now() + idleMs, () => {
      this.end('nothing was asked for');
    });
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

/** A text in pieces that can be sent to the thread. */
export function* piecesOf(text: string): Generator<string, void, undefined> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
}
