import type { Protocol } from './protocol';
import type { SparseHistogram } from './sparseHistogram';
import type { RequestSizes, TrafficNumbers } from './trafficColumns';

/** The labels that the user's settings put on everything collected; null where none is set. */
export interface Dimensions {
  readonly workspaceId: string | null;
  readonly environment: string | null;
}

/** One row of metrics_aggregates_minute, without its minute and dimensions. Latencies are milliseconds. */
export interface MinuteRow extends TrafficNumbers {
  readonly protocol: Protocol;
  /** Upper-case verb, `query` for GraphQL, the operation for message protocols; null on a row of gauges only. */
  readonly method: string | null;
  /** Null: no source could say which endpoint these requests went to ("not attributed"). */
  readonly endpoint: string | null;
  readonly statusCode: number | null;
  readonly latencyP50: number | null;
  readonly latencyP95: number | null;
  readonly latencyP99: number | null;
  readonly activeConnections: number;
}

/**
 * What a distribution measures: `metrics` the whole request, `log` the handler alone, `injected` the delays that
 * were injected into an endpoint's requests, whatever their method.
 */
export type LatencySource = 'metrics' | 'log' | 'injected';

/** A minute's latency distribution of one (protocol, method), or of one endpoint of it. */
export interface MinuteHistogram {
  readonly protocol: Protocol;
  readonly method: string | null;
  readonly endpoint: string | null;
  readonly source: LatencySource;
  readonly histogram: SparseHistogram;
}

/** The whole content of one minute; replaces what the tables hold for (minute, dimensions). */
export interface MinuteContent extends Dimensions {
  /** Unix seconds, start of the minute. */
  readonly minute: number;
  /**
   * Since the clock was set back the tables may hold something else for it, to which this is added: what they held
   * when this number came first. Left out: they hold nothing else.
   */
  readonly joins?: number;
  readonly rows: readonly MinuteRow[];
  readonly histograms: readonly MinuteHistogram[];
}

/** What one commit adds to an endpoint's cumulative statistics. */
export interface EndpointIncrement extends Dimensions, RequestSizes {
  readonly endpoint: string;
  readonly protocol: Protocol;
  readonly method: string | null;
  /** Requests by status code; their sum is the number of requests. */
  readonly statusCounts: Readonly<Record<string, number>>;
  readonly errorCount: number;
  /**
   * Handler times of the requests that the log saw, or of all where the metrics name endpoints: these know no
   * least and greatest. Null where nobody timed any.
   */
  readonly handler: {
    readonly histogram: SparseHistogram;
    readonly min: number | null;
    readonly max: number | null;
  } | null;
  /** Unix seconds of the earliest and latest request in this increment. */
  readonly firstSeen: number;
  readonly lastSeen: number;
}

export type ErrorCategory = 'client_error' | 'server_error';

/** One failed request. */
export interface ErrorEvent extends Dimensions {
  /** Unix seconds. */
  readonly timestamp: number;
  readonly protocol: Protocol;
  readonly method: string | null;
  readonly endpoint: string | null;
  readonly statusCode: number | null;
  readonly errorType: string;
  readonly errorMessage: string | null;
  readonly errorCategory: ErrorCategory;
  /** Of the recorder's exchange, where exactly one fits; its trace context is the client's own. */
  readonly requestId: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly clientIp: string | null;
  readonly userAgent: string | null;
  /** Log id, raw path and milliseconds; becomes JSON. Headers and bodies are never among them. */
  readonly metadata: Readonly<Record<string, string | number>>;
}

/**
 * Failed requests of a minute that are too many to be stored one by one: what a commit adds to the row that those
 * of one endpoint, method, status and type have together.
 */
export interface ErrorIncrement
  extends
    Dimensions,
    Pick<
      ErrorEvent,
      'protocol' | 'method' | 'endpoint' | 'statusCode' | 'errorType' | 'errorCategory'
    > {
  /** Unix seconds, of the first of them. */
  readonly timestamp: number;
  readonly count: number;
}

/** What the recorder told of a failed request after its event was committed. */
export interface ErrorCause {
  /** Of the event: its log id and unix seconds. */
  readonly logId: string;
  readonly timestamp: number;
  /** Null leaves the event's own. */
  readonly errorMessage: string | null;
  readonly requestId: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

export type CollectionEventKind =
  /** A span in which we know what happened; extended from commit to commit. */
  | 'coverage'
  /** A span without a good scrape that was bridged by spreading, or could not be. */
  | 'gap'
  | 'server_restart'
  | 'first_contact'
  /** A session of the user's; without a length a moment that the user named (docs/store.md#sessions). `name` in the detail. */
  | 'session_mark'
  | 'clock_step'
  /** Another server, which was there already, answered at the address of this one. */
  | 'other_server';

/** Something that happened to collecting. (kind, from) names it: committing it again replaces it. */
export interface CollectionEvent {
  readonly kind: CollectionEventKind;
  /** Unix seconds; equal for what has no duration. */
  readonly from: number;
  readonly to: number;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * What a commit adds to what one client did in one hour. Only requests that the log told of: nothing else knows
 * who sent them.
 */
export interface ClientIncrement extends Dimensions, RequestSizes {
  /** Unix seconds, start of the hour. */
  readonly hour: number;
  /** `(unknown)` where the log does not say. */
  readonly clientIp: string;
  readonly userAgent: string | null;
  /** Program and version by the user agent (domain/userAgent). */
  readonly family: string | null;
  readonly version: string | null;
  readonly protocol: Protocol;
  readonly requests: number;
  readonly errors: number;
  /** Handler times: their sum in milliseconds, and of how many requests. */
  readonly handler: { readonly sum: number; readonly count: number };
  /** Requests by method and endpoint: `GET /api/users`. */
  readonly endpointCounts: ReadonlyMap<string, number>;
}

/** What the server said of itself; each null where it does not. Memory and CPU are the whole host's. */
export interface SystemGauges {
  readonly memoryUsageBytes: number | null;
  readonly cpuUsagePercent: number | null;
  readonly threadCount: number | null;
  readonly uptimeSeconds: number | null;
}

/** The gauges of a scrape; the last one of an hour, day or week stands for it. */
export interface ScrapedGauges extends Dimensions, SystemGauges {
  /** Unix seconds, start of the minute that the scrape belongs to. */
  readonly minute: number;
  /** Of all protocols together. */
  readonly activeConnections: number;
}

/** Everything that one commit writes, in one transaction, with the state to go on from. */
export interface CommitBatch {
  /** Grows from commit to commit; a batch whose id is stored already is acknowledged and changes nothing. */
  readonly id: number;
  /**
   * Unix seconds: no later batch writes a minute before this one, or a client's hour, unless the clock is set back.
   */
  readonly finalBefore: number;
  /** Unix milliseconds on the collector's clock; created_at and updated_at of the rows. */
  readonly committedAt: number;
  readonly minutes: readonly MinuteContent[];
  readonly endpoints: readonly EndpointIncrement[];
  readonly clients: readonly ClientIncrement[];
  /** Of the scrape that made this batch; null when none did. */
  readonly lastGauges: ScrapedGauges | null;
  readonly errors: readonly ErrorEvent[];
  /** What is beyond those that are stored one by one; written after them. */
  readonly moreErrors: readonly ErrorIncrement[];
  /** Why failed requests of earlier batches failed. */
  readonly causes: readonly ErrorCause[];
  readonly events: readonly CollectionEvent[];
  /** The collector's state after this batch, opaque to the store. */
  readonly state: string;
}
