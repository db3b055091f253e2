import { createHash } from 'node:crypto';
import type { BackfillBatch, CoveredSpan } from '../../domain/coveredSpan';
import type { CommitBatch } from '../../domain/commitBatch';
import { errorMessage } from '../../domain/errorMessage';
import type { RetentionRequest, RetentionStep } from '../../domain/retention';
import type { Session } from '../../domain/session';
import type { OtherCollector } from '../../protocol/collectingStatus';
import type { Compaction } from '../fileMaintenance';
import type { OpenReport } from '../openReport';
import { StoreError, storeFaultOf } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { Erasure, WaitingCommits } from '../storeMaintenance';
import type { WrittenStore } from '../writer/writtenStore';
import { SpoolFile } from './spoolFile';
import type { TeamDatabaseOptions } from './teamDatabase';
import { TeamDatabase } from './teamDatabase';

/** What passes, or is mended by somebody while a collector goes on: commits wait for it. */
const passing: ReadonlySet<StoreFault['kind']> = new Set<StoreFault['kind']>([
  ...(['host_unknown', 'server_refuses', 'server_unreachable', 'server_silent'] as const),
  ...(['server_not_ready', 'server_full', 'server_read_only', 'server_busy'] as const),
  ...(['connection_lost', 'server_disk_full', 'server_out_of_memory'] as const),
  ...(['tls_missing', 'tls_untrusted', 'tls_other_name', 'tls_failed'] as const),
  ...(['password_wrong', 'password_missing', 'not_admitted', 'no_such_database'] as const),
  ...(['no_rights', 'server_no_postgres'] as const),
]);

/** Of SQLSTATE: too few resources, somebody at work there, its machine, others in the way. */
const passingStates = /^(?:53|57|58|40)/;

export interface SpooledDatabaseOptions extends TeamDatabaseOptions {
  /** Of files in which commits wait. */
  readonly spoolFolder: string;
  /** How large such a file may become. */
  readonly mostSpoolBytes?: number;
}

/**
 * A target's part of a server, whose commits wait in a file while the server is out of reach, and are committed in order
 * when it answers. What was committed says the state that is stored: each commit that waits builds upon the one before.
 * Where another process has collected meanwhile, which has counted the same requests, they are forgotten.
 */
export class SpooledDatabase implements WrittenStore {
  readonly #inner: TeamDatabase;
  readonly #options: SpooledDatabaseOptions;
  #spool: SpoolFile | undefined;
  /** The last state that was committed or waits, once that is known; null: of a store that has none yet. */
  #state: string | null | undefined;
  #savedBatchId: number | undefined;
  /** Why commits cannot wait. */
  #unusable: readonly StoreFault[] = [];
  /** Why commits wait. */
  #fault: StoreFault | undefined;

