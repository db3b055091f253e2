import type { ResultTable } from '../domain/resultTable';
import type { CollectingStatus } from './collectingStatus';
import type { DashboardData } from './dashboardData';

/** The ranges of the dashboard's toolbar. */
export const ranges = ['15m', '1h', '6h', '24h', '7d', '30d', '90d', '1y'] as const;
export type Range = (typeof ranges)[number];

/** What the webview keeps over reloads and hiding: everything else it asks for again. */
export interface DashboardViewState {
  readonly range: Range;
  readonly search: string;
  readonly live: boolean;
}

/** What a button of the webview may set off in the editor. */
export type HostAction =
  | 'scrapeNow'
  | 'connect'
  | 'backfill'
  | 'start'
  | 'showLog'
  | 'copyServeCommand'
  | 'showRecentErrors';

/** Calls from the webview to the extension host. */
export type HostCalls = {
  /** First call of a view; the answer tells it what to draw. */
  ready: { request: null; response: ViewContent };
  /** `now` decides where the range ends. Null while the target has no database yet. */
  readDashboard: { request: { readonly range: Range }; response: DashboardData | null };
  run: { request: HostAction; response: null };
};

/** What a webview shows: the dashboard, or the result of a query. */
export type ViewContent =
  | { readonly view: 'dashboard'; readonly settings: DashboardSettings }
  | { readonly view: 'result'; readonly result: QueryResult };

export interface DashboardSettings {
  /** BCP 47, the editor's language; numbers and times follow it. */
  readonly locale: string;
  readonly errorRateThresholdPercent: number;
  readonly status: CollectingStatus;
}

/** A finished query, as the result view shows it. */
export interface QueryResult {
  readonly title: string;
  readonly sql: string;
  readonly table: ResultTable;
  /** Why an empty result is empty and what to do; null when there are rows. */
  readonly emptyReason: string | null;
  readonly locale: string;
}

/** What the extension host tells a dashboard unasked. */
export type WebviewEvent =
  | { readonly type: 'status'; readonly status: CollectingStatus }
  /** Something new is in the store. */
  | { readonly type: 'committed' };
