import type { CollectionEvent } from '../domain/commitBatch';
import type { Histogram, Quantile } from '../domain/histogram';
import type { Protocol } from '../domain/protocol';
import type { TimeWindow } from '../domain/range';
import type { Session } from '../domain/session';
import type { UndefinedOperation } from './contractCoverage';
import type { NeverCalled } from './neverCalled';
import type {
  EndpointName,
  ErrorGroup,
  StoredError,
  TimeSpan,
  TopEndpoint,
  TrafficSummary,
} from './readModels';
import type { ComparisonSummary, TrafficDifference, Verdict } from './spanComparison';

/**
 * What the endpoints' table can be sorted by. `rate` is its requests a second; `impact` requests times average handler
 * time and injected delay.
 */
export const endpointColumns = [
  'method',
  'path',
  'requests',
  'rate',
  'errors',
  'average',
  'p95',
  'faults',
  'injected',
  'change',
  'impact',
] as const;
export type EndpointColumn = (typeof endpointColumns)[number];

/** Which rows of the endpoints' table are wanted. */
export interface EndpointPage {
  /** Words that method or path must hold; empty: all. */
  readonly search: string;
  readonly column: EndpointColumn;
  readonly descending: boolean;
  /** Rows before the page. */
  readonly offset: number;
  readonly limit: number;
}

/** What charts are asked for: a span, in steps of `bucketSeconds`, which rows of minutes, hours or days fit into. */
export interface ChartsQuery extends TimeSpan {
  readonly bucketSeconds: number;
  /**
   * Start of the period to compare with, unix seconds: as long as the span and, where it is not of another file, over
   * before it is; null: none.
   */
  readonly compareFrom: number | null;
  /** Where this period ends, if it may be shorter than the span. */
  readonly compareTo?: number;
  /** The database that has this period; absent: the same. */
  readonly compareFile?: ComparedFile;
}

/** What the whole dashboard is asked for: its tables tell more than its charts. */
export interface DashboardQuery extends ChartsQuery {
  readonly endpointPage: EndpointPage;
  /** What the server can be asked for, by stored names; null where it does not say. */
  readonly routes: readonly RouteName[] | null;
}

/** A database of elsewhere or earlier that is compared with. */
export interface ComparedFile {
  /** Absolute path of what is read. */
  readonly file: string;
  /** As the user knows it. */
  readonly name: string;
}

/** A route of the server. */
export interface RouteName {
  readonly method: string;
  readonly endpoint: string;
}

/** One step of the time charts. */
export interface TrafficPoint {
  /** Unix seconds, start of the step. */
  readonly at: number;
  /** Seconds of the step that were covered; 0: nothing is known, which is not the same as no requests. */
  readonly coveredSeconds: number;
  readonly requests: number;
  readonly errors: number;
  /** Requests by status class: index 0 is 1xx and unknown, 2 is 2xx, ... 5 is 5xx. Non-HTTP count as 2xx or 5xx. */
  readonly byClass: readonly number[];
  /**
   * Milliseconds; null where no request was measured. Whole requests of all methods; of one endpoint its
   * handler times.
   */
  readonly p50: Quantile | null;
  readonly p95: Quantile | null;
  readonly p99: Quantile | null;
  /** A lower bound: no source sees every request. */
  readonly bytesSent: number;
  /** The most open connections at one time; null where none were counted. */
  readonly connections: number | null;
}

/** What is known of a step of an earlier period. */
export type ComparedPoint = Pick<
  TrafficPoint,
  'at' | 'coveredSeconds' | 'requests' | 'errors' | 'p95'
>;

/** Traffic of one protocol over the span. */
export interface ProtocolTotals {
  readonly protocol: string;
  readonly requests: number;
  readonly errors: number;
  /** Connections opened and messages moved, for protocols that have them. */
  readonly sessions: number;
  readonly messages: number;
  /** Milliseconds, whole requests; null where none were measured. */
  readonly p95: Quantile | null;
  /** Requests, or messages, a step (same steps as `points`). */
  readonly perStep: readonly number[];
}

