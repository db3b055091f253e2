/** The tables that can be exported as text, by the name that a file and a command call them. */
export const exportTableNames = [
  'requests-by-minute',
  'requests-by-hour',
  'requests-by-day',
  'errors',
  'clients',
  'endpoint-latencies',
] as const;
export type ExportTableName = (typeof exportTableNames)[number];

/** A table of a span, as CSV (RFC 4180) or as one JSON document. */
export interface TableExport {
  readonly format: 'csv' | 'json';
  readonly table: ExportTableName;
  /** Unix seconds, half-open; null: as far as there is anything. */
  readonly from: number | null;
  readonly to: number | null;
  /** GLOB patterns of the server's own endpoints, whose rows are marked. */
  readonly internalEndpoints: readonly string[];
  /** Unix milliseconds. */
  readonly exportedAt: number;
}

/** What is to be exported, and the absolute path of the file; one that is there is replaced. */
export type ExportRequest = { readonly out: string } &
  /** The whole database. */
  ({ readonly format: 'sqlite' } | TableExport);

/** How to follow an export, and end it. */
export interface ExportControl {
  /** Given the share that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}
