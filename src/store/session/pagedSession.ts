import { rmSync } from 'node:fs';
import { compactedCopy } from '../compaction/compactedCopy';
import type { CopyOptions } from '../compaction/compactedCopy';
import { everyRow } from '../compaction/copyRows';
import { freeSpace } from '../compaction/freeSpace';
import { stateNumber } from '../state/collectorState';
import { closeBroken, SqlJsConnection } from '../sqljs/sqlJsConnection';
import type { SqlEngine } from '../sqljs/sqlEngine';
import type { Connection } from '../database/connection';
import { totalChanges } from '../database/totalChanges';
import type { DatabaseFile } from '../file/databaseFile';
import { fileError } from '../file/fileError';
import { refuseUnfinishedJournal, unfinishedJournal } from '../file/nativeJournal';
import { fileGone } from '../file/fileGone';
import { PageImage } from '../file/pageImage';
import type { PagedFile } from '../file/pagedFile';
import { sidecarPath } from '../file/sidecar';
import type { StoreClock } from '../file/storeClock';
import type { WriteLock } from '../file/writeLock';
import { lockPath } from '../file/writeLock';
import { StoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { Compaction } from '../fileMaintenance';
import type { Erasure } from '../storeMaintenance';
import { copyWithout, finishErasure } from '../erasure/erasure';
import type { DatabaseSession, SessionFault } from './databaseSession';

/** When the sidecar is brought into the database file: after so many frames, or this long after the last time. */
export interface CheckpointRule {
  readonly frames: number;
  readonly milliseconds: number;
}

export const standardCheckpoints: CheckpointRule = { frames: 4000, milliseconds: 30 * 60_000 };

/** What a PagedSession works with; it closes them all. */
export interface PagedSessionParts {
  readonly file: DatabaseFile;
  readonly engine: SqlEngine;
  readonly connection: SqlJsConnection;
  readonly pages: PagedFile;
  readonly lock: WriteLock;
  readonly clock: StoreClock;
  readonly checkpoints: CheckpointRule;
}

/** What another file that takes the place of this one has in it. */
type Rewriting = Pick<CopyOptions, 'rule' | 'finish'>;

/** The database as its one writer has it: a write is on the disk when it resolves, and costs the pages it changed. */
export class PagedSession implements DatabaseSession {
  readonly #parts: PagedSessionParts;
  #connection: SqlJsConnection;
  #checkpointAt: number;
  #savedBatchId: number | undefined;
  #fault: SessionFault | undefined;
  /** Set while a compaction runs; never rejects. */
  #compacted: Promise<unknown> | undefined;
  #stopCompaction = new AbortController();

  constructor(parts: PagedSessionParts) {
    this.#parts = parts;
    this.#connection = parts.connection;
    this.#checkpointAt = parts.clock.elapsed();
    this.#savedBatchId = stateNumber(parts.connection, 'batch_id');
  }

  get fault(): SessionFault | undefined {
    return this.#fault;
  }

  get savedBatchId(): number | undefined {
    return this.#savedBatchId;
  }

  read<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    return settled(() => {
      this.#checkPlace();
      return this.#run(work);
    });
  }

  async write<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    while (this.#compacted) await this.#compacted;
    // What could not be written before comes first; when it still cannot be, nothing is added to it.
    this.#commit();
    const { pages } = this.#parts;
    const before = totalChanges(this.#connection);
    const result = this.#run(work);
    const wrote = pages.isDirty;
    this.#commit();
    if (!wrote && totalChanges(this.#connection) > before) {
      throw this.#failed('hook', { kind: 'write_lost' });
    }
    return result;
  }

  async compact(signal?: AbortSignal): Promise<Compaction> {
    while (this.#compacted) await this.#compacted;
    const { bytes, isMuch } = this.#run(freeSpace);
    if (!isMuch) return { bytesBefore: bytes, bytesAfter: bytes, outcome: 'not needed' };
    return this.#rewrite({ rule: everyRow, finish: () => undefined }, signal);
  }

  async erase(erasure: Erasure, rollupHours: number, signal?: AbortSignal): Promise<Compaction> {
    while (this.#compacted) await this.#compacted;
    const finish = (copy: Connection): void => {
      finishErasure(copy, erasure, rollupHours);
    };
    const erased = await this.#rewrite({ rule: copyWithout(erasure), finish }, signal);
    this.#savedBatchId = stateNumber(this.#connection, 'batch_id');
    return erased;
  }

  /** Writes what is to stay into another file, which takes the place of this one. */
  async #rewrite(how: Rewriting, signal?: AbortSignal): Promise<Compaction> {
    const { bytes } = this.#run(freeSpace);
    const uncompacted = { bytesBefore: bytes, bytesAfter: bytes };
    this.#stopCompaction = new AbortController();
    const stop = AbortSignal.any([this.#stopCompaction.signal, ...(signal ? [signal] : [])]);
    const compaction = this.#copy(how, stop);
    this.#compacted = compaction
      .catch(() => undefined)
      .finally(() => {
        this.#compacted = undefined;
      });
    if (!(await compaction)) return { ...uncompacted, outcome: 'cancelled' };
    return { ...uncompacted, bytesAfter: this.#run(freeSpace).bytes, outcome: 'compacted' };
  }

  async flush(): Promise<void> {
    while (this.#compacted) await this.#compacted;
    this.#checkPlace();
    this.#commit();
  }

  tick(): void {
    const { lock, clock, checkpoints } = this.#parts;
    lock.beat();
    const age = clock.elapsed() - this.#checkpointAt;
    if (age >= checkpoints.milliseconds) this.#tryCheckpoint();
  }

  async close(): Promise<void> {
    this.#stopCompaction.abort();
    while (this.#compacted) await this.#compacted;
    const { pages, lock, file } = this.#parts;
    this.#commit();
    if (!lock.isHeld() && !lock.isDeleted) {
      this.abandon();
      return;
    }
    this.#checkOwnership();
    this.#checkFiles();
    try {
      pages.close();
    } catch (error) {
      throw fileError(error, 'write', file.path);
    }
    this.#connection.close();
    lock.release();
  }

  abandon(): void {
    const { pages, lock } = this.#parts;
    this.#stopCompaction.abort();
    closeBroken(this.#connection);
    if (this.#fault !== 'gone') {
      pages.abandon();
      return;
    }
    pages.part();
    lock.release();
  }

  /** False when it was stopped. Between two pieces of it only reads have their turn. */
  async #copy(how: Rewriting, stop: AbortSignal): Promise<boolean> {
    const { engine, file, pages } = this.#parts;
    const path = file.unfinishedPath;
    this.#commit();
    this.#checkOwnership();
    this.#checkFiles();
    try {
      pages.checkpoint();
      const goOn = (): boolean => {
        if (!stop.aborted) this.#checkOwnership();
        return !stop.aborted;
      };
      if (!(await compactedCopy({ engine, pages, path, goOn, ...how }))) return false;
    } catch (error) {
      throw fileError(error, 'compact', file.path);
    }
    this.#replace(path);
    return true;
  }

  /** If it fails, the session must be reopened on whichever of the two files is in place. */
  #replace(path: string): void {
    const { engine, file, pages, clock } = this.#parts;
    try {
      // The copy must not take the place of what came meanwhile.
      this.#checkFiles();
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
    try {
      pages.replace(path, file.path);
      const connection = new SqlJsConnection(engine, new PageImage(pages, pages.sizeBytes));
      this.#connection.close();
      this.#connection = connection;
      this.#checkpointAt = clock.elapsed();
    } catch (error) {
      this.#fault = 'pages';
      throw fileError(error, 'replace', file.path);
    }
  }

  #run<Result>(work: (connection: SqlJsConnection) => Result): Result {
    const { pages, file } = this.#parts;
    try {
      return work(this.#connection);
    } catch (error) {
      if (pages.readFailure === undefined) throw error;
      this.#fault = 'pages';
      throw fileError(pages.readFailure, 'read', file.path);
    }
  }

  #commit(): void {
    const { pages, file, checkpoints } = this.#parts;
    if (!pages.isDirty) return;
    this.#checkOwnership();
    this.#checkFiles();
    try {
      pages.commit();
    } catch (error) {
      throw fileError(error, 'write', file.path);
    }
    this.#savedBatchId = stateNumber(this.#connection, 'batch_id');
    if (pages.frames >= checkpoints.frames) this.#tryCheckpoint();
  }

  /** A checkpoint that fails costs nothing yet: what it would move is safe in the sidecar, and it is tried again. */
  #tryCheckpoint(): void {
    const { pages, file, lock, clock } = this.#parts;
    try {
      if (pages.isDirty || !lock.isHeld() || !pages.isAt(file.path)) return;
      // The next commit says so.
      if (!pages.isUntouched || unfinishedJournal(file.path) !== undefined) return;
      pages.checkpoint();
      this.#checkpointAt = clock.elapsed();
    } catch {
      return;
    }
  }

  #checkOwnership(): void {
    const { lock, file } = this.#parts;
    if (lock.isHeld()) return;
    // Where the file went, its lock may have gone with it.
    this.#checkPlace();
    if (lock.isDeleted) {
      throw this.#failed('unlocked', { kind: 'lock_deleted', lock: lockPath(file.path) });
    }
    throw this.#failed('lock', { kind: 'taken_over', file: file.path, isWhileSuspended: true });
  }

  /** What is written into a file that nobody can find is lost. */
  #checkPlace(): void {
    const { pages, file } = this.#parts;
    if (pages.isAt(file.path)) return;
    throw this.#failed('gone', fileGone(file.path));
  }

  /** A checkpoint would lay our pages between those of others, or have theirs laid over ours later. */
  #checkFiles(): void {
    const { pages, file } = this.#parts;
    this.#checkPlace();
    refuseUnfinishedJournal(file.path);
    this.#checkSidecar();
    if (pages.isUntouched) return;
    throw this.#failed('pages', { kind: 'written_by_others', file: file.path });
  }

  #checkSidecar(): void {
    const { pages, file } = this.#parts;
    let isThere: boolean;
    try {
      isThere = pages.keepSidecar();
    } catch (error) {
      throw fileError(error, 'restore_sidecar', file.path);
    }
    if (isThere) return;
    throw this.#failed('gone', { kind: 'sidecar_replaced', sidecar: sidecarPath(file.path) });
  }

  #failed(fault: SessionFault, what: StoreFault): StoreError {
    this.#fault = fault;
    return new StoreError(what);
  }
}

function settled<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
