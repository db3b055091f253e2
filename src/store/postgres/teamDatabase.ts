import type { BackfillBatch, CoveredSpan } from '../../domain/coveredSpan';
import type { CommitBatch } from '../../domain/commitBatch';
import type { RetentionRequest, RetentionStep } from '../../domain/retention';
import type { Session } from '../../domain/session';
import { toSeconds } from '../../domain/time';
import type { OtherCollector } from '../../protocol/collectingStatus';
import { commitBatch } from '../commit/commitBatch';
import { writeBackfill } from '../commit/writeBackfill';
import { endSession, startSession } from '../commit/writeSession';
import { eraseInPlace } from '../erasure/erasure';
import type { Compaction } from '../fileMaintenance';
import type { StoreClock } from '../file/storeClock';
import { systemStoreClock } from '../file/storeClock';
import type { OpenReport } from '../openReport';
import { readCoveredSpans } from '../readModels/coveredSpans';
import { retain, usedBytes } from '../retention/retain';
import { rollUpAlone } from '../rollup/rollUp';
import { stateNumber, stateText } from '../state/collectorState';
import { asStoreError, StoreError } from '../storeError';
import type { Erasure } from '../storeMaintenance';
import type { StoreWork } from '../storeFault';
import type { WrittenStore } from '../writer/writtenStore';
import type { Network } from './network';
import { dropPartitions, makePartitions } from './partitions';
import type { ServerSettings } from './serverSettings';
import { holderOf, leaveRight, takeRight } from './writersRight';
import type { TargetConnection } from './targetConnection';
import { openToWrite } from './targetConnection';

/** How often somebody who waits for the right to collect asks for it, ms: well within ten seconds. */
export const beatMs = 3000;

/** A server that was waited for in vain is not tried again for so many times as long: others wait for this thread. */
const patience = 5;

export interface TeamDatabaseOptions {
  readonly settings: ServerSettings;
  readonly network: Network;
  readonly clock?: StoreClock;
  /** Closed hours are rolled up every so many hours; 1 when left out. */
  readonly rollupIntervalHours?: number;
}

/** The right to collect into a target, which ends with the connection. */
interface Right {
  /** Counts how often it was taken: what was read in an earlier term may be out of date. */
  readonly term: number;
}

/**
 * A target's part of a server, in this thread: as the one process that collects into it, or as one that waits for that
 * right. A connection that was lost is opened again by the next call. What is under way then rejects, and whether it was
 * committed is said by the state that is read next.
 */
export class TeamDatabase implements WrittenStore {
  readonly #settings: ServerSettings;
  readonly #network: Network;
  readonly #clock: StoreClock;
  readonly #rollupHours: number;
  #connection: TargetConnection | undefined;
  #right: Right | undefined;
  #terms = 0;
  /** The term in which the state was last read. */
  #stateTerm = 0;
  #savedBatchId: number | undefined;
  #staysWriter = true;
  #hasWritten = false;
  #report: OpenReport = { created: false, notices: [], recovered: false };
  #cancelBeat: (() => void) | undefined;
  /** Why there is no connection, and until when none is tried. */
  #failed: { readonly error: unknown; readonly until: number } | undefined;
  #closed = false;

  /** Nothing is connected to before `connect` or a call. */
  constructor(options: TeamDatabaseOptions) {
    this.#settings = options.settings;
    this.#network = options.network;
    this.#clock = options.clock ?? systemStoreClock;
    this.#rollupHours = options.rollupIntervalHours ?? 1;
  }

