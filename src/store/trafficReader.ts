import type { TimeWindow } from '../domain/range';
import type { ResultTable } from '../domain/resultTable';
import type { Session } from '../domain/session';
import type { QueryName } from '../ids';
import type { Answers, CalledEndpoint } from '../protocol/answers';
import type {
  ChartsReading,
  DashboardData,
  DashboardQuery,
  Mark,
  TablesReading,
} from '../protocol/dashboardData';
import type { Explanation, ExplainQuery } from '../protocol/explanation';
import type { Overview } from '../protocol/overview';
import type {
  EndpointNumbers,
  Erasable,
  ErrorGroup,
  ErrorGroupDetail,
  ErrorGroupName,
  ErrorGroupQuery,
  ErrorsSince,
  MinuteTraffic,
  ServerRestarts,
  StoredError,
  TimeSpan,
  TopEndpoint,
  TrafficSummary,
} from '../protocol/readModels';
import type { SpanComparison, SpansQuery } from '../protocol/spanComparison';
import type { SelectionQuery, SelectionTraffic } from '../protocol/selectedTraffic';
import type { ExportControl, ExportRequest } from './export/exportRequest';

/** What is read of a store, each from one commit. Every method rejects with a StoreError. */
export interface TrafficReads {
  /** Totals over a span, for status bar and Overview. */
  summary(span: TimeSpan): Promise<TrafficSummary>;
  /** Each minute of a span of whole minutes, in their order; at most 500. */
  minutes(span: TimeSpan): Promise<readonly MinuteTraffic[]>;
  topEndpoints(span: TimeSpan, limit: number): Promise<readonly TopEndpoint[]>;
  /** The numbers of all HTTP endpoints of a span without a filter. */
  endpointNumbers(span: TimeSpan): Promise<EndpointNumbers>;
  /** The traffic of selections of endpoints, each of them together. */
  selectionTraffic(query: SelectionQuery): Promise<SelectionTraffic>;
  /** What each HTTP endpoint answered, by status. */
  answers(span: TimeSpan): Promise<Answers>;
  /** The HTTP endpoints that were ever asked for. */
  calledEndpoints(): Promise<readonly CalledEndpoint[]>;
  /** Failed requests grouped by endpoint and type, most recent group first. */
  errorGroups(span: TimeSpan, limit: number): Promise<readonly ErrorGroup[]>;
  /** The newest failed requests of a group, at most 20, newest first; none where the span has none of it. */
  errorsOfGroup(span: TimeSpan, group: ErrorGroupName): Promise<readonly StoredError[]>;
  /** All that is known of a group; null where the span has none of it. */
  errorGroup(query: ErrorGroupQuery): Promise<ErrorGroupDetail | null>;
  /**
   * How many failed requests of a span are stored behind the one with an id. All are where none is so new: the database is
   * another one.
   */
  errorsSince(span: TimeSpan, after: number): Promise<ErrorsSince>;
  /** The last restarts and session marks before the end of a span, latest first. */
  marks(span: Pick<TimeSpan, 'to'>): Promise<readonly Mark[]>;
  /** Every session, newest first. */
  sessions(): Promise<readonly Session[]>;
  /** What would be deleted with everything before a moment, unix seconds; null: with everything. */
  erasable(before: number | null): Promise<Erasable>;
  /** The server's restarts in a span. */
  restarts(span: TimeSpan): Promise<ServerRestarts>;
  /** The part of a dashboard that is read soonest. */
  charts(query: DashboardQuery): Promise<ChartsReading>;
  /** The rest of it. `known` is the reading of the charts that there are; they come again only if they are out of date. */
  tables(query: DashboardQuery, known: string): Promise<TablesReading>;
  /** Charts and tables at once. */
  dashboard(query: DashboardQuery): Promise<DashboardData>;
  /** Which endpoints make a window different from the rest of its span. */
  explain(query: ExplainQuery): Promise<Explanation>;
  /** Whether the endpoints of two spans really differ. */
  compareSpans(spans: SpansQuery): Promise<SpanComparison>;
  /** From when to when anything is stored, unix seconds; null where nothing is. */
  storedSpan(): Promise<TimeWindow | null>;
  /**
   * All that is stored up to `now` and, where that is given, not before `since` (unix seconds), in few steps; null where
   * nothing is.
   */
  overview(
    now: number,
    excludedEndpoints: readonly string[],
    since?: number,
  ): Promise<Overview | null>;
  /** One of the queries of sql/queries, at the time `now` (unix seconds). */
  query(name: QueryName, now: number): Promise<ResultTable>;
}

/** The reads at run time: the client's methods and the worker's handlers are made from this list. */
export const trafficReads: Readonly<Record<keyof TrafficReads, true>> = {
  summary: true,
  minutes: true,
  topEndpoints: true,
  endpointNumbers: true,
  selectionTraffic: true,
  answers: true,
  calledEndpoints: true,
  errorGroups: true,
  errorsOfGroup: true,
  errorGroup: true,
  errorsSince: true,
  marks: true,
  sessions: true,
  erasable: true,
  restarts: true,
  charts: true,
  tables: true,
  dashboard: true,
  explain: true,
  compareSpans: true,
  storedSpan: true,
  overview: true,
  query: true,
};

/** How long a statement may take, and what cancels it. */
export interface QueryLimits {
  /** Milliseconds; 10 s when left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** What only reads, beside the writer, so that it holds up no commit. Every method rejects with a StoreError. */
export interface TrafficReader extends TrafficReads {
  /** The same reads, which reject once the signal is given: those that wait are not begun, one under way ends early. */
  until(signal: AbortSignal): TrafficReads;
  /** A statement of the user's own, which must only read; at most `limit` rows come back. */
  readSql(sql: string, limit: number, limits?: QueryLimits): Promise<ResultTable>;
  /**
   * Writes the database, or a table of it, to a file, while collecting goes on. False when the signal ended it; then,
   * as after an error, there is no file.
   */
  exportTo(request: ExportRequest, control?: ExportControl): Promise<boolean>;
}
