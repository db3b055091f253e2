import type { BackfillBatch, CoveredSpan } from '../../domain/coveredSpan';
import type { CommitBatch } from '../../domain/commitBatch';
import type { RetentionRequest, RetentionStep } from '../../domain/retention';
import type { Session } from '../../domain/session';
import type { OtherCollector } from '../../protocol/collectingStatus';
import { quickCheck } from '../reader/quickCheck';
import { commitBatch } from '../commit/commitBatch';
import { writeBackfill } from '../commit/writeBackfill';
import { endSession, startSession } from '../commit/writeSession';
import type { StoreClock } from '../file/storeClock';
import { systemStoreClock } from '../file/storeClock';
import type { Compaction, FileMaintenance } from '../fileMaintenance';
import type { FileReport } from '../openReport';
import type { Erasure, StoreMaintenance } from '../storeMaintenance';
import { readCoveredSpans } from '../readModels/coveredSpans';
import { retain } from '../retention/retain';
import { rollUpAlone } from '../rollup/rollUp';
import { DatabaseAccess } from '../session/databaseAccess';
import type { SessionRequest } from '../session/writerRequests';
import { WriterRequests } from '../session/writerRequests';
import type { CheckpointRule } from '../session/pagedSession';
import { loadSqlEngine } from '../sqljs/sqlEngine';
import type { SqlJsConnection } from '../sqljs/sqlJsConnection';
import { stateText } from '../state/collectorState';
import { asStoreError, StoreError } from '../storeError';
import type { StoreWork } from '../storeFault';
import type { WrittenStore } from './writtenStore';

/** Where a database is, and what it needs to run. */
export interface TrafficDatabaseOptions {
  readonly file: string;
  /** The file sql-wasm.wasm. */
  readonly wasmPath: string;
  readonly clock?: StoreClock;
  /** Who opens it: the same again after its thread died. Left out, somebody new. */
  readonly owner?: string;
  readonly checkpoints?: CheckpointRule;
  /** Closed hours are rolled up every so many hours; 1 when left out. */
  readonly rollupIntervalHours?: number;
  /** False where somebody named the file: a damaged one is refused then, and not set aside as in a folder of ours. */
  readonly isOwnFolder?: boolean;
}

/** A target's database in this thread, as its one writer, or as a reader while another process writes it. */
export class TrafficDatabase implements WrittenStore, StoreMaintenance, FileMaintenance {
  readonly #access: DatabaseAccess;
  readonly #rollupHours: number;
  /** The term as the writer in which the state was last read. */
  #term: number;
  #closed = false;
  readonly #requests: WriterRequests;
  #isAnswering = false;

  protected constructor(access: DatabaseAccess, rollupHours: number) {
    this.#access = access;
    this.#rollupHours = rollupHours;
    this.#term = access.term;
    this.#requests = new WriterRequests(access.path, access.clock);
    access.onBeat(() => {
      void this.#answerRequests();
    });
  }

  /**
   * Opens the database of a file, or a new one where there is none. A damaged one in a folder of ours is set aside, with
   * a notice; while another process writes it, it is only read, also with a notice. Rejects with a StoreError for what
   * is no database of ours, one of a newer version, one that cannot be read, and a damaged one elsewhere.
   */
  static async open({
    wasmPath,
    clock = systemStoreClock,
    rollupIntervalHours = 1,
    ...options
  }: TrafficDatabaseOptions): Promise<TrafficDatabase> {
    const engine = await loadSqlEngine(wasmPath);
    const access = await DatabaseAccess.open({ ...options, engine, clock });
    return new TrafficDatabase(access, rollupIntervalHours);
  }

  get opened(): FileReport {
    return this.#access.report;
  }

  /** The id of the last batch that is on disk; undefined when none is, or another process writes them. */
  get savedBatchId(): number | undefined {
    return this.#access.savedBatchId;
  }

  otherCollector(): Promise<OtherCollector | null> {
    return this.#do('otherCollector', () => this.#access.otherWriter());
  }

  setCollecting(collects: boolean): Promise<void> {
    return this.#do('setCollecting', () => this.#access.stayWriter(collects));
  }

