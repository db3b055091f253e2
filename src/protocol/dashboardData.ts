import type { CollectionEvent } from '../domain/commitBatch';
import type { Quantile } from '../domain/histogram';
import type { ErrorGroup, StoredError, TimeSpan, TopEndpoint, TrafficSummary } from './readModels';

/** What the dashboard asks for: a span, in steps of `bucketSeconds` (a multiple of 60 that divides the grid). */
export interface DashboardQuery extends TimeSpan {
  readonly bucketSeconds: number;
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
  /** Milliseconds, whole requests of all methods; null where no request was measured. */
  readonly p50: Quantile | null;
  readonly p95: Quantile | null;
  readonly p99: Quantile | null;
}

/** Traffic of one protocol over the span. */
export interface ProtocolTotals {
  readonly protocol: string;
  readonly requests: number;
  readonly errors: number;
  /** Connections opened and messages moved, for protocols that have them. */
  readonly sessions: number;
  readonly messages: number;
}

/** An endpoint's row of the table: its totals and its requests a step (same steps as `points`). */
export interface EndpointRow extends TopEndpoint {
  readonly perStep: readonly number[];
}

/** Everything the dashboard draws for one span, from one consistent read. */
export interface DashboardData {
  readonly query: DashboardQuery;
  readonly summary: TrafficSummary & {
    readonly p50: Quantile | null;
    readonly p99: Quantile | null;
    /** Requests that no endpoint could be named for. */
    readonly unattributed: number;
    /** Open connections at the last covered minute, and the most at any; null where nothing is covered. */
    readonly activeConnections: { readonly last: number; readonly max: number } | null;
    /** Null: no source knows sizes. */
    readonly bytesSent: number | null;
  };
  readonly points: readonly TrafficPoint[];
  readonly protocols: readonly ProtocolTotals[];
  readonly statusCodes: readonly { readonly code: number; readonly requests: number }[];
  /** By requests, most first; the row of what is not attributed is not among them. */
  readonly endpoints: readonly EndpointRow[];
  readonly errorGroups: readonly ErrorGroup[];
  readonly newestErrors: readonly StoredError[];
  /** Restarts, gaps and the like that touch the span; coverage is in the points. */
  readonly events: readonly CollectionEvent[];
}
