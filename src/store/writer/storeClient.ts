import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { BackfillBatch, CoveredSpan } from '../../domain/backfill';
import type { CollectionEvent, CommitBatch } from '../../domain/commitBatch';
import type { ResultTable } from '../../domain/resultTable';
import type { RetentionRequest, RetentionStep } from '../../domain/retention';
import type { OtherCollector } from '../../protocol/collectingStatus';
import type { DashboardCharts, DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { Explanation, ExplainQuery } from '../../protocol/explanation';
import type {
  ErrorGroupWithEvents,
  ServerRestarts,
  TimeSpan,
  TopEndpoint,
  TrafficSummary,
} from '../../protocol/readModels';
import { CallClient } from '../../protocol/remoteCall';
import type { ExportControl, ExportRequest } from '../export/exportRequest';
import type { NamedQuery } from '../reader/namedQueries';
import { QueryClient } from '../reader/queryClient';
import type { Saved, StoreCalls, StoreWorkerData } from './storeCalls';
import { messageOf, StoreError } from '../storeError';
import type { Compaction, OpenReport, QueryLimits, TrafficStore } from '../trafficStore';
import { workerLimits } from '../worker/workerLimits';

/** Where the database is and where the parts of the store were built to. */
export interface StoreOptions {
  /** dist/storeWorker.js */
  readonly workerPath: string;
  /** dist/queryWorker.js */
  readonly queryWorkerPath: string;
  /** dist/sql-wasm.wasm */
  readonly wasmPath: string;
  readonly file: string;
  /** Closed hours are rolled up every so many hours; 1 when left out. */
  readonly rollupIntervalHours?: number;
  /** False where somebody named the file: a damaged one is refused then, and not set aside as in a folder of ours. */
  readonly isOwnFolder?: boolean;
}

/** Opens a database in a worker thread of its own. Rejects with a StoreError. */
export async function openStore(options: StoreOptions): Promise<TrafficStore> {
  const client = new StoreClient(options);
  await client.open();
  return client;
}

/** A worker thread with the database in it, and the calls that are under way to it. */
interface Session {
  readonly worker: Worker;
  readonly calls: CallClient<StoreCalls>;
  /** The report of its last opening. */
  opened: Promise<OpenReport>;
}

/**
 * A database in a worker thread. When the thread dies, what is under way rejects and the next call starts
 * another one on the file; batches that were acknowledged and not yet on disk are then committed again.
 */
export class StoreClient implements TrafficStore {
  readonly #options: StoreOptions;
  readonly #owner = randomUUID();
  /** For statements of the user's own, of which one may never end. */
  readonly #queries: QueryClient;
  /** For what the dashboard shows. */
  readonly #views: QueryClient;
  #session: Session | undefined;
  #report: OpenReport | undefined;
  #unsaved: readonly CommitBatch[] = [];
  #closed = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#queries = new QueryClient(options);
    this.#views = new QueryClient(options);
  }

  /** What the last opening found. */
  get opened(): OpenReport {
    if (!this.#report) throw new StoreError('The database is not open yet. Wait for it to open.');
    return this.#report;
  }

  /** Starts the worker. Rejects with a StoreError, and leaves no worker behind then. */
  async open(): Promise<void> {
    await this.#started();
  }

  async otherCollector(): Promise<OtherCollector | null> {
    const session = await this.#started();
    const { other, opened } = await this.#call('otherCollector', null);
    session.opened = Promise.resolve(opened);
    this.#report = opened;
    return other;
  }

  async setCollecting(collects: boolean): Promise<void> {
    await this.#call('setCollecting', collects);
  }

  async loadState(): Promise<string | undefined> {
    return (await this.#call('loadState', null)) ?? undefined;
  }

  async commit(batch: CommitBatch): Promise<void> {
    const saved = await this.#call('commit', batch);
    this.#unsaved = [...this.#unsaved, batch];
    this.#forgetSaved(saved);
  }

  coveredSpans(): Promise<readonly CoveredSpan[]> {
    return this.#call('coveredSpans', null);
  }

  backfill(batch: BackfillBatch): Promise<readonly number[]> {
    return this.#call('backfill', batch);
  }

  async rollUp(now: number): Promise<void> {
    await this.#call('rollUp', now);
  }

  retain(request: RetentionRequest): Promise<RetentionStep> {
    return this.#call('retain', request);
  }

  summary(span: TimeSpan): Promise<TrafficSummary> {
    return this.#call('summary', span);
  }

  topEndpoints(span: TimeSpan, limit: number): Promise<readonly TopEndpoint[]> {
    return this.#call('topEndpoints', { span, limit });
  }

  errorGroups(span: TimeSpan, limit: number): Promise<readonly ErrorGroupWithEvents[]> {
    return this.#call('errorGroups', { span, limit });
  }

  restarts(span: TimeSpan): Promise<ServerRestarts> {
    return this.#call('restarts', span);
  }

  charts(query: DashboardQuery): Promise<DashboardCharts> {
    return this.#readBeside((views) => views.charts(query));
  }

  dashboard(query: DashboardQuery): Promise<DashboardData> {
    return this.#readBeside((views) => views.dashboard(query));
  }

  explain(query: ExplainQuery): Promise<Explanation> {
    return this.#readBeside((views) => views.explain(query));
  }

  async addEvent(event: CollectionEvent): Promise<void> {
    await this.#call('addEvent', event);
  }

  query(name: NamedQuery, now: number): Promise<ResultTable> {
    return this.#readBeside((views) => views.query(name, now));
  }

  async readSql(sql: string, limit: number, limits?: QueryLimits): Promise<ResultTable> {
    await this.#readyToRead();
    return this.#queries.readSql(sql, limit, limits);
  }

  /** In a thread of its own, so that it holds up neither collecting nor statements. */
  async check(): Promise<string | null> {
    const client = new QueryClient(this.#options);
    try {
      return await client.quickCheck();
    } finally {
      await client.close();
    }
  }

  /** In a thread of its own, as a check is. */
  async exportTo(request: ExportRequest, control?: ExportControl): Promise<boolean> {
    await this.#readyToRead();
    const client = new QueryClient(this.#options);
    try {
      return await client.exportTo(request, control);
    } finally {
      await client.close();
    }
  }

  async compact(signal?: AbortSignal): Promise<Compaction> {
    const compaction = this.#call('compact', null);
    const cancel = (): void => {
      // Where the worker has ended there is nothing to cancel.
      this.#call('cancelCompaction', null).catch(() => undefined);
    };
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await compaction;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async flush(): Promise<void> {
    this.#forgetSaved(await this.#call('flush', null));
  }

  /** When saving fails the worker stays, so that nothing is lost and it can be tried again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await Promise.all([this.#queries.close(), this.#views.close()]);
    try {
      await this.#call('close', null);
    } catch (error) {
      // A process that does not try again need not wait for it.
      this.#session?.worker.unref();
      throw error;
    }
    this.#closed = true;
    await this.#session?.worker.terminate();
  }

  /** What may take long is read in a thread beside the one that commits. */
  async #readBeside<Result>(read: (views: QueryClient) => Promise<Result>): Promise<Result> {
    await this.#readyToRead();
    return read(this.#views);
  }

  /** Where whole files are saved the last commits may not be in the file; when they cannot be, they are not seen. */
  async #readyToRead(): Promise<void> {
    await this.#started();
    if (!this.opened.isPaged) await this.flush().catch(() => undefined);
  }

  async #call<Method extends keyof StoreCalls>(
    method: Method,
    request: StoreCalls[Method]['request'],
  ): Promise<StoreCalls[Method]['response']> {
    const { calls } = await this.#started();
    try {
      return await calls.call(method, request);
    } catch (error) {
      throw new StoreError(messageOf(error), { cause: error });
    }
  }

  /** The session, started if there is none, once its database is open. */
  async #started(): Promise<Session> {
    if (this.#closed) {
      throw new StoreError(`The database ${this.#options.file} is closed. Open it again.`);
    }
    const session = (this.#session ??= this.#start());
    try {
      this.#report = await session.opened;
      return session;
    } catch (error) {
      if (this.#session === session) this.#session = undefined;
      await session.worker.terminate();
      throw new StoreError(messageOf(error), { cause: error });
    }
  }

  #start(): Session {
    const { workerPath, wasmPath, file } = this.#options;
    const { rollupIntervalHours = 1, isOwnFolder = true } = this.#options;
    const owner = this.#owner;
    const workerData: StoreWorkerData = {
      ...{ wasmPath, file, owner },
      ...{ rollupIntervalHours, isOwnFolder },
    };
    const worker = new Worker(workerPath, { workerData, resourceLimits: workerLimits });
    const calls = new CallClient<StoreCalls>((message) => {
      worker.postMessage(message);
    });
    const end = (reason: string): void => {
      if (this.#session?.worker === worker) this.#session = undefined;
      const message = `The database's worker ended (${reason}). Try again: that starts a new one.`;
      calls.close({ name: 'StoreError', message });
    };
    worker.on('message', (message: unknown) => calls.accept(message));
    worker.on('error', (error) => {
      end(messageOf(error));
    });
    worker.on('exit', (code) => {
      end(`exit code ${code}`);
    });
    return { worker, calls, opened: this.#openAndRestore(calls) };
  }

  async #openAndRestore(calls: CallClient<StoreCalls>): Promise<OpenReport> {
    const opened = await calls.call('open', null);
    for (const batch of this.#unsaved) await calls.call('commit', batch);
    return opened;
  }

  #forgetSaved({ savedBatchId }: Saved): void {
    this.#unsaved = this.#unsaved.filter(({ id }) => id > (savedBatchId ?? -Infinity));
  }
}
