import type { BackfillBatch, CoveredSpan } from '../domain/backfill';
import type { CollectionEvent, CommitBatch } from '../domain/commitBatch';
import type { ResultTable } from '../domain/resultTable';
import type { RetentionRequest, RetentionStep } from '../domain/retention';
import type { OtherCollector } from '../protocol/collectingStatus';
import type { DashboardCharts, DashboardData, DashboardQuery } from '../protocol/dashboardData';
import type { Explanation, ExplainQuery } from '../protocol/explanation';
import type {
  ErrorGroupWithEvents,
  ServerRestarts,
  TimeSpan,
  TopEndpoint,
  TrafficSummary,
} from '../protocol/readModels';
import type { ExportControl, ExportRequest } from './export/exportRequest';
import type { NamedQuery } from './reader/namedQueries';

/** What opening a database found and did. */
export interface OpenReport {
  /** Absolute path of the database file. */
  readonly file: string;
  readonly created: boolean;
  /** Bytes of the file as it was found; 0 when there was none. */
  readonly sizeBytes: number;
  /** For the user, when something had to be set aside or given up, or another process is the writer; else null. */
  readonly notice: string | null;
  /** Whether the last writer did not close: a crash or a power cut. The database then deserves a check. */
  readonly recovered: boolean;
  /** False where the file is saved as a whole from time to time, and what was committed is not in it at once. */
  readonly isPaged: boolean;
}

/** How long a statement may take, and what cancels it. */
export interface QueryLimits {
  /** Milliseconds; 10 s when left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What came of a compaction; sizes are those of the database, bytes. */
export interface Compaction {
  /** `not needed`: too few pages are free for it to pay. */
  readonly outcome: 'compacted' | 'not needed' | 'cancelled';
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** What the thread that writes a target's database does. Every method rejects with a StoreError. */
export interface CollectedStore {
  readonly opened: OpenReport;
  /** Who collects into the database so that it is only read here; null when this process may write it. */
  otherCollector(): Promise<OtherCollector | null>;
  /**
   * Whether this process is to collect, as it does from the beginning. While it is not, other processes may: some seconds
   * after the last write here the right to write is theirs, and the next write here takes it again where nobody has it.
   */
  setCollecting(collects: boolean): Promise<void>;
  /**
   * The state of the last commit, exactly as it was given; undefined in a new database. Rejects, as everything that
   * writes does, while another process is collecting into the database.
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
   * was lost before it was on disk is not written again: its minutes are uncovered then, so asking anew fills them.
   */
  backfill(batch: BackfillBatch): Promise<readonly number[]>;
  /** Rolls up what is closed by now, unix seconds, as each commit does. */
  rollUp(now: number): Promise<void>;
  /** Deletes a chunk of what has expired, in one transaction, or nothing where no cleanup is due. */
  retain(request: RetentionRequest): Promise<RetentionStep>;
  /** Totals over a span, for status bar and Overview. */
  summary(span: TimeSpan): Promise<TrafficSummary>;
  topEndpoints(span: TimeSpan, limit: number): Promise<readonly TopEndpoint[]>;
  /** Failed requests grouped by endpoint and type, most recent group first, each with its newest events. */
  errorGroups(span: TimeSpan, limit: number): Promise<readonly ErrorGroupWithEvents[]>;
  /** The server's restarts in a span. */
  restarts(span: TimeSpan): Promise<ServerRestarts>;
  /** Writes something that happened beside collecting, such as a session mark. Resolves when it is on disk. */
  addEvent(event: CollectionEvent): Promise<void>;
  /**
   * Gives the space of what was deleted back to the disk, when more than a quarter of the pages are free. Needs room
   * for the rest a second time. Meanwhile everything can be read, and commits wait. Whatever ends it, the signal, an
   * error or a crash, leaves the database as it was.
   */
  compact(signal?: AbortSignal): Promise<Compaction>;
  /** Resolves when everything committed is on disk. */
  flush(): Promise<void>;
  /** Flushes, and leaves a plain SQLite file. */
  close(): Promise<void>;
}

/**
 * One target's database: what the thread that writes it does, and what is read beside that one, so that it holds up no
 * commit. Nobody outside this folder can tell. Every method rejects with a StoreError.
 */
export interface TrafficStore extends CollectedStore {
  /** The part of dashboard() that is read soonest. */
  charts(query: DashboardQuery): Promise<DashboardCharts>;
  dashboard(query: DashboardQuery): Promise<DashboardData>;
  /** Which endpoints make a window different from the rest of its span. */
  explain(query: ExplainQuery): Promise<Explanation>;
  /** One of the queries of sql/queries, at the time `now` (unix seconds). */
  query(name: NamedQuery, now: number): Promise<ResultTable>;
  /** A statement of the user's own, which must only read; at most `limit` rows come back. */
  readSql(sql: string, limit: number, limits?: QueryLimits): Promise<ResultTable>;
  /** Reads the whole database and resolves with what is damaged in it, or null. Some 4 s a gigabyte. */
  check(): Promise<string | null>;
  /**
   * Writes the database, or a table of it, to a file, while collecting goes on. False when the signal ended it; then,
   * as after an error, there is no file.
   */
  exportTo(request: ExportRequest, control?: ExportControl): Promise<boolean>;
}
