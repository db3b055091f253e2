import type { SqlJsConnection } from '../sqljs/sqlJsConnection';
import type { Compaction } from '../fileMaintenance';
import type { Erasure } from '../storeMaintenance';

/** What ended a session for good; its owner must open another. */
export type SessionFault =
  /** Another process has taken the database over: only reading is left. */
  | 'lock'
  /** The file is no longer at its path: it was deleted, moved or replaced. */
  | 'gone'
  /** Its lock was deleted, and nobody has it: another session goes on with what is stored. */
  | 'unlocked'
  /** A page could not be read in the middle of a statement, which SQLite does not survive; or others changed them. */
  | 'pages'
  /** SQLite changed something that did not come to the file: this sql.js needs whole-file snapshots. */
  | 'hook';

/** An open database, as its writer or a reader has it. Every method rejects with a StoreError. */
export interface DatabaseSession {
  /** Set by a call that rejected, when no further call can succeed. */
  readonly fault: SessionFault | undefined;
  /** The id of the last batch that is on disk; undefined when none is. */
  readonly savedBatchId: number | undefined;
  /** Runs work that only reads; a reader may run it again when the database changed meanwhile. */
  read<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result>;
  /** Runs work that writes, in a transaction of its own. */
  write<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result>;
  /** See FileMaintenance. */
  compact(signal?: AbortSignal): Promise<Compaction>;
  /** See StoreMaintenance. Closed hours of its batch are rolled up every so many hours. */
  erase(erasure: Erasure, rollupHours: number, signal?: AbortSignal): Promise<Compaction>;
  /** Resolves when everything written is on disk. */
  flush(): Promise<void>;
  /** Something to do every few seconds. Never throws. */
  tick(): void;
  /** Leaves a plain SQLite file; when that fails the session stays open. */
  close(): Promise<void>;
  /** Lets go of everything; what was committed stays where it can be found. */
  abandon(): void;
}
