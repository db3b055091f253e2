import type { StoreFault } from './storeFault';

/** What opening a store found and did. */
export interface OpenReport {
  readonly created: boolean;
  /** What had to be set aside or given up, and that another process is the writer. */
  readonly notices: readonly StoreFault[];
  /** Whether the last writer did not close: a crash or a power cut. The database then deserves a check. */
  readonly recovered: boolean;
}

/** What opening a database file found and did. */
export interface FileReport extends OpenReport {
  /** Absolute path of the database file. */
  readonly file: string;
  /** Bytes of the file as it was found; 0 when there was none. */
  readonly sizeBytes: number;
  /** False where the file is saved as a whole from time to time, so that a commit is not in it at once. */
  readonly isPaged: boolean;
}
