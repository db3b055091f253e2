import type { OtherCollector } from '../../protocol/collectingStatus';
import type { Compaction } from '../fileMaintenance';
import type { FileReport, OpenReport } from '../openReport';
import type { ServerSettings } from '../postgres/serverSettings';
import type { Erasure, StoreMaintenance, WaitingCommits } from '../storeMaintenance';
import type { TrafficWriter } from '../trafficWriter';
import type { CallsOf } from '../worker/remoteApi';

/** What the worker of a file is started with. */
export interface StoreWorkerData {
  readonly file: string;
  readonly wasmPath: string;
  /** Names the client: a worker that follows one that died gets its right to write. */
  readonly owner: string;
  readonly rollupIntervalHours: number;
  readonly isOwnFolder: boolean;
}

/** What the worker of a team's store is started with. */
export interface TeamWorkerData {
  readonly settings: ServerSettings;
  /** Of files in which commits wait while the server is out of reach. */
  readonly spoolFolder: string;
  readonly rollupIntervalHours: number;
}

/** The id of the last batch that is on disk, null when none is; and what waits for a server. */
export interface Saved {
  readonly savedBatchId: number | null;
  readonly waiting: WaitingCommits | null;
}

/** What the writing thread answers: the calls of a writer, and what its client needs besides. `open` comes first. */
export interface WriterThread
  extends
    Omit<TrafficWriter, 'commit' | 'otherCollector'>,
    Pick<StoreMaintenance, 'setCollecting'> {
  open(): Promise<OpenReport | FileReport>;
  /** With the report of the last opening, which changes with the writer. */
  otherCollector(): Promise<{
    readonly other: OtherCollector | null;
    readonly opened: OpenReport | FileReport;
  }>;
  commit(...request: Parameters<TrafficWriter['commit']>): Promise<Saved>;
  /** Of a file alone. */
  compact(): Promise<Compaction>;
  erase(erasure: Erasure): Promise<Compaction>;
  /** Of a compaction or an erasure. */
  cancelCompaction(): Promise<void>;
  flush(): Promise<Saved>;
  close(): Promise<void>;
}

/** The calls from a StoreClient to its worker. */
export type StoreCalls = CallsOf<WriterThread>;
