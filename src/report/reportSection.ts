/** A table of a report. */
export interface ReportTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** A letter for each column: `l` text of others, `o` own words on one line, `r` number. */
  readonly align: string;
  /** The columns that stay where there is little room; left out: all. */
  readonly essential?: readonly number[];
}

/** A part of a report under a heading. */
export interface ReportSection {
  readonly title: string;
  /** What is said of it before its tables. */
  readonly lines: readonly string[];
  readonly tables: readonly ReportTable[];
}
