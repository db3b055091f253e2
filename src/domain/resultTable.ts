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

/** What the numbers of a column are, where that is known; elsewhere they are shown as they are. */
export type ColumnKind =
  /** Unix seconds. */
  | 'time'
  | 'count'
  /** Of whole numbers. */
  | 'average'
  /** 0 to 100. */
  | 'percent'
  | 'milliseconds'
  /** An average, and a quantile, of the log's whole milliseconds. */
  | 'handlerAverage'
  | 'handlerQuantile';

/** The value at (column, row); null for NULL and outside the table. */
export function cellOf(column: ResultColumn, row: number): CellValue {
  const value = column.values[row];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/**
 * A result as one object a row, keyed by column name; of columns with one name the later ones bear their number (`a:2`).
 * @param rows which of them, in their order; left out: all
 */
export function rowsOf(
  table: ResultTable,
  rows: readonly number[] = everyRow(table),
): Record<string, CellValue>[] {
  const seen = new Map<string, number>();
  const keys = table.columns.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}:${count}`;
  });
  return rows.map((row) =>
    Object.fromEntries(table.columns.map((column, i) => [keys[i] ?? '', cellOf(column, row)])),
  );
}

/** The names of the columns, and below them the rows as `rowsOf` takes them. */
export function rowsWithHead(
  table: ResultTable,
  rows: readonly number[] = everyRow(table),
): CellValue[][] {
  return [
    table.columns.map(({ name }) => name),
    ...rows.map((row) => table.columns.map((column) => cellOf(column, row))),
  ];
}

function everyRow({ rowCount }: ResultTable): number[] {
  return Array.from({ length: rowCount }, (_, row) => row);
}
