import type { EndpointSelection } from '../domain/endpointSelection';
import type { Quantile } from '../domain/histogram';
import type { SparseHistogram } from '../domain/sparseHistogram';
import type { EndpointName, TimeSpan } from './readModels';

/** Selections of endpoints whose traffic in a span is asked for. */
export interface SelectionQuery extends TimeSpan {
  readonly selections: readonly EndpointSelection[];
  /** Whether it is asked which requests injected faults ended. */
  readonly tellsFaults: boolean;
}

/** The traffic of several selections of endpoints, in their order, and of all requests. */
export interface SelectionTraffic {
  readonly selected: readonly SelectedTraffic[];
  /** The p95 of whole requests, milliseconds; null without any. */
  readonly wholeP95: Quantile | null;
  /** Requests that no source could attribute to an endpoint. */
  readonly unattributed: number;
  /** Seconds of the span in which collecting knew what happened. */
  readonly coveredSeconds: number;
  /** Where that ends, unix seconds; null where it knew nothing. */
  readonly coveredUntil: number | null;
}

/** The traffic of all endpoints of a selection together. */
export interface SelectedTraffic {
  readonly requests: number;
  readonly errors: number;
  /** How many injected faults ended, whatever the status. */
  readonly injected: SelectedStatus['injected'];
  /** HTTP statuses, ascending. */
  readonly statuses: readonly SelectedStatus[];
  /** Handler times, milliseconds; null where the log saw none. */
  readonly times: SparseHistogram | null;
  /** The one that had requests; null where several had, or none. */
  readonly endpoint: EndpointName | null;
}

export interface SelectedStatus {
  readonly status: number;
  readonly requests: number;
  /** How many of these an injected fault ended: at least and at most. 0 where nobody asked. */
  readonly injected: readonly [least: number, most: number];
}
