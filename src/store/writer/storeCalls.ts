import type { BackfillBatch, CoveredSpan } from '../../domain/backfill';
import type { CollectionEvent, CommitBatch } from '../../domain/commitBatch';
import type { RetentionRequest, RetentionStep } from '../../domain/retention';
import type { OtherCollector } from '../../protocol/collectingStatus';
import type {
  ErrorGroupWithEvents,
  ServerRestarts,
  TimeSpan,
  TopEndpoint,
  TrafficSummary,
} from '../../protocol/readModels';
import type { Compaction, OpenReport } from '../trafficStore';

/** What the worker is started with. */
export interface StoreWorkerData {
  readonly file: string;
  readonly wasmPath: string;
  /** Names the client: a worker that follows one that died gets its right to write. */
  readonly owner: string;
  readonly rollupIntervalHours: number;
  readonly isOwnFolder: boolean;
}

/** The id of the last batch that is on disk; null when none is. */
export interface Saved {
  readonly savedBatchId: number | null;
}

/** The calls from a StoreClient to its worker. `open` comes first. */
export type StoreCalls = {
  open: { request: null; response: OpenReport };
  /** With the report of the last opening, which is another one after a change of writer. */
  otherCollector: {
    request: null;
    response: { readonly other: OtherCollector | null; readonly opened: OpenReport };
  };
  setCollecting: { request: boolean; response: null };
  loadState: { request: null; response: string | null };
  commit: { request: CommitBatch; response: Saved };
  coveredSpans: { request: null; response: readonly CoveredSpan[] };
  backfill: { request: BackfillBatch; response: readonly number[] };
  rollUp: { request: number; response: null };
  retain: { request: RetentionRequest; response: RetentionStep };
  summary: { request: TimeSpan; response: TrafficSummary };
  topEndpoints: {
    request: { readonly span: TimeSpan; readonly limit: number };
    response: readonly TopEndpoint[];
  };
  errorGroups: {
    request: { readonly span: TimeSpan; readonly limit: number };
    response: readonly ErrorGroupWithEvents[];
  };
  restarts: { request: TimeSpan; response: ServerRestarts };
  addEvent: { request: CollectionEvent; response: null };
  compact: { request: null; response: Compaction };
  cancelCompaction: { request: null; response: null };
  flush: { request: null; response: Saved };
  close: { request: null; response: null };
};