  /**
   * Connects, brings the schema to this version, and takes the right to collect where nobody has it; otherwise a notice
   * says who does. Rejects with a StoreError; later calls and the beat connect again.
   */
  connect(): Promise<void> {
    this.#planBeat();
    return this.#do('goOn', () => {
      this.#tryRight(this.#connected());
    });
  }

  get opened(): OpenReport {
    return this.#report;
  }

  /** The id of the last batch that is stored; undefined when none is, or another process writes them. */
  get savedBatchId(): number | undefined {
    return this.#savedBatchId;
  }

  otherCollector(): Promise<OtherCollector | null> {
    return this.#do('otherCollector', () => {
      const connection = this.#connected();
      if (this.#right || (this.#staysWriter && this.#tryRight(connection))) return null;
      return holderOf(connection);
    });
  }

  /** Nobody else collects while this process stays the writer; otherwise it leaves that to others once it writes nothing. */
  setCollecting(collects: boolean): Promise<void> {
    return this.#do('setCollecting', () => {
      this.#staysWriter = collects;
      if (collects) this.#tryRight(this.#connected());
    });
  }

  loadState(): Promise<string | undefined> {
    return this.#write('loadState', (connection, { term }) => {
      this.#savedBatchId = stateNumber(connection, 'batch_id');
      const state = stateText(connection, 'collector');
      this.#stateTerm = term;
      return state;
    });
  }

  commit(batch: CommitBatch): Promise<void> {
    return this.#write('commit', (connection, { term }) => {
      // Another process may have collected meanwhile.
      if (this.#stateTerm !== term) throw this.#openedAnew();
      connection.transaction(() => {
        makePartitions(connection, batch);
        commitBatch(connection, batch, this.#rollupHours);
      });
      this.#savedBatchId = batch.id;
    });
  }

  coveredSpans(): Promise<readonly CoveredSpan[]> {
    return this.#do('coveredSpans', () => readCoveredSpans(this.#connected()));
  }

  backfill(batch: BackfillBatch): Promise<readonly number[]> {
    return this.#write('backfill', (connection) => {
      return connection.transaction(() => {
        makePartitions(connection, batch);
        return writeBackfill(connection, batch, this.#rollupHours);
      });
    });
  }

  rollUp(now: number): Promise<void> {
    return this.#write('rollUp', (connection) => {
      rollUpAlone(connection, now, this.#rollupHours);
    });
  }

  retain(request: RetentionRequest): Promise<RetentionStep> {
    // A limit of size is a file's: targets that share a server's disk do not know of each other.
    const policy = { ...request.policy, maxSizeMb: 0 };
    return this.#write('retain', (connection) =>
      retain(connection, { ...request, policy }, dropPartitions),
    );
  }

  /** Whoever collects meanwhile: it is one row, and a server takes those of several processes. */
  startSession(name: string, at: number): Promise<Session> {
    return this.#do('startSession', () => {
      const connection = this.#connected();
      return connection.transaction(() => startSession(connection, name, at));
    });
  }

  endSession(name: string, at: number): Promise<Session> {
    return this.#do('endSession', () => {
      const connection = this.#connected();
      return connection.transaction(() => endSession(connection, name, at));
    });
  }

  /** In one transaction, which the signal ends only before it begins. */
  erase(erasure: Erasure, signal?: AbortSignal): Promise<Compaction> {
    return this.#write('erase', (connection) => {
      const bytesBefore = usedBytes(connection);
      if (signal?.aborted) {
        return { outcome: 'cancelled', bytesBefore, bytesAfter: bytesBefore };
      }
      connection.transaction(() => {
        eraseInPlace(connection, erasure, this.#rollupHours);
      });
      this.#savedBatchId = stateNumber(connection, 'batch_id');
      return { outcome: 'compacted', bytesBefore, bytesAfter: usedBytes(connection) };
    });
  }

  /** A commit is on the server's disk when it resolves. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#cancelBeat?.();
    try {
      // Without waiting for the server to notice that the session has ended.
      if (this.#right && this.#connection) leaveRight(this.#connection);
    } catch {
      // It ends with the session.
    }
    this.#drop();
    return Promise.resolve();
  }

  #openedAnew(): StoreError {
    const { shown: file } = this.#settings;
    return new StoreError({ kind: 'opened_anew', file, notices: this.#report.notices });
  }

  /** What writes does so as the only one who does: the right ends with the connection, so no other can have it by then. */
  #write<Result>(
    name: StoreWork,
    work: (connection: TargetConnection, right: Right) => Result,
  ): Promise<Result> {
    return this.#do(name, () => {
      const connection = this.#connected();
      const right = this.#right ?? this.#tryRight(connection);
      if (!right) throw new StoreError(this.#collectedElsewhere(connection));
      this.#hasWritten = true;
      return work(connection, right);
    });
  }

  #tryRight(connection: TargetConnection): Right | undefined {
    if (this.#right) return this.#right;
    if (takeRight(connection)) {
      this.#terms += 1;
      this.#right = { term: this.#terms };
    }
    const notices = this.#right ? [] : [this.#collectedElsewhere(connection)];
    this.#report = { ...this.#report, notices };
    return this.#right;
  }

  #collectedElsewhere(connection: TargetConnection): {
    readonly kind: 'store_collected_elsewhere';
    readonly store: string;
    readonly collector: string | null;
  } {
    const holder = holderOf(connection);
    return {
      kind: 'store_collected_elsewhere',
      store: this.#settings.shown,
      collector: holder && `process ${holder.process} on ${holder.host}`,
    };
  }

  #connected(): TargetConnection {
    if (this.#connection) return this.#connection;
    const begun = this.#clock.elapsed();
    if (this.#failed && begun < this.#failed.until) throw this.#failed.error;
    try {
      const now = toSeconds(this.#clock.now());
      const { connection, created } = openToWrite(this.#network, this.#settings, now);
      this.#connection = connection;
      this.#report = { ...this.#report, created };
      return connection;
    } catch (error) {
      const now = this.#clock.elapsed();
      this.#failed = { error, until: now + patience * (now - begun) };
      throw error;
    }
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#right = undefined;
  }

  #planBeat(): void {
    if (this.#closed) return;
    this.#cancelBeat = this.#clock.after(beatMs, () => {
      this.#beat();
      this.#planBeat();
    });
  }

  /** Takes the right where nobody has it any more, or leaves it to others while nothing is to be collected here. */
  #beat(): void {
    try {
      if (this.#staysWriter) this.#tryRight(this.#connected());
      else if (this.#right && this.#connection && !this.#hasWritten) {
        leaveRight(this.#connection);
        this.#right = undefined;
        this.#report = {
          ...this.#report,
          notices: [{ kind: 'store_left_to_others', store: this.#settings.shown }],
        };
      }
      this.#hasWritten = false;
    } catch {
      // The next call or beat connects again, and a call says what is wrong.
      if (this.#connection?.hasEnded) this.#drop();
    }
  }

  /** What `work` throws becomes a StoreError; a connection that is lost is left. */
  async #do<Result>(name: StoreWork, work: () => Result): Promise<Result> {
    const { shown: file } = this.#settings;
    if (this.#closed) throw new StoreError({ kind: 'database_closed', file });
    try {
      return await Promise.resolve(work());
    } catch (error) {
      if (this.#connection?.hasEnded) this.#drop();
      throw asStoreError(error, (reason) => ({ kind: 'work_failed', work: name, file, reason }));
    }
  }
}
