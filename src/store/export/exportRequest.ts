/** The tables that can be exported as text, by the name that a file and a command call them. */
export const exportTableNames = [
  'requests-by-minute',
  'requests-by-hour',
  'requests-by-day',
  'errors',
  'clients',
  'latencies-by-minute',
  'latencies-by-hour',
  'latencies-by-day',
  'not-collected',
] as const;
export type ExportTableName = (typeof exportTableNames)[number];

/** A table of a span, as CSV (RFC 4180) or as one JSON document. */
export interface TableExport {
  readonly format: 'csv' | 'json';
  readonly table: ExportTableName;
  /** Unix seconds, half-open; null: as far as there is anything. */
  readonly from: number | null;
  readonly to: number | null;
  /** Patterns of the server's own endpoints, whose rows are marked; `*` stands for any characters. */
  readonly internalEndpoints: readonly string[];
  /** Unix milliseconds. */
  readonly exportedAt: number;
}

/** Where an export goes. */
export interface ExportTarget {
  /** Absolute path of the file. */
  readonly out: string;
  /** Whether a file that is there stays as it is, and the export fails; else somebody was asked, and it is replaced. */
  readonly keepsExisting?: boolean;
}

/** What is to be exported, and where to. */
export type ExportRequest = ExportTarget &
  /** The whole database. */
  ({ readonly format: 'sqlite' } | TableExport);

/** How to follow an export, and end it. */
export interface ExportControl {
  /** Given the share that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}
