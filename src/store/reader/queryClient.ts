import { rmSync } from 'node:fs';
import { startLongTimer } from '../../domain/longTimer';
import type { TimeWindow } from '../../domain/range';
import type { ResultTable } from '../../domain/resultTable';
import type { Finding } from '../check/finding';
import type { ExportControl, ExportRequest } from '../export/exportRequest';
import { unfinishedPath } from '../export/unfinishedFile';
import type { FileDescription } from './describeFile';
import type { StoredTarget } from '../postgres/storedTargets';
import { StoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { QueryLimits, TrafficReads } from '../trafficReader';
import { trafficReads } from '../trafficReader';
import type { CallsOf } from '../worker/remoteApi';
import { remoteApi } from '../worker/remoteApi';
import { ServingThread, type SharedThreads } from '../worker/servingThread';
import { WorkerThread } from '../worker/workerThread';
import type { QueryWorkerData, TeamQueryCalls, TeamQueryWorkerData } from './queryCalls';

/** What is read, and where its worker was built to. */
export type QueryClientOptions = (FileSource | ServerSource) & {
  /** dist/queryWorker.js or dist/teamQueryWorker.js */
  readonly queryWorkerPath: string;
  /** The threads that reads share with those of other databases; left out: a thread of its own. */
  readonly threads?: SharedThreads | undefined;
};

type FileSource = Omit<QueryWorkerData, 'cancelled'>;
type ServerSource = Omit<TeamQueryWorkerData, 'cancelled'>;

const standardTimeoutMs = 10_000;

/**
 * The longest that a read of ours may take, ms. The benchmark holds the longest one to a second; a cold disk or a busy
 * machine may take tens of times that. Beyond it something is wrong, and all that is shown waits behind it.
 */
const readTimeoutMs = 60_000;

/** A thread, and the flag that says that nobody waits any more. */
interface RunningThread {
  readonly calls: WorkerThread<TeamQueryCalls>;
  readonly cancelled: Int32Array;
}

/** What ends a call before it is answered. */
interface CallLimits {
  readonly timeoutMs: number;
  /** What took too long. */
  readonly late: StoreFault;
  readonly signal: AbortSignal | undefined;
  /** The signal was given while the call is under way. */
  readonly cancel: () => void;
  readonly cancelled: StoreFault;
}

/**
 * Runs statements that only read in a worker thread of their own, one at a time, so that none holds up
 * collecting. One that takes too long ends with its thread; the next gets another. Rejects with a StoreError.
 */
export class QueryClient {
  readonly reads: TrafficReads = this.until();
  /** For people: the path of the file, or the address of the server. */
  readonly name: string;
  readonly #options: QueryClientOptions;
  #thread: RunningThread | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: QueryClientOptions) {
    this.#options = options;
    this.name = 'file' in options ? options.file : options.settings.shown;
  }

  /** The reads of a store. Once the signal is given, none is begun, and one under way ends before its next statement. */
  until(signal?: AbortSignal): TrafficReads {
    return remoteApi<TrafficReads>(trafficReads, (name, request) =>
      this.read(name, request, { signal }),
    );
  }

  /**
   * At most `limit` rows of a statement, in which :from and :to are those of a window; its time counts from when it is its
   * turn. It is cancelled with its thread.
   */
  readSql(
    sql: string,
    limit: number,
    { window, ...limits }: QueryLimits & { readonly window?: TimeWindow } = {},
  ): Promise<ResultTable> {
    const { timeoutMs = standardTimeoutMs, signal } = limits;
    const cancelled: StoreFault = { kind: 'statement_canceled' };
    return this.#limitedCall('readSql', [sql, limit, window], {
      timeoutMs,
      late: { kind: 'statement_timeout', seconds: timeoutMs / 1000 },
      signal,
      cancel: () => {
        void this.#end(new StoreError(cancelled));
      },
      cancelled,
    });
  }

  /** One of the reads of a store, by its name; its time counts from when it is its turn. */
  read<Name extends keyof TrafficReads>(
    name: Name,
    request: CallsOf<TrafficReads>[Name]['request'],
    limits: QueryLimits = {},
  ): Promise<CallsOf<TrafficReads>[Name]['response']> {
    const what = { read: name, file: this.name };
    const { timeoutMs = readTimeoutMs, signal } = limits;
    return this.#limitedCall(name, request, {
      timeoutMs,
      late: { kind: 'read_timeout', ...what, seconds: timeoutMs / 1000 },
      signal,
      cancel: this.#cancel,
      cancelled: { kind: 'read_canceled', ...what },
    });
  }

  /** Why the last read left out the sidecar; null when it did not. */
  leftOut(): Promise<StoreFault | null> {
    return this.#inTurn(() => this.#call('leftOut', []));
  }

  /** What the file holds; rejects for one that is no traffic database of this or an earlier version. */
  describe(): Promise<FileDescription> {
    const file = this.name;
    return this.#limitedCall('describe', [], {
      timeoutMs: readTimeoutMs,
      late: { kind: 'look_timeout', file, seconds: readTimeoutMs / 1000 },
      signal: undefined,
      cancel: this.#cancel,
      cancelled: { kind: 'look_canceled', file },
    });
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

  /** What does not add up in a team's store; empty when all is well. A file's is checkDatabaseFile's. */
  findings(): Promise<readonly Finding[]> {
    return this.#inTurn(() => this.#call('findings', []));
  }

  /** The targets of the workspace of a team's store, whichever of them it is read of. */
  targets(): Promise<readonly StoredTarget[]> {
    return this.#inTurn(() => this.#call('targets', []));
  }

  /** Leaves its thread; what is under way rejects. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.calls.leave(new StoreError({ kind: 'database_closed', file: this.name }));
  }

  /** Ends a read of ours before its next statement. */
  readonly #cancel = (): void => {
    if (this.#thread) Atomics.store(this.#thread.cancelled, 0, 1);
  };

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #limitedCall<Method extends keyof TeamQueryCalls>(
    method: Method,
    request: TeamQueryCalls[Method]['request'],
    { timeoutMs, late, signal, cancel, cancelled }: CallLimits,
  ): Promise<TeamQueryCalls[Method]['response']> {
    return this.#inTurn(async () => {
      if (signal?.aborted) throw new StoreError(cancelled);
      const call = this.#call(method, request);
      const cancelTimer = startLongTimer(() => {
        void this.#end(new StoreError(late));
      }, timeoutMs);
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        const answer = await call;
        if (!signal?.aborted) return answer;
      } catch (error) {
        if (!signal?.aborted) throw error;
      } finally {
        cancelTimer();
        signal?.removeEventListener('abort', cancel);
      }
      throw new StoreError(cancelled);
    });
  }

  #call<Method extends keyof TeamQueryCalls>(
    method: Method,
    request: TeamQueryCalls[Method]['request'],
  ): Promise<TeamQueryCalls[Method]['response']> {
    const { calls, cancelled } = (this.#thread ??= this.#start());
    Atomics.store(cancelled, 0, 0);
    return calls.call(method, request);
  }

  #start(): RunningThread {
    const options = this.#options;
    const { queryWorkerPath, threads } = options;
    const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const data: QueryWorkerData | TeamQueryWorkerData =
      'file' in options
        ? { file: options.file, wasmPath: options.wasmPath, cancelled }
        : { settings: options.settings, cancelled };
    const calls = new WorkerThread<TeamQueryCalls>({
      thread: threads?.of(queryWorkerPath) ?? new ServingThread(queryWorkerPath),
      data,
      onEnd: (reason) => {
        if (this.#thread === thread) this.#thread = undefined;
        return new StoreError({ kind: 'statement_thread_ended', reason });
      },
    });
    const thread = { calls, cancelled: new Int32Array(cancelled) };
    return thread;
  }

  async #end(reason: StoreError): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.calls.end(reason);
  }
}
