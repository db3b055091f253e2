import { randomUUID } from 'node:crypto';
import type { CommitBatch } from '../../domain/commitBatch';
import type { OtherCollector } from '../../protocol/collectingStatus';
import type { Compaction, FileMaintenance } from '../fileMaintenance';
import type { FileReport, OpenReport } from '../openReport';
import type { ServerSettings } from '../postgres/serverSettings';
import { QueryClient } from '../reader/queryClient';
import { asStoreError, StoreError } from '../storeError';
import type { StoreMaintenance, WaitingCommits } from '../storeMaintenance';
import type { TrafficReader, TrafficReads } from '../trafficReader';
import { trafficReads } from '../trafficReader';
import type { TrafficStore } from '../trafficStore';
import type { TrafficWriter } from '../trafficWriter';
import { trafficWrites } from '../trafficWriter';
import { remoteApi } from '../worker/remoteApi';
import { ServingThread, type SharedThreads } from '../worker/servingThread';
import { WorkerThread } from '../worker/workerThread';
import type { Saved, StoreCalls, StoreWorkerData, TeamWorkerData } from './storeCalls';

/** Where the threads of a store were built to, and how they work. */
interface StoreThreads {
  /** dist/storeWorker.js or dist/teamWorker.js */
  readonly workerPath: string;
  /** dist/queryWorker.js or dist/teamQueryWorker.js */
  readonly queryWorkerPath: string;
  /** The threads that it shares with other databases of the process; left out: threads of its own. */
  readonly threads?: SharedThreads | undefined;
  /** Closed hours are rolled up every so many hours; 1 when left out. */
  readonly rollupIntervalHours?: number;
}

/** Where a database file is and how it is opened. */
export interface StoreOptions extends StoreThreads {
  /** dist/sql-wasm.wasm */
  readonly wasmPath: string;
  readonly file: string;
  /** False where somebody named the file: a damaged one is refused then, and not set aside as in a folder of ours. */
  readonly isOwnFolder?: boolean;
}

/** Where a team's store is and how it is opened. */
export interface TeamStoreOptions extends StoreThreads {
  readonly settings: ServerSettings;
  /** Of files in which commits wait while the server is out of reach. */
  readonly spoolFolder: string;
}

/** Opens a database in a worker thread of its own. Rejects with a StoreError. */
export async function openStore(options: StoreOptions | TeamStoreOptions): Promise<TrafficStore> {
  const client = new StoreClient(options);
  await client.open();
  return client;
}

/** The thread with the database in it. */
interface Session {
  readonly thread: WorkerThread<StoreCalls>;
  /** The report of its last opening. */
  opened: Promise<OpenReport | FileReport>;
}

/**
 * A database in a worker thread. When the thread dies, what is under way rejects and the next call starts
 * another one on it; batches that were acknowledged and not yet on disk are then committed again.
 */
export class StoreClient implements TrafficStore {
  readonly name: string;
  readonly writer: TrafficWriter;
  readonly reader: TrafficReader;
  readonly maintenance: StoreMaintenance;
  readonly file: FileMaintenance | null;
  readonly #options: StoreOptions | TeamStoreOptions;
  readonly #owner = randomUUID();
  /** For statements of the user's own, of which one may never end. */
  readonly #queries: QueryClient;
  /** For what is shown. */
  readonly #views: QueryClient;
  #session: Session | undefined;
  #report: OpenReport | FileReport | undefined;
  #unsaved: readonly CommitBatch[] = [];
  #waiting: WaitingCommits | null = null;
  #closed = false;

  constructor(options: StoreOptions | TeamStoreOptions) {
    this.#options = options;
    this.name = 'file' in options ? options.file : options.settings.shown;
    // One that never ends must not end under other databases.
    this.#queries = new QueryClient({ ...options, threads: undefined });
    this.#views = new QueryClient(options);
    this.writer = this.#makeWriter();
    this.reader = this.#makeReader();
    this.maintenance = this.#makeMaintenance();
    this.file =
      'file' in options
        ? { compact: (signal) => this.#cancellable(this.#call('compact', []), signal) }
        : null;
  }

  /** Starts the worker. Rejects with a StoreError, and leaves no worker behind then. */
  async open(): Promise<void> {
    await this.#started();
  }

  /** When saving fails the worker stays, so that nothing is lost and it can be tried again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await Promise.all([this.#queries.close(), this.#views.close()]);
    try {
      await this.#call('close', []);
    } catch (error) {
      // A process that does not try again need not wait for it.
      this.#session?.thread.unref();
      throw error;
    }
    this.#closed = true;
    await this.#session?.thread.leave(this.#closedError);
  }

  #makeWriter(): TrafficWriter {
    return {
      ...remoteApi<Omit<TrafficWriter, 'commit' | 'otherCollector'>>(
        trafficWrites,
        (name, request) => this.#call(name, request),
      ),
      commit: (batch) => this.#commit(batch),
      otherCollector: () => this.#otherCollector(),
    };
  }

  /** What may take long is read in threads beside the one that commits. */
  #makeReader(): TrafficReader {
    const until = (signal?: AbortSignal): TrafficReads =>
      remoteApi<TrafficReads>(trafficReads, async (name, request) => {
        await this.#readyToRead();
        return this.#views.read(name, request, { signal });
      });
    return {
      ...until(),
      until,
      readSql: async (sql, limit, limits) => {
        await this.#readyToRead();
        return this.#queries.readSql(sql, limit, limits);
      },
      exportTo: async (request, control) => {
        await this.#readyToRead();
        return this.#inThreadOfItsOwn((client) => client.exportTo(request, control));
      },
    };
  }

