import type { Condition } from '../domain/condition';
import type { Quantile } from '../domain/histogram';
import type { Protocol } from '../domain/protocol';
import type { CalledEndpoint, EndpointAnswers } from './answers';

/** What names an endpoint. */
export interface EndpointName {
  readonly protocol: Protocol;
  /** Null for what has none. */
  readonly method: string | null;
  readonly endpoint: string;
}

/** Which part of the traffic is meant; null and no conditions: all of it. */
export interface TrafficFilter {
  /** Several of one kind: any of them will do. Each kind must be met, and nothing that is left out. */
  readonly conditions: readonly Condition[];
  readonly workspaceId: string | null;
  readonly environment: string | null;
  /** The one whose page is looked at. */
  readonly endpoint: EndpointName | null;
}

/** A half-open span of time, unix seconds, and what is left out of it. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
  /** Patterns of endpoints that do not count as the user's traffic, `*` for any characters; empty to count everything. */
  readonly excludedEndpoints: readonly string[];
  /** Left out: everything. */
  readonly filter?: TrafficFilter;
}

/** Totals of http, graphql and grpc over a span. */
export interface TrafficSummary {
  readonly requests: number;
  readonly errors: number;
  /** Seconds of the span in which collecting knew what happened. */
  readonly coveredSeconds: number;
  /** Milliseconds, the whole request as the server saw it; null without requests. */
  readonly p95: Quantile | null;
}

/** The traffic of one minute, as TrafficSummary counts. */
export interface MinuteTraffic {
  /** When it begins, unix seconds. */
  readonly at: number;
  /** Seconds of it in which collecting knew what happened. */
  readonly coveredSeconds: number;
  readonly requests: number;
  readonly errors: number;
  /** Milliseconds: of the handlers of an endpoint, else of whole requests; null where none was timed. */
  readonly p95: Quantile | null;
}

/** An endpoint's traffic in a span. Latencies are handler times in milliseconds, null where the log saw none. */
export interface TopEndpoint {
  readonly protocol: Protocol;
  readonly method: string | null;
  /** Null: what no source could attribute to an endpoint. */
  readonly endpoint: string | null;
  readonly requests: number;
  readonly errors: number;
  readonly averageMs: number | null;
  /** Of how many requests the handler's time is known. */
  readonly timed: number;
  readonly p95: Quantile | null;
  /**
   * Delay that was injected into a request on average, of all methods of the path together, and whether there are
   * several; null where the server told of none.
   */
  readonly injected: { readonly averageMs: number; readonly isShared: boolean } | null;
  /** Requests by status code, most frequent first. */
  readonly statusCodes: readonly { readonly code: number | null; readonly requests: number }[];
}

/** An HTTP endpoint's traffic in a span; handler times in milliseconds. */
export interface EndpointTraffic
  extends EndpointAnswers, Pick<TopEndpoint, 'requests' | 'errors' | 'p95'> {}

/** The traffic of all HTTP endpoints. */
export interface EndpointNumbers {
  /** Those with requests in the span. */
  readonly endpoints: readonly EndpointTraffic[];
  /** Those that were asked for at other times alone. */
  readonly earlier: readonly CalledEndpoint[];
}

/** What is stored, and what of it could be deleted. */
export interface Erasable {
  /** Rows of the tables that grow: those that would go, and all. */
  readonly gone: number;
  readonly stored: number;
  /** Unix seconds: when the first of them was; null without any. */
  readonly first: number | null;
  /** The end of the last minute that nothing writes again, unix seconds; null where no collector said so. */
  readonly finalBefore: number | null;
  /** Of the whole file. */
  readonly bytes: number;
}

/** Failed requests that came after one. */
export interface ErrorsSince {
  /** The id of the newest that is stored; 0 without any. */
  readonly newest: number;
  /** How many there are. */
  readonly failures: number;
  /** There are so many that not all were counted. */
  readonly isLeast: boolean;
}

/** One stored error event. */
export interface StoredError {
  readonly id: number;
  /** Failed requests that it represents: more than one if there were too many to store individually. */
  readonly count: number;
  /** Unix seconds; `timestampMs` where the log gave milliseconds. */
  readonly timestamp: number;
  readonly timestampMs: number | null;
  readonly protocol: Protocol;
  readonly method: string | null;
  readonly endpoint: string | null;
  readonly path: string | null;
  readonly statusCode: number | null;
  readonly errorType: string;
  readonly errorMessage: string | null;
  readonly clientIp: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  /** The client's own trace, where it sent one. */
  readonly traceId: string | null;
}

/** Failed requests of one endpoint and method with one type; injected faults whatever the method. */
export interface ErrorGroup {
  readonly protocol: Protocol;
  /** Null where none is known, or there are several. */
  readonly method: string | null;
  /** Whether it is of its endpoint whatever the method, as injected faults are. */
  readonly anyMethod: boolean;
  readonly endpoint: string | null;
  /** Every status they ended with, ascending; empty where none is known. */
  readonly statusCodes: readonly number[];
  readonly errorType: string;
  /** That of the newest event that has one; of injected faults, what was injected and every status. */
  readonly errorMessage: string | null;
  readonly count: number;
  /** Unix seconds. */
  readonly first: number;
  readonly last: number;
}

/** What tells a group from the others. */
export type ErrorGroupName = Pick<
  ErrorGroup,
  'protocol' | 'method' | 'anyMethod' | 'endpoint' | 'errorType'
>;

/** A group whose detail is asked for, over the steps of a span. */
export interface ErrorGroupQuery {
  readonly span: TimeSpan & { readonly bucketSeconds: number };
  readonly group: ErrorGroupName;
}

/** All that is known of a group of failed requests. */
export interface ErrorGroupDetail {
  readonly group: ErrorGroup;
  /** Unix seconds. */
  readonly span: { readonly from: number; readonly to: number; readonly bucketSeconds: number };
  /** Failed requests in each step of the span. */
  readonly perStep: readonly number[];
  /** The programs that failed, of the requests that were stored one by one, most errors first; at most 10. */
  readonly clients: readonly {
    /** Null: none was sent. */
    readonly userAgent: string | null;
    readonly errors: number;
    /** Unix seconds. */
    readonly last: number;
  }[];
  /** The newest failed requests, at most 20, newest first. */
  readonly newest: readonly StoredError[];
}

/** How often the server was seen to have restarted. */
export interface ServerRestarts {
  /** Those in the span. */
  readonly count: number;
  /** The last one ever seen before the span's end, unix seconds; null without any. */
  readonly last: number | null;
}
