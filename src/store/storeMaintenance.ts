import type { CommitBatch } from '../domain/commitBatch';
import type { Compaction } from './fileMaintenance';
import type { OpenReport } from './openReport';
import type { StoreFault } from './storeFault';

/** What is to be deleted. */
export interface Erasure {
  /** Everything before this moment, unix seconds, the start of a day in UTC; null: everything. */
  readonly before: number | null;
  /** What is committed in the same step, so that collecting goes on from it; null where nothing was collected. */
  readonly batch: CommitBatch | null;
}

/** Commits that wait in a file until a server answers, and why. They outlive the process. */
export interface WaitingCommits {
  readonly commits: number;
  readonly path: string;
  readonly fault: StoreFault;
}

/** What every store needs because processes share it and it outlives them. Every method rejects with a StoreError. */
export interface StoreMaintenance {
  /** What the last opening found. */
  readonly opened: OpenReport;
  /** What waited after the last commit; null where all is in the store, and left out of a file. */
  readonly waiting?: WaitingCommits | null;
  /**
   * Whether this process is to collect, as it does from the beginning. While it is not, others may: some seconds after
   * the last write here this process gives up the right to write, and its next write takes it back where nobody has it.
   */
  setCollecting(collects: boolean): Promise<void>;
  /**
   * Deletes what was collected, for good, in one step, and gives its space back: until it is done the signal ends it, and
   * nothing was deleted.
   */
  erase(erasure: Erasure, signal?: AbortSignal): Promise<Compaction>;
  /** Reads the whole store and resolves with what is damaged in it, or null. */
  check(): Promise<string | null>;
  /** Resolves when everything committed is on disk, of a server on its own. */
  flush(): Promise<void>;
}
