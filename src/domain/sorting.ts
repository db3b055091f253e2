/** A column to sort by, and which way. */
export interface SortState {
  readonly column: string;
  readonly descending: boolean;
}

/** What a row is sorted by; null (unknown) always goes last. */
export type SortValue = number | string | null;

/** The rows in the order of a value; equal ones keep their order. */
export function sortedBy<Row>(
  rows: readonly Row[],
  value: (row: Row) => SortValue,
  descending: boolean,
): Row[] {
  const direction = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, by: value(row) }))
    .sort((a, b) => {
      if (a.by === null || b.by === null) return Number(a.by === null) - Number(b.by === null);
      return direction * compare(a.by, b.by);
    })
    .map(({ row }) => row);
}

/** What a click on a column's head makes of the sort: the same column turns round, a new one begins its own way. */
export function nextSort(sort: SortState, column: string, descendingFirst: boolean): SortState {
  return sort.column === column
    ? { column, descending: !sort.descending }
    : { column, descending: descendingFirst };
}

/** The order of two texts by their UTF-16 units: the same everywhere, whatever the language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b));
}