/**
 * An endpoint's row of the table: its totals and its requests a step (same steps as `points`), which are left out of
 * pages that nobody looks at row by row.
 */
export interface EndpointRow extends Omit<TopEndpoint, 'endpoint'>, EndpointName {
  readonly protocol: Protocol;
  readonly method: string | null;
  /** Injected faults that are known to be its own; null where other methods may have had them. */
  readonly faults: number | null;
  /** Requests a second of what both periods have, against the compared one: 0.5 is half as many again. */
  readonly change: number | null;
  /** Whether error rate and latency differ from the compared period's; null where nothing is compared. */
  readonly difference: TrafficDifference | null;
  readonly perStep: readonly number[];
}

/** Delays that were injected into requests to one endpoint, whatever their method: the server tells the path alone. */
export interface InjectedDelay {
  /** Of the requests that were held up, ms. */
  readonly distribution: Histogram;
  /** Milliseconds per request, including requests without delay. */
  readonly average: number;
  /** The same in each step (same steps as `points`); null without requests. */
  readonly perStep: readonly (number | null)[];
  /** Whether several methods were called: any of them may have had the delays. */
  readonly isShared: boolean;
}

/** One page of the endpoints' table. */
export interface EndpointRows {
  /** Endpoints with traffic; those that match the search; those on the page. */
  readonly total: number;
  readonly found: number;
  readonly rows: readonly EndpointRow[];
  /** Over all of them, for bars: the most requests, and the greatest impact (ms). */
  readonly mostRequests: number;
  readonly greatestImpact: number;
}

/** Totals of that part of a period which the compared one has too. */
export interface ComparedTotals {
  readonly coveredSeconds: number;
  readonly requests: number;
  readonly errors: number;
  readonly bytesSent: number;
  readonly p50: Quantile | null;
  readonly p95: Quantile | null;
  readonly p99: Quantile | null;
  /** Injected into a request on average, ms, as InjectedDelay has it; null without one. */
  readonly injectedMs: number | null;
}

/** The span beside an earlier one of its length. */
export interface Comparison {
  /** The earlier one, unix seconds. */
  readonly from: number;
  readonly to: number;
  /** Minutes, hours or days were held beside each other: seconds. */
  readonly grain: number;
  /** Both over the same time: what both cover. */
  readonly now: ComparedTotals;
  readonly then: ComparedTotals;
  /** What their differences are worth, those of all quantiles together. */
  readonly errorRate: Verdict;
  readonly latency: Verdict;
  /** The earlier period's steps, one for each of `points`, with the `at` of the step they are compared with. */
  readonly points: readonly ComparedPoint[];
}

/** Requests of a program, whatever address they came from. */
export interface ClientRow {
  /** Null: none was sent. */
  readonly userAgent: string | null;
  /** Null where only failed requests tell whose they were. */
  readonly requests: number | null;
  readonly errors: number;
  /** Distinct addresses; null where only failed requests tell whose they were. */
  readonly addresses: number | null;
}

/** Whole hours that clients are counted in, unix seconds, and the clients, most requests first. */
export interface Clients {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly rows: readonly ClientRow[];
}

/** An hour of the heatmap. */
export interface TrafficHour {
  /** Unix seconds, a whole UTC hour. */
  readonly at: number;
  readonly requests: number;
  readonly coveredSeconds: number;
}

/** What the server said of itself at the end of an hour; each null where it does not tell. */
export interface SystemHour {
  readonly at: number;
  readonly memoryBytes: number | null;
  readonly cpuPercent: number | null;
  readonly threads: number | null;
  readonly uptimeSeconds: number | null;
}

/** A day's snapshot. */
export interface DayTotals {
  /** Unix seconds, 00:00 UTC. */
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
  readonly averageMs: number | null;
}

/** A moment since which one may want to compare. */
export interface Mark {
  readonly kind: 'server_restart' | 'session_mark';
  /** Unix seconds. */
  readonly at: number;
  /** As the user called it; null for a restart. */
  readonly name: string | null;
}

