import type { ResultTable } from '../domain/resultTable';

/** What a query worker is started with. */
export interface QueryWorkerData {
  readonly file: string;
  readonly wasmPath: string;
}

/** The calls from a QueryClient to its worker, which does one at a time. */
export type QueryCalls = {
  readSql: { request: { readonly sql: string; readonly limit: number }; response: ResultTable };
  quickCheck: { request: null; response: string | null };
};
