import type { CommitBatch } from '../domain/commitBatch';
import type { StoreFault } from './storeFault';

/** What opening a database found and did. */
export interface OpenReport {
  /** Absolute path of the database file. */
  readonly file: string;
  readonly created: boolean;
  /** Bytes of the file as it was found; 0 when there was none. */
  readonly sizeBytes: number;
  /** What had to be set aside or given up, and that another process is the writer. */
  readonly notices: readonly StoreFault[];
  /** Whether the last writer did not close: a crash or a power cut. The database then deserves a check. */
  readonly recovered: boolean;
  /** False where the file is saved as a whole from time to time, so that a commit is not in it at once. */
  readonly isPaged: boolean;
}

/** What came of a compaction; sizes are those of the database, bytes. */
export interface Compaction {
  /** `not needed`: too few pages are free for it to pay. */
  readonly outcome: 'compacted' | 'not needed' | 'cancelled';
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** What is to be deleted. */
export interface Erasure {
  /** Everything before this moment, unix seconds, the start of a day in UTC; null: everything. */
  readonly before: number | null;
  /** What is committed in the same step, so that collecting goes on from it; null where nothing was collected. */
  readonly batch: CommitBatch | null;
}

/** What a store needs because it is a file that processes share. Every method rejects with a StoreError. */
export interface FileMaintenance {
  /** What the last opening found. */
  readonly opened: OpenReport;
  /**
   * Whether this process is to collect, as it does from the beginning. While it is not, others may: some seconds after
   * the last write here this process gives up the right to write, and its next write takes it back where nobody has it.
   */
  setCollecting(collects: boolean): Promise<void>;
  /**
   * Gives the space of what was deleted back to the disk, when more than a quarter of the pages are free. Needs room
   * for the rest a second time. Meanwhile everything can be read, and commits wait. Whatever ends it, the signal, an
   * error or a crash, leaves the database as it was.
   */
  compact(signal?: AbortSignal): Promise<Compaction>;
  /**
   * Deletes what was collected, for good, and gives its space back to the disk: as compact(), it copies what stays into
   * another file, which then takes the place of this one. Until then the signal ends it, and nothing was deleted.
   */
  erase(erasure: Erasure, signal?: AbortSignal): Promise<Compaction>;
  /** Reads the whole database and resolves with what is damaged in it, or null. Some 4 s a gigabyte. */
  check(): Promise<string | null>;
  /** Resolves when everything committed is on disk. */
  flush(): Promise<void>;
}
