import type { BackfillBatch, CoveredSpan } from '../domain/coveredSpan';
import type { CommitBatch } from '../domain/commitBatch';
import type { RetentionRequest, RetentionStep } from '../domain/retention';
import type { Session } from '../domain/session';
import type { OtherCollector } from '../protocol/collectingStatus';

/** What fills a store, which has one writer at a time. Every method rejects with a StoreError. */
export interface TrafficWriter {
  /** Who collects into the store so that it is only read here; null when this process may write it. */
  otherCollector(): Promise<OtherCollector | null>;
  /**
   * The state of the last commit, exactly as it was given; undefined in a new store. Rejects, as everything that
   * writes does, while another process is collecting into it.
   */
  loadState(): Promise<string | undefined>;
  /**
   * Writes a batch in one transaction. Resolves when it is on the disk, or, where whole files are saved, in the
   * database. One that is there already changes nothing.
   */
  commit(batch: CommitBatch): Promise<void>;
  /** Every span in which it is known what happened, by its start. */
  coveredSpans(): Promise<readonly CoveredSpan[]>;
  /**
   * Writes a past that came from elsewhere, beside collecting: those of its minutes that hold nothing and that no
   * coverage touches, and its events, in one transaction. Resolves with the minutes written, unix seconds. One that
   * was lost before it was on disk is not written again: its minutes stay uncovered, so another backfill fills them.
   */
  backfill(batch: BackfillBatch): Promise<readonly number[]>;
  /** Rolls up what is closed by now, unix seconds, as each commit does. */
  rollUp(now: number): Promise<void>;
  /** Deletes a chunk of what has expired, in one transaction, or nothing where no cleanup is due. */
  retain(request: RetentionRequest): Promise<RetentionStep>;
  /**
   * Starts a session of a name (as sessionName has it) at a moment, unix seconds. Resolves when it is on disk. Rejects
   * while one of that name is running.
   */
  startSession(name: string, at: number): Promise<Session>;
  /** Ends the running session of a name, at a moment that is no part of it. Rejects where none of it is running. */
  endSession(name: string, at: number): Promise<Session>;
}

/** The calls of a writer at run time: the client's methods and the worker's handlers are made from this list. */
export const trafficWrites: Readonly<Record<keyof TrafficWriter, true>> = {
  otherCollector: true,
  loadState: true,
  commit: true,
  coveredSpans: true,
  backfill: true,
  rollUp: true,
  retain: true,
  startSession: true,
  endSession: true,
};
