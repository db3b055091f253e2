import type { CollectionEvent } from '../domain/commitBatch';
import type { Quantile } from '../domain/histogram';
import type { DashboardQuery, Mark } from './dashboardData';
import type { EndpointName, TrafficFilter } from './readModels';

/** A window inside the span that is looked at, unix seconds. */
export interface ExplainQuery {
  readonly span: DashboardQuery;
  readonly from: number;
  readonly to: number;
}

/** What an endpoint had; times in milliseconds, those of the handler of the requests that were timed. */
export interface PartTotals {
  readonly requests: number;
  readonly errors: number;
  readonly handlerMs: number;
  readonly timed: number;
  /** Delay that was injected; of a path with several methods in proportion to the requests of each. */
  readonly injectedMs: number;
}

/** What the window has, or the rest of the span. */
export interface ExplainedSide extends PartTotals {
  readonly coveredSeconds: number;
  /** Seconds that are asked for: under a filter by hours not all of them. */
  readonly askedSeconds: number;
  /** Whole requests as the server measured them; of one endpoint it does not, and there are none. */
  readonly measured: number;
  readonly wholeMs: number;
  readonly p50: Quantile | null;
  readonly p95: Quantile | null;
}

/** Something's part in a change. */
export interface Part<Item, Amount> {
  readonly item: Item;
  readonly window: Amount;
  readonly rest: Amount;
  /** 1: the whole change is its doing; more than 1: others went the other way. */
  readonly share: number;
}

/** An endpoint; whether its injected delay is that of several methods. */
export interface ExplainedEndpoint extends EndpointName {
  readonly isShared: boolean;
}

export type EndpointPart = Part<ExplainedEndpoint, PartTotals>;

/** Why requests failed. `unlisted`: they were counted, but nothing tells of them one by one. */
export type FailureCause = 'injected' | 'validation' | 'notDefined' | 'other' | 'unlisted';

/** Failed requests of an endpoint with one message; null where the server told none. */
export interface FailureMessage {
  readonly method: string | null;
  readonly endpoint: string | null;
  readonly statusCode: number | null;
  readonly message: string | null;
  readonly count: number;
}

/** On how many paths something was injected, of how many that were called; null: of those that is not kept. */
export interface InjectedPaths {
  readonly some: number;
  readonly all: number | null;
  /** Some of it was injected where no path is known of: they may be more. */
  readonly isLeast: boolean;
}

/** Why a window differs from the rest of the span: for each measure its parts, greatest first. */
export interface Explanation {
  readonly from: number;
  readonly to: number;
  /** The span that the window is compared with the rest of. */
  readonly span: { readonly from: number; readonly to: number };
  /** What it is of; undefined: all traffic. */
  readonly filter: TrafficFilter | undefined;
  readonly window: ExplainedSide;
  readonly rest: ExplainedSide;
  /** Restarts, gaps and session marks inside the window, oldest first. */
  readonly events: readonly CollectionEvent[];
  /** The restart or mark with which a measure changed from what the rest has to what the window has; null: none. */
  readonly since: {
    readonly requests: Mark | null;
    readonly errors: Mark | null;
    readonly latency: Mark | null;
  };
  readonly requests: readonly EndpointPart[];
  readonly errors: readonly EndpointPart[];
  /** By handler and injected delay together. */
  readonly latency: readonly EndpointPart[];
  /** Where delay, and where faults, were injected: on the side that has more of them. */
  readonly delayed: InjectedPaths;
  readonly faulty: InjectedPaths;
  /** Failed requests by cause, also those that went the other way, which have a share below 0. */
  readonly causes: readonly Part<FailureCause, number>[];
  /** Responses by HTTP status. */
  readonly statuses: readonly Part<number, number>[];
  /** Failed requests by program; null: the request named none. */
  readonly clients: readonly Part<string | null, number>[];
  /** The window's validation failures, most first. */
  readonly messages: readonly FailureMessage[];
  /** Messages are those of so many newest failed requests; null: of all. */
  readonly messagesOfNewest: number | null;
}
