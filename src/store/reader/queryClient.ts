import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { startLongTimer } from '../../domain/longTimer';
import type { ResultTable } from '../../domain/resultTable';
import type { DashboardCharts, DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { Explanation, ExplainQuery } from '../../protocol/explanation';
import { CallClient } from '../../protocol/remoteCall';
import type { ExportControl, ExportRequest } from '../export/exportRequest';
import { unfinishedPath } from '../export/unfinishedFile';
import type { FileDescription } from '../imported/describeFile';
import type { NamedQuery } from './namedQueries';
import type { QueryCalls, QueryWorkerData } from './queryCalls';
import { messageOf, StoreError } from '../storeError';
import type { QueryLimits } from '../trafficStore';
import { workerLimits } from '../worker/workerLimits';

/** What a query worker needs. */
export interface QueryClientOptions extends QueryWorkerData {
  /** dist/queryWorker.js */
  readonly queryWorkerPath: string;
}

/** A worker and the calls that are under way to it. */
interface Thread {
  readonly worker: Worker;
  readonly calls: CallClient<QueryCalls>;
}

const standardTimeoutMs = 10_000;

/**
 * Runs statements that only read in a worker thread of their own, one at a time, so that none holds up
 * collecting. One that takes too long or is cancelled ends with its thread; the next gets another.
 * Rejects with a StoreError.
 */
export class QueryClient {
  readonly #options: QueryClientOptions;
  #thread: Thread | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: QueryClientOptions) {
    this.#options = options;
  }

  /** At most `limit` rows of a statement; its time counts from when it is its turn. */
  readSql(sql: string, limit: number, limits: QueryLimits = {}): Promise<ResultTable> {
    const { timeoutMs = standardTimeoutMs, signal } = limits;
    return this.#inTurn(() => {
      if (signal?.aborted) throw cancelled();
      const call = this.#call('readSql', { sql, limit });
      const cancelTimer = startLongTimer(() => {
        void this.#end(
          new StoreError(
            `The statement took longer than ${timeoutMs / 1000} s and was stopped. ` +
              'Let it read less, for instance a shorter range of timestamps, and run it again.',
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

  /** A sentence on what the last read left out of what stands beside the database; null when it was nothing. */
  leftOut(): Promise<string | null> {
    return this.#inTurn(() => this.#call('leftOut', null));
  }

  charts(query: DashboardQuery): Promise<DashboardCharts> {
    return this.#inTurn(() => this.#call('charts', query));
  }

  dashboard(query: DashboardQuery): Promise<DashboardData> {
    return this.#inTurn(() => this.#call('dashboard', query));
  }

  query(name: NamedQuery, now: number): Promise<ResultTable> {
    return this.#inTurn(() => this.#call('query', { name, now }));
  }

  explain(query: ExplainQuery): Promise<Explanation> {
    return this.#inTurn(() => this.#call('explain', query));
  }

  /** What the file holds; rejects for one that is no traffic database of this or an earlier version. */
  describe(): Promise<FileDescription> {
    return this.#inTurn(() => this.#call('describe', null));
  }

  /** False when the signal ended it; then, as after an error, there is no file. */
  exportTo(request: ExportRequest, { onProgress, signal }: ExportControl = {}): Promise<boolean> {
    return this.#inTurn(async () => {
      try {
        await this.#call('beginExport', request);
        for (;;) {
          if (signal?.aborted) {
            await this.#call('endExport', null);
            return false;
          }
          const { isDone, done } = await this.#call('stepExport', null);
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
    return this.#inTurn(() => this.#call('quickCheck', null));
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

  async #call<Method extends keyof QueryCalls>(
    method: Method,
    request: QueryCalls[Method]['request'],
  ): Promise<QueryCalls[Method]['response']> {
    this.#thread ??= this.#start();
    try {
      return await this.#thread.calls.call(method, request);
    } catch (error) {
      throw new StoreError(messageOf(error), { cause: error });
    }
  }

  #start(): Thread {
    const { queryWorkerPath, file, wasmPath } = this.#options;
    const workerData: QueryWorkerData = { file, wasmPath };
    const worker = new Worker(queryWorkerPath, { workerData, resourceLimits: workerLimits });
    const calls = new CallClient<QueryCalls>((message) => {
      worker.postMessage(message);
    });
    const ended = (reason: string): void => {
      if (this.#thread?.worker === worker) this.#thread = undefined;
      const message = `The thread of the statement ended (${reason}). Run it again.`;
      calls.close({ name: 'StoreError', message });
    };
    worker.on('message', (message: unknown) => calls.accept(message));
    worker.on('error', (error) => {
      ended(messageOf(error));
    });
    worker.on('exit', (code) => {
      ended(`exit code ${code}`);
    });
    return { worker, calls };
  }

  #end(reason: StoreError): Promise<unknown> {
    const thread = this.#thread;
    this.#thread = undefined;
    thread?.calls.close(reason);
    return thread?.worker.terminate() ?? Promise.resolve();
  }
}

function cancelled(): StoreError {
  return new StoreError('The statement was cancelled. Run it again for its result.');
}