  async loadState(): Promise<string | undefined> {
    await this.#goOn();
    const state = await this.#write('loadState', (connection) =>
      stateText(connection, 'collector'),
    );
    this.#term = this.#access.term;
    return state;
  }

  async commit(batch: CommitBatch): Promise<void> {
    await this.#write('commit', (connection) => {
      // Writing itself may begin another term.
      if (this.#term !== this.#access.term) throw this.#openedAnew();
      commitBatch(connection, batch, this.#rollupHours);
    });
  }

  async coveredSpans(): Promise<readonly CoveredSpan[]> {
    await this.#goOn();
    return this.read('coveredSpans', readCoveredSpans);
  }

  backfill(batch: BackfillBatch): Promise<readonly number[]> {
    return this.#write('backfill', (connection) =>
      writeBackfill(connection, batch, this.#rollupHours),
    );
  }

  async rollUp(now: number): Promise<void> {
    await this.#write('rollUp', (connection) => {
      rollUpAlone(connection, now, this.#rollupHours);
    });
  }

  retain(request: RetentionRequest): Promise<RetentionStep> {
    return this.#write('retain', (connection) => retain(connection, request));
  }

  startSession(name: string, at: number): Promise<Session> {
    return this.#do('startSession', () => this.#ofWriter({ act: 'start', name, at }));
  }

  endSession(name: string, at: number): Promise<Session> {
    return this.#do('endSession', () => this.#ofWriter({ act: 'end', name, at }));
  }

  compact(signal?: AbortSignal): Promise<Compaction> {
    return this.#do('compact', () => this.#access.compact(signal));
  }

  erase(erasure: Erasure, signal?: AbortSignal): Promise<Compaction> {
    return this.#do('erase', () => this.#access.erase(erasure, this.#rollupHours, signal));
  }

  check(): Promise<string | null> {
    return this.read('check', quickCheck);
  }

  flush(): Promise<void> {
    return this.#access.flush();
  }

  /** When saving fails the database stays open, so that nothing is lost and it can be tried again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#access.close();
    this.#closed = true;
  }

  /** Does what is asked, or has the process do it that is the writer. */
  async #ofWriter(request: SessionRequest): Promise<Session> {
    const other = await this.#access.otherWriter();
    if (!other) return this.#mark(request);
    const answer = await this.#requests.ask(request);
    const { file } = this.opened;
    if (!answer) throw new StoreError({ kind: 'writer_silent', ...other, file });
    if (answer.fault) throw new StoreError(answer.fault);
    return answer.session;
  }

  async #mark({ act, name, at }: SessionRequest): Promise<Session> {
    const mark = act === 'start' ? startSession : endSession;
    const session = await this.#access.write((connection) => mark(connection, name, at));
    await this.#access.flush();
    return session;
  }

  /** What is not answered now is with the next beat, as far as somebody still waits for it. */
  async #answerRequests(): Promise<void> {
    if (this.#isAnswering) return;
    this.#isAnswering = true;
    try {
      await this.#requests.answerAll(async (request) => {
        try {
          return { session: await this.#mark(request) };
        } catch (error) {
          const { fault } = asStoreError(error, (reason) => ({ kind: 'unexpected', reason }));
          return { fault };
        }
      });
    } catch {
      // The folder cannot be read or written: whoever asked is told that there was no answer.
    } finally {
      this.#isAnswering = false;
    }
  }

  #openedAnew(): StoreError {
    const { file, notices } = this.opened;
    return new StoreError({ kind: 'opened_anew', file, notices });
  }

  /** Before a caller that fills the database without knowing its state makes its first call. */
  #goOn(): Promise<void> {
    return this.#do('goOn', () => this.#access.goOn());
  }

  /** Reads all of one commit; what `work` rejects with becomes a StoreError that says what was done, by its `name`. */
  protected read<Result>(
    name: StoreWork,
    work: (connection: SqlJsConnection) => Result,
  ): Promise<Result> {
    return this.#do(name, () => this.#access.read(work));
  }

  #write<Result>(name: StoreWork, work: (connection: SqlJsConnection) => Result): Promise<Result> {
    return this.#do(name, () => this.#access.write(work));
  }

  /** What `work` rejects with becomes a StoreError. */
  async #do<Result>(name: StoreWork, work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) {
      throw new StoreError({ kind: 'database_closed', file: this.opened.file });
    }
    try {
      return await work();
    } catch (error) {
      const { file } = this.opened;
      throw asStoreError(error, (reason) => ({ kind: 'work_failed', work: name, file, reason }));
    }
  }
}
