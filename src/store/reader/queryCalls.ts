import type { TimeWindow } from '../../domain/range';
import type { ResultTable } from '../../domain/resultTable';
import type { Finding } from '../check/finding';
import type { ExportRequest } from '../export/exportRequest';
import type { ServerSettings } from '../postgres/serverSettings';
import type { StoredTarget } from '../postgres/storedTargets';
import type { StoreFault } from '../storeFault';
import type { FileDescription } from './describeFile';
import type { TrafficReads } from '../trafficReader';
import type { CallsOf } from '../worker/remoteApi';

/** What a query worker of files is started with. */
export interface QueryWorkerData {
  readonly file: string;
  readonly wasmPath: string;
  /** An Int32Array of one: not 0 once nobody waits for the call that is under way. */
  readonly cancelled: SharedArrayBuffer;
}

/** What a query worker of team stores is started with. */
export interface TeamQueryWorkerData {
  readonly settings: ServerSettings;
  /** As in QueryWorkerData. */
  readonly cancelled: SharedArrayBuffer;
}

/** What a query worker answers, one call at a time: reads, and what else is done with a file that is only read. */
export interface QueryThread extends TrafficReads {
  /** :from and :to in the statement are those of the window. */
  readSql(sql: string, limit: number, window?: TimeWindow): Promise<ResultTable>;
  /** Why the last read left out the sidecar; null when it did not. */
  leftOut(): Promise<StoreFault | null>;
  /** Begins an export, of which each step does a piece. endExport ends it before `isDone`. */
  beginExport(request: ExportRequest): Promise<void>;
  stepExport(): Promise<{ readonly isDone: boolean; readonly done: number }>;
  endExport(): Promise<void>;
  describe(): Promise<FileDescription>;
  quickCheck(): Promise<string | null>;
}

/** What a query worker of team stores answers besides. The check of a file is loaded by the command alone. */
export interface TeamQueryThread extends QueryThread {
  /** What does not add up. */
  findings(): Promise<readonly Finding[]>;
  /** The targets of the workspace. */
  targets(): Promise<readonly StoredTarget[]>;
}

/** The calls from a QueryClient to its worker. */
export type QueryCalls = CallsOf<QueryThread>;
export type TeamQueryCalls = CallsOf<TeamQueryThread>;
