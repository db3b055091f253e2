/** A value of a result, as SQLite knows them; blobs are not shown. */
export type CellValue = number | string | null;

/**
 * One column of a query's result. A column whose values are all numbers or NULL crosses threads as a
 * Float64Array in which NaN stands for NULL (SQLite itself stores no NaN).
 */
export interface ResultColumn {
  readonly name: string;
  readonly values: Float64Array | readonly CellValue[];
}

/** A query's result, by column. */
export interface ResultTable {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** True when the row limit cut the result: there are more rows than these. */
  readonly cut: boolean;
}

/** The value at (column, row); null for NULL and outside the table. */
export function cellOf(column: ResultColumn, row: number): CellValue {
  const value = column.values[row];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** A result as one object a row, keyed by column name. */
export function rowsOf(table: ResultTable): Record<string, CellValue>[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map((column) => [column.name, cellOf(column, row)])),
  );
}