  #makeMaintenance(): StoreMaintenance {
    const opened = (): OpenReport => this.#opened;
    const waiting = (): WaitingCommits | null => this.#waiting;
    return {
      get waiting() {
        return waiting();
      },
      get opened() {
        return opened();
      },
      setCollecting: (collects) => this.#call('setCollecting', [collects]),
      erase: async (erasure, signal) => {
        // What is not on the disk yet would be committed again behind it.
        await this.#flush();
        return this.#cancellable(this.#call('erase', [erasure]), signal);
      },
      check: () => this.#inThreadOfItsOwn((client) => client.quickCheck()),
      flush: () => this.#flush(),
    };
  }

  /** What the last opening found. */
  get #opened(): OpenReport | FileReport {
    if (!this.#report) throw new StoreError({ kind: 'not_open_yet' });
    return this.#report;
  }

  get #closedError(): StoreError {
    return new StoreError({ kind: 'database_closed', file: this.name });
  }

  async #commit(batch: CommitBatch): Promise<void> {
    const saved = await this.#call('commit', [batch]);
    this.#unsaved = [...this.#unsaved, batch];
    this.#forgetSaved(saved);
  }

  async #otherCollector(): Promise<OtherCollector | null> {
    const session = await this.#started();
    const { other, opened } = await this.#call('otherCollector', []);
    session.opened = Promise.resolve(opened);
    this.#report = opened;
    return other;
  }

  async #cancellable(compaction: Promise<Compaction>, signal?: AbortSignal): Promise<Compaction> {
    const cancel = (): void => {
      // Where the worker has ended there is nothing to cancel.
      this.#call('cancelCompaction', []).catch(() => undefined);
    };
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await compaction;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async #flush(): Promise<void> {
    this.#forgetSaved(await this.#call('flush', []));
  }

  /** So that it holds up neither collecting nor what is shown. */
  async #inThreadOfItsOwn<Result>(work: (client: QueryClient) => Promise<Result>): Promise<Result> {
    const client = new QueryClient({ ...this.#options, threads: undefined });
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  /** Where whole files are saved the last commits may not be in the file; when they cannot be, they are not seen. */
  async #readyToRead(): Promise<void> {
    await this.#started();
    const opened = this.#opened;
    if ('isPaged' in opened && !opened.isPaged) await this.#flush().catch(() => undefined);
  }

  async #call<Method extends keyof StoreCalls>(
    method: Method,
    request: StoreCalls[Method]['request'],
  ): Promise<StoreCalls[Method]['response']> {
    const { thread } = await this.#started();
    return thread.call(method, request);
  }

  /** The session, started if there is none, once its database is open. */
  async #started(): Promise<Session> {
    if (this.#closed) throw this.#closedError;
    const session = (this.#session ??= this.#start());
    try {
      this.#report = await session.opened;
      return session;
    } catch (error) {
      if (this.#session === session) this.#session = undefined;
      await session.thread.leave(asStoreError(error, (reason) => ({ kind: 'unexpected', reason })));
      throw error;
    }
  }

  #start(): Session {
    const { workerPath, threads } = this.#options;
    const data = this.#workerData();
    const thread: WorkerThread<StoreCalls> = new WorkerThread({
      thread: threads?.of(workerPath) ?? new ServingThread(workerPath),
      data,
      onEnd: (reason) => {
        if (this.#session?.thread === thread) this.#session = undefined;
        return new StoreError({ kind: 'worker_ended', reason });
      },
    });
    return { thread, opened: this.#openAndRestore(thread) };
  }

  #workerData(): StoreWorkerData | TeamWorkerData {
    const options = this.#options;
    const { rollupIntervalHours = 1 } = options;
    if ('settings' in options) {
      const { settings, spoolFolder } = options;
      return { settings, spoolFolder, rollupIntervalHours };
    }
    const { wasmPath, file, isOwnFolder = true } = options;
    return { wasmPath, file, owner: this.#owner, rollupIntervalHours, isOwnFolder };
  }

  async #openAndRestore(thread: WorkerThread<StoreCalls>): Promise<OpenReport | FileReport> {
    const opened = await thread.call('open', []);
    for (const batch of this.#unsaved) await thread.call('commit', [batch]);
    return opened;
  }

  #forgetSaved({ savedBatchId, waiting }: Saved): void {
    this.#waiting = waiting;
    this.#unsaved = this.#unsaved.filter(({ id }) => id > (savedBatchId ?? -Infinity));
  }
}