  private constructor(inner: TeamDatabase, options: SpooledDatabaseOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  /** As TeamDatabase.open; where commits wait the server need not answer. Rejects with a StoreError. */
  static async open(options: SpooledDatabaseOptions): Promise<SpooledDatabase> {
    const inner = new TeamDatabase(options);
    const database = new SpooledDatabase(inner, options);
    database.#openSpool();
    try {
      await inner.connect();
    } catch (error) {
      if (database.#spool?.last && database.#mustWait(error)) return database;
      await database.close();
      throw error;
    }
    return database;
  }

  get opened(): OpenReport {
    const { opened } = this.#inner;
    return { ...opened, notices: [...opened.notices, ...this.#unusable] };
  }

  get savedBatchId(): number | undefined {
    return this.#savedBatchId;
  }

  get waiting(): WaitingCommits | null {
    const { path = '', count = 0 } = this.#spool ?? {};
    return count === 0 || !this.#fault ? null : { commits: count, path, fault: this.#fault };
  }

  async otherCollector(): Promise<OtherCollector | null> {
    try {
      const other = await this.#inner.otherCollector();
      if (other && !this.#waits) this.#state = undefined;
      return other;
    } catch (error) {
      if (this.#state !== undefined && this.#mustWait(error)) return null;
      throw error;
    }
  }

  setCollecting(collects: boolean): Promise<void> {
    return this.#inner.setCollecting(collects);
  }

  async loadState(): Promise<string | undefined> {
    // Whoever collected before may have left what waits.
    if (!this.#spool) this.#openSpool();
    try {
      this.#state = (await this.#inner.loadState()) ?? null;
      await this.#deliver(this.#state);
      this.#savedBatchId = this.#inner.savedBatchId;
    } catch (error) {
      const known = this.#spool?.last?.batch ?? null;
      if (known) this.#savedBatchId = known.id;
      this.#state = known ? known.state : this.#state;
      if (this.#state === undefined || !this.#mustWait(error)) throw error;
    }
    return this.#state ?? undefined;
  }

  async commit(batch: CommitBatch): Promise<void> {
    try {
      if (this.#waits) await this.#settle();
      await this.#inner.commit(batch);
    } catch (error) {
      const isAnew = storeFaultOf(error)?.kind === 'opened_anew';
      if (!this.#spool || this.#state === undefined) throw error;
      if (!isAnew && !this.#mustWait(error)) throw error;
      this.#spool.append({ before: digestOf(this.#state), batch });
      // A connection that was lost between two commits is made again, and what is stored is as it was left.
      if (isAnew) await this.#settle(batch);
    }
    this.#state = batch.state;
    this.#savedBatchId = batch.id;
  }

  coveredSpans(): Promise<readonly CoveredSpan[]> {
    return this.#settled(() => this.#inner.coveredSpans());
  }

  backfill(batch: BackfillBatch): Promise<readonly number[]> {
    return this.#settled(() => this.#inner.backfill(batch));
  }

  rollUp(now: number): Promise<void> {
    return this.#settled(() => this.#inner.rollUp(now));
  }

  retain(request: RetentionRequest): Promise<RetentionStep> {
    return this.#settled(() => this.#inner.retain(request));
  }

  startSession(name: string, at: number): Promise<Session> {
    return this.#inner.startSession(name, at);
  }

  endSession(name: string, at: number): Promise<Session> {
    return this.#inner.endSession(name, at);
  }

  async erase(erasure: Erasure, signal?: AbortSignal): Promise<Compaction> {
    const erased = await this.#settled(() => this.#inner.erase(erasure, signal));
    if (erased.outcome === 'compacted' && erasure.batch) {
      this.#state = erasure.batch.state;
      this.#savedBatchId = erasure.batch.id;
    }
    return erased;
  }

  /** Rejects while commits wait. */
  flush(): Promise<void> {
    return this.#settled(() => this.#inner.flush());
  }

  async close(): Promise<void> {
    // What cannot be delivered waits for the next process.
    await this.flush().catch(() => undefined);
    await this.#inner.close();
    this.#spool?.close();
    this.#spool = undefined;
  }

  get #waits(): boolean {
    return this.#spool?.last !== undefined;
  }

  async #settled<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#waits) await this.#settle();
    return work();
  }

  /** Commits what waits. @param own the last, of a caller who is told where it cannot be committed any more */
  async #settle(own?: CommitBatch): Promise<void> {
    try {
      const isDelivered = await this.#deliver((await this.#inner.loadState()) ?? null);
      if (isDelivered) return;
    } catch (error) {
      if (own && this.#mustWait(error)) return;
      if (!this.#mustWait(error) || !this.waiting) throw error;
      const { commits, path, fault } = this.waiting;
      const store = this.#options.settings.shown;
      throw new StoreError({ kind: 'commits_wait', store, commits, path, why: fault });
    }
    this.#state = undefined;
    const { shown: file } = this.#options.settings;
    throw new StoreError({ kind: 'opened_anew', file, notices: this.#inner.opened.notices });
  }

  /** Commits what waits and is not there yet; false where it builds upon another state than the one that is stored. */
  async #deliver(stored: string | null): Promise<boolean> {
    if (!this.#spool?.last) return true;
    const place = digestOf(stored);
    let fits = false;
    for (const { before, batch } of this.#spool.read()) {
      fits ||= before === place;
      if (fits) await this.#inner.commit(batch);
    }
    const { state } = this.#spool.last.batch;
    fits ||= digestOf(state) === place;
    this.#spool.clear();
    this.#fault = undefined;
    if (fits) this.#state = state;
    return fits;
  }

  #mustWait(error: unknown): boolean {
    const fault = storeFaultOf(error);
    if (fault?.kind === 'commits_wait') return true;
    if (!fault) return false;
    const isState = fault.kind === 'server_failed' && passingStates.test(fault.code ?? '');
    if (!isState && !passing.has(fault.kind)) return false;
    this.#fault = fault;
    return true;
  }

  /** Where there can be none, what cannot be committed is told at once, as without it. */
  #openSpool(): void {
    const { spoolFolder, settings, mostSpoolBytes } = this.#options;
    try {
      this.#spool = SpoolFile.open(spoolFolder, settings.shown, mostSpoolBytes);
      this.#unusable = [];
    } catch (error) {
      const reason = errorMessage(error);
      this.#unusable = [{ kind: 'spool_unusable', folder: spoolFolder, reason }];
    }
    const last = this.#spool?.last?.batch;
    if (last) [this.#state, this.#savedBatchId] = [last.state, last.id];
  }
}

/** Of a state that a commit builds upon. */
function digestOf(state: string | null): string {
  return state === null ? '' : createHash('sha256').update(state).digest('hex');
}
