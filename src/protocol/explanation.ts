import type { DashboardQuery } from './dashboardData';
import type { EndpointName } from './readModels';

/** A window inside the span that is looked at, unix seconds. */
export interface ExplainQuery {
  readonly span: DashboardQuery;
  readonly from: number;
  readonly to: number;
}

/** What an endpoint had; handler times in milliseconds, of the requests that were timed. */
export interface PartTotals {
  readonly requests: number;
  readonly errors: number;
  readonly handlerMs: number;
  readonly timed: number;
}

/** An endpoint's part in a change. */
export interface EndpointPart extends EndpointName {
  readonly window: PartTotals;
  readonly rest: PartTotals;
  /** 1: the whole change is its doing; more than 1: others went the other way. */
  readonly share: number;
}

/** Why a window differs from the rest of the span: for each measure the endpoints, greatest part first. */
export interface Explanation {
  readonly from: number;
  readonly to: number;
  readonly window: PartTotals & { readonly coveredSeconds: number };
  readonly rest: PartTotals & { readonly coveredSeconds: number };
  readonly requests: readonly EndpointPart[];
  readonly errors: readonly EndpointPart[];
  readonly latency: readonly EndpointPart[];
}
