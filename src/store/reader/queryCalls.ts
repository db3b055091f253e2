import type { ResultTable } from '../../domain/resultTable';
import type { DashboardCharts, DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { Explanation, ExplainQuery } from '../../protocol/explanation';
import type { ExportRequest } from '../export/exportRequest';
import type { FileDescription } from '../imported/describeFile';
import type { NamedQuery } from './namedQueries';

/** What a query worker is started with. */
export interface QueryWorkerData {
  readonly file: string;
  readonly wasmPath: string;
}

/** The calls from a QueryClient to its worker, which does one at a time. */
export type QueryCalls = {
  readSql: { request: { readonly sql: string; readonly limit: number }; response: ResultTable };
  /** What the last read left out, as a sentence; null when it was nothing. */
  leftOut: { request: null; response: string | null };
  /** Begins an export; each step does a piece of it. Whoever ends it before `isDone` says so with endExport. */
  beginExport: { request: ExportRequest; response: null };
  stepExport: { request: null; response: { readonly isDone: boolean; readonly done: number } };
  endExport: { request: null; response: null };
  charts: { request: DashboardQuery; response: DashboardCharts };
  dashboard: { request: DashboardQuery; response: DashboardData };
  query: { request: { readonly name: NamedQuery; readonly now: number }; response: ResultTable };
  explain: { request: ExplainQuery; response: Explanation };
  describe: { request: null; response: FileDescription };
  quickCheck: { request: null; response: string | null };
};