/** Requests that no route of the server answers: it said 404. */
export interface NotFound {
  readonly method: string | null;
  readonly endpoint: string;
  readonly count: number;
  /** Different raw paths among them; null where there are too many requests to look at each. */
  readonly paths: number | null;
}

/** What the cards and the charts of a span draw: it is read in a part of the time that the tables take. */
export interface DashboardCharts {
  readonly query: ChartsQuery;
  /** What requests and errors are of: where all requests are not kept by what is asked for, failed ones are counted. */
  readonly counted: 'all' | 'failed';
  /** What there is without the conditions of the filter; null where there are none, or only failed ones are counted. */
  readonly unfiltered: { readonly requests: number; readonly statusCodes: number } | null;
  readonly summary: TrafficSummary & {
    /** Seconds of the span that are asked for: all, or those of some hours. */
    readonly askedSeconds: number;
    readonly p50: Quantile | null;
    readonly p99: Quantile | null;
    /** Requests that no endpoint could be named for. */
    readonly unattributed: number;
    /** Open connections at the last covered minute, and the most at any; null where nothing is covered. */
    readonly activeConnections: { readonly last: number; readonly max: number } | null;
    /** Null: no source knows sizes. */
    readonly bytesSent: number | null;
  };
  readonly comparison: Comparison | null;
  readonly points: readonly TrafficPoint[];
  readonly protocols: readonly ProtocolTotals[];
  readonly statusCodes: readonly { readonly code: number; readonly requests: number }[];
  /** Of the one endpoint that is looked at; null: of all, which have nothing in common. */
  readonly distribution: Histogram | null;
  /** Of the selected endpoint; null if the server reported none. */
  readonly injectedDelay: InjectedDelay | null;
  /** The last days, hour by hour, whatever the span. */
  readonly hours: readonly TrafficHour[];
  /** By hour, over the span but at least a day; oldest first. */
  readonly system: readonly SystemHour[];
  /** The last days, latest first. */
  readonly days: readonly DayTotals[];
  /** Latest first. */
  readonly marks: readonly Mark[];
  /** The last ones, latest first. */
  readonly sessions: readonly Session[];
  /** From when to when anything is stored, whatever the span; null where nothing is. */
  readonly stored: TimeWindow | null;
  /** What the traffic can be narrowed down to; what was never set is not among them. */
  readonly workspaces: readonly string[];
  readonly environments: readonly string[];
  /** Restarts, gaps and the like that touch the span; coverage is in the points. */
  readonly events: readonly CollectionEvent[];
}

/** What the tables of a span show, beside its charts. */
export interface DashboardTables {
  readonly query: DashboardQuery;
  /** What is not attributed is not among them. */
  readonly endpoints: EndpointRows;
  /** What of them really changed; null where nothing is compared, or failed requests alone are counted. */
  readonly changed: ComparisonSummary | null;
  readonly errorTotals: { readonly count: number; readonly groups: number };
  readonly errorGroups: readonly ErrorGroup[];
  readonly newestErrors: readonly StoredError[];
  readonly clients: Clients;
  /** How many rows there are without the conditions of the filter; null where there are none. */
  readonly unfilteredRows: {
    /** Null: only failed requests are counted. */
    readonly endpoints: number | null;
    readonly errorGroups: number;
    readonly clients: number;
  } | null;
  /** Of the server's routes; null where they are not known. */
  readonly neverCalled: NeverCalled | null;
  readonly notFound: readonly NotFound[];
  /** What no document defines; null where none are known, as to a database, and `notFound` stands in its place. */
  readonly notDefined: readonly UndefinedOperation[] | null;
}

/** Everything the dashboard draws for one span, of one commit. */
export type DashboardData = DashboardCharts & DashboardTables;

/** Charts, and the name of the reading that they are of. */
export interface ChartsReading {
  readonly reading: string;
  readonly charts: DashboardCharts;
}

/** Tables of the same commit as the charts of a reading that is known already, or as the newer charts beside them. */
export interface TablesReading {
  /** Null: the known ones are still true. */
  readonly newer: ChartsReading | null;
  readonly tables: DashboardTables;
}
