import { cellOf } from '../../domain/resultTable';
import type { CellValue, ResultTable } from '../../domain/resultTable';
import type { Connection } from '../database/connection';
import { listParameter } from '../database/listParameter';
import type { TableExport } from './exportRequest';
import type { Span } from './exportTables';
import { exportTables } from './exportTables';
import type { NotCollected } from './notCollected';

/** Rows read at a time, unless one moment has more: a bound on memory and on the length of a read. */
export const rowsPerPage = 5000;

/** A part of a table's export. */
export interface TablePage {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
  /** Where the next page begins, unix seconds; the end of the span when there is none. */
  readonly next: number;
}

/** In front of a table's own columns; unix_seconds is its first. */
const leadingColumns = ['time_utc', 'unix_seconds', 'not_collected_seconds'];

/**
 * The rows of a table from a moment on: whole moments, so that a minute that is written again between two pages is
 * in one of them and once. Among them, in order of time, a row for each stretch that was not collected.
 */
export function readPage(
  connection: Connection,
  request: TableExport,
  { from, to }: Span,
  notCollected: NotCollected,
): TablePage {
  const table = exportTables[request.table];
  const { sql } = table;
  const internal = listParameter(request.internalEndpoints);
  const { found, next } = wholeMoments({ from, to }, (span, limit) =>
    connection.table(sql, { ...span, ...(sql.includes(':internal') && { internal }) }, limit),
  );
  const own = found.columns.slice(1);
  const times = Array.from({ length: found.rowCount }, (_, row) => timeAt(found, row));
  const rows = times.map((at, row) => [
    isoTime(at),
    at,
    table.periodSeconds === null ? null : notCollected.seconds(at, at + table.periodSeconds),
    ...own.map((column) => cellOf(column, row)),
  ]);
  const stretches = notCollected
    .beginningIn(from, next)
    .map((stretch) => [
      isoTime(stretch.from),
      stretch.from,
      stretch.to - stretch.from,
      ...own.map(() => null),
    ]);
  return {
    columns: [...leadingColumns, ...own.map(({ name }) => name)],
    rows: [...stretches, ...rows].sort((a, b) => Number(a[1]) - Number(b[1])),
    next,
  };
}

function wholeMoments(
  { from, to }: Span,
  read: (span: Span, limit: number) => ResultTable,
): { readonly found: ResultTable; readonly next: number } {
  const found = read({ from, to }, rowsPerPage);
  if (!found.cut) return { found, next: to };
  const last = timeAt(found, found.rowCount - 1);
  // A single moment with more rows than a page is read as a whole: collecting limits how many those can be.
  if (timeAt(found, 0) === last) {
    return { found: read({ from: last, to: last + 1 }, Infinity), next: last + 1 };
  }
  let rowCount = found.rowCount;
  while (timeAt(found, rowCount - 1) === last) rowCount -= 1;
  return { found: { ...found, rowCount }, next: last };
}

function timeAt(table: ResultTable, row: number): number {
  const [times] = table.columns;
  return Number(times && cellOf(times, row));
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
