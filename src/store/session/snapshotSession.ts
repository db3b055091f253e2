import vacuum from '../../../sql/compaction/vacuum.sql';
import { freeSpace } from '../compaction/freeSpace';
import { stateNumber } from '../state/collectorState';
import type { SqlJsConnection } from '../sqljs/sqlJsConnection';
import { totalChanges } from '../database/totalChanges';
import type { DatabaseFile } from '../file/databaseFile';
import { fileGone } from '../file/fileGone';
import { identityAt } from '../file/fileIdentity';
import { Saver } from '../file/saver';
import type { StoreClock } from '../file/storeClock';
import type { WriteLock } from '../file/writeLock';
import { StoreError } from '../storeError';
import type { Compaction } from '../fileMaintenance';
import type { Erasure } from '../storeMaintenance';
import { eraseInPlace } from '../erasure/erasure';
import type { DatabaseSession, SessionFault } from './databaseSession';

/** What a SnapshotSession works with. */
export interface SnapshotSessionParts {
  readonly file: DatabaseFile;
  /** A database in memory. */
  readonly connection: SqlJsConnection;
  readonly lock: WriteLock;
  readonly clock: StoreClock;
  /** Whether the file holds what the connection does. */
  readonly isSaved: boolean;
}

/**
 * The database as its one writer has it where sql.js does not work page by page: in memory, saved as a whole. A
 * write is durable after the next save, which follows at once unless saving has become costly.
 */
export class SnapshotSession implements DatabaseSession {
  readonly #parts: SnapshotSessionParts;
  readonly #saver: Saver;
  /** The file as it was last read or written. */
  #identity: string | undefined;
  #savedBatchId: number | undefined;
  #fault: SessionFault | undefined;

  constructor(parts: SnapshotSessionParts) {
    const { connection, clock, isSaved } = parts;
    this.#parts = parts;
    this.#identity = identityAt(parts.file.path);
    this.#savedBatchId = stateNumber(connection, 'batch_id');
    this.#saver = new Saver(() => this.#save(), clock);
    if (!isSaved) this.#saver.changed();
  }

  get fault(): SessionFault | undefined {
    return this.#fault;
  }

  get savedBatchId(): number | undefined {
    return this.#savedBatchId;
  }

  read<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    return new Promise((resolve) => {
      this.#checkPlace();
      resolve(work(this.#parts.connection));
    });
  }

  /**
   * While the last save failed nothing more is written unless saving works again: what is acknowledged and not
   * on disk would only grow.
   */
  async write<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    if (this.#saver.failure) await this.flush();
    const before = totalChanges(this.#parts.connection);
    const result = await this.read(work);
    if (totalChanges(this.#parts.connection) > before) this.#saver.changed();
    return result;
  }

  /** In memory, at once; the next whole file is the smaller one. */
  async compact(): Promise<Compaction> {
    const { connection } = this.#parts;
    const { bytes, isMuch } = freeSpace(connection);
    if (!isMuch) return { bytesBefore: bytes, bytesAfter: bytes, outcome: 'not needed' };
    connection.execute(vacuum);
    this.#saver.changed();
    await this.flush();
    return {
      bytesBefore: bytes,
      bytesAfter: freeSpace(connection).bytes,
      outcome: 'compacted',
    };
  }

  /** In memory, at once, and saved as a whole. */
  async erase(erasure: Erasure, rollupHours: number): Promise<Compaction> {
    const { connection } = this.#parts;
    const bytesBefore = freeSpace(connection).bytes;
    eraseInPlace(connection, erasure, rollupHours);
    connection.execute(vacuum);
    this.#saver.changed();
    await this.flush();
    return { bytesBefore, bytesAfter: freeSpace(connection).bytes, outcome: 'compacted' };
  }

  flush(): Promise<void> {
    return this.#saver.flush();
  }

  tick(): void {
    this.#parts.lock.beat();
  }

  async close(): Promise<void> {
    await this.#saver.flush();
    this.abandon();
    this.#parts.lock.release();
  }

  abandon(): void {
    this.#saver.stop();
    this.#parts.connection.close();
    if (this.#fault === 'gone') this.#parts.lock.release();
  }

  /** Saving would undo a deletion, or replace what somebody put in the file's place. */
  #checkPlace(): void {
    const { path } = this.#parts.file;
    if (identityAt(path) === this.#identity) return;
    this.#fault = 'gone';
    throw new StoreError(fileGone(path));
  }

  async #save(): Promise<void> {
    const { connection, file, lock } = this.#parts;
    if (!lock.isHeld()) {
      this.#fault = 'lock';
      throw new StoreError({ kind: 'taken_over', file: file.path, isWhileSuspended: false });
    }
    this.#checkPlace();
    const batchId = stateNumber(connection, 'batch_id');
    await file.write(connection.image());
    this.#identity = identityAt(file.path);
    this.#savedBatchId = batchId;
  }
}
