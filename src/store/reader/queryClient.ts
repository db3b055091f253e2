import { rmSync } from 'node:fs';
import { startLongTimer } from '../../domain/longTimer';
import type { ResultTable } from '../../domain/resultTable';
import type { ExportControl, ExportRequest } from '../export/exportRequest';
import { unfinishedPath } from '../export/unfinishedFile';
import type { FileDescription } from './describeFile';
import { StoreError } from '../storeError';
import type { QueryLimits, TrafficReads } from '../trafficReader';
import { trafficReads } from '../trafficReader';
import type { CallsOf } from '../worker/remoteApi';
import { remoteApi } from '../worker/remoteApi';
import { WorkerThread } from '../worker/workerThread';
import type { QueryCalls, QueryWorkerData } from './queryCalls';

/** What a query worker needs. */
export interface QueryClientOptions extends QueryWorkerData {
  /** dist/queryWorker.js */
  readonly queryWorkerPath: string;
}

const standardTimeoutMs = 10_000;

/**
 * Runs statements that only read in a worker thread of their own, one at a time, so that none holds up
 * collecting. One that takes too long or is cancelled ends with its thread; the next gets another.
 * Rejects with a StoreError.
 */
export class QueryClient {
  readonly reads: TrafficReads = remoteApi(trafficReads, (name, request) =>
    this.read(name, request),
  );
  readonly #options: QueryClientOptions;
  #thread: WorkerThread<QueryCalls> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: QueryClientOptions) {
    this.#options = options;
  }

  /** At most `limit` rows of a statement; its time counts from when it is its turn. */
  readSql(sql: string, limit: number, limits: QueryLimits = {}): Promise<ResultTable> {
    const { timeoutMs = standardTimeoutMs, signal } = limits;
    return this.#inTurn(() => {
      if (signal?.aborted) throw cancelled();
      const call = this.#call('readSql', [sql, limit]);
      const cancelTimer = startLongTimer(() => {
        void this.#end(
          new StoreError(
            `The statement took longer than ${timeoutMs / 1000} s and was stopped. ` +
              'Make it read less, such as a shorter range of timestamps, and run it again.',
          ),
        );
      }, timeoutMs);
      const cancel = (): void => {
        void this.#end(cancelled());
      };
      signal?.addEventListener('abort', cancel, { once: true });
      return call.finally(() => {
        cancelTimer();
        signal?.removeEventListener('abort', cancel);
      });
    });
  }

  /** One of the reads of a store, by its name. */
  read<Name extends keyof TrafficReads>(
    name: Name,
    request: CallsOf<TrafficReads>[Name]['request'],
  ): Promise<CallsOf<TrafficReads>[Name]['response']> {
    return this.#inTurn(() => this.#call(name, request));
  }

  /** A sentence on what the last read left out of what stands beside the database; null when it was nothing. */
  leftOut(): Promise<string | null> {
    return this.#inTurn(() => this.#call('leftOut', []));
  }

  /** What the file holds; rejects for one that is no traffic database of this or an earlier version. */
  describe(): Promise<FileDescription> {
    return this.#inTurn(() => this.#call('describe', []));
  }

  /** False when the signal ended it; then, as after an error, there is no file. */
  exportTo(request: ExportRequest, { onProgress, signal }: ExportControl = {}): Promise<boolean> {
    return this.#inTurn(async () => {
      try {
        await this.#call('beginExport', [request]);
        for (;;) {
          if (signal?.aborted) {
            await this.#call('endExport', []);
            return false;
          }
          const { isDone, done } = await this.#call('stepExport', []);
          if (isDone) return true;
          onProgress?.(done);
        }
      } catch (error) {
        // A thread that died leaves its work behind.
        rmSync(unfinishedPath(request.out), { force: true });
        throw error;
      }
    });
  }

  /** What is damaged in the database, in SQLite's words; null when nothing is. */
  quickCheck(): Promise<string | null> {
    return this.#inTurn(() => this.#call('quickCheck', []));
  }

  /** Ends the thread; what is under way rejects. */
  async close(): Promise<void> {
    await this.#end(new StoreError(`The database ${this.#options.file} is closed. Open it again.`));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #call<Method extends keyof QueryCalls>(
    method: Method,
    request: QueryCalls[Method]['request'],
  ): Promise<QueryCalls[Method]['response']> {
    this.#thread ??= this.#start();
    return this.#thread.call(method, request);
  }

  #start(): WorkerThread<QueryCalls> {
    const { queryWorkerPath, file, wasmPath } = this.#options;
    const workerData: QueryWorkerData = { file, wasmPath };
    const thread: WorkerThread<QueryCalls> = new WorkerThread({
      path: queryWorkerPath,
      workerData,
      onEnd: (reason) => {
        if (this.#thread === thread) this.#thread = undefined;
        return `The statement's thread ended (${reason}). Run it again.`;
      },
    });
    return thread;
  }

  async #end({ message }: StoreError): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end(message);
  }
}

function cancelled(): StoreError {
  return new StoreError('The statement was canceled. Run it again to see its result.');
}
