import { stateNumber } from '../commit/collectorState';
import type { Connection } from '../database/connection';
import { closeBroken } from '../database/connection';
import { totalChanges } from '../database/totalChanges';
import { fileError } from '../file/fileError';
import type { PagedFile } from '../file/pagedFile';
import type { StoreClock } from '../file/storeClock';
import type { WriteLock } from '../file/writeLock';
import { StoreError } from '../storeError';
import type { DatabaseSession, SessionFault } from './databaseSession';

/** When the sidecar is brought into the database file: after so many frames, or this long after the last time. */
export interface CheckpointRule {
  readonly frames: number;
  readonly milliseconds: number;
}

export const standardCheckpoints: CheckpointRule = { frames: 4000, milliseconds: 30 * 60_000 };

/** What a PagedSession works with; it closes them all. */
export interface PagedSessionParts {
  readonly path: string;
  readonly connection: Connection;
  readonly pages: PagedFile;
  readonly lock: WriteLock;
  readonly clock: StoreClock;
  readonly checkpoints: CheckpointRule;
}

/** The database as its one writer has it: a write is on the disk when it resolves, and costs the pages it changed. */
export class PagedSession implements DatabaseSession {
  readonly #parts: PagedSessionParts;
  #checkpointAt: number;
  #savedBatchId: number | undefined;
  #fault: SessionFault | undefined;

  constructor(parts: PagedSessionParts) {
    this.#parts = parts;
    this.#checkpointAt = parts.clock.elapsed();
    this.#savedBatchId = stateNumber(parts.connection, 'batch_id');
  }

  get fault(): SessionFault | undefined {
    return this.#fault;
  }

  get savedBatchId(): number | undefined {
    return this.#savedBatchId;
  }

  read<Result>(work: (connection: Connection) => Result): Promise<Result> {
    return settled(() => this.#run(work));
  }

  write<Result>(work: (connection: Connection) => Result): Promise<Result> {
    return settled(() => {
      // What could not be written before comes first; when it still cannot be, nothing is added to it.
      this.#commit();
      const { connection, pages } = this.#parts;
      const before = totalChanges(connection);
      const result = this.#run(work);
      const wrote = pages.isDirty;
      this.#commit();
      if (!wrote && totalChanges(connection) > before) {
        throw this.#failed('hook', 'What was written did not reach the file. Try again.');
      }
      return result;
    });
  }

  flush(): Promise<void> {
    return settled(() => {
      this.#commit();
    });
  }

  tick(): void {
    const { lock, clock, checkpoints } = this.#parts;
    lock.beat();
    const age = clock.elapsed() - this.#checkpointAt;
    if (age >= checkpoints.milliseconds) this.#tryCheckpoint();
  }

  close(): Promise<void> {
    return settled(() => {
      const { connection, pages, lock, path } = this.#parts;
      this.#commit();
      if (!lock.isHeld()) {
        this.abandon();
        return;
      }
      try {
        pages.close();
      } catch (error) {
        throw fileError(error, `The database ${path} cannot be written`);
      }
      connection.close();
      lock.release();
    });
  }

  abandon(): void {
    closeBroken(this.#parts.connection);
    this.#parts.pages.abandon();
  }

  #run<Result>(work: (connection: Connection) => Result): Result {
    const { connection, pages } = this.#parts;
    try {
      return work(connection);
    } catch (error) {
      if (pages.readFailure === undefined) throw error;
      this.#fault = 'pages';
      throw fileError(pages.readFailure, `The database ${this.#parts.path} cannot be read`);
    }
  }

  #commit(): void {
    const { connection, pages, path, checkpoints } = this.#parts;
    if (!pages.isDirty) return;
    this.#checkOwnership();
    try {
      pages.commit();
    } catch (error) {
      throw fileError(error, `The database ${path} cannot be written`);
    }
    this.#savedBatchId = stateNumber(connection, 'batch_id');
    if (pages.frames >= checkpoints.frames) this.#tryCheckpoint();
  }

  /** A checkpoint that fails costs nothing yet: what it would move is safe in the sidecar, and it is tried again. */
  #tryCheckpoint(): void {
    const { pages, lock, clock } = this.#parts;
    try {
      if (pages.isDirty || !lock.isHeld()) return;
      pages.checkpoint();
      this.#checkpointAt = clock.elapsed();
    } catch {
      return;
    }
  }

  #checkOwnership(): void {
    if (this.#parts.lock.isHeld()) return;
    throw this.#failed(
      'lock',
      `Another process has taken over the database ${this.#parts.path} while this one stood still. ` +
        'It collects now, and here it is only read.',
    );
  }

  #failed(fault: SessionFault, message: string): StoreError {
    this.#fault = fault;
    return new StoreError(message);
  }
}

function settled<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
