import { cellOf } from '../../domain/resultTable';
import type { CellValue, ResultTable } from '../../domain/resultTable';
import { isoTime } from '../../domain/time';
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

/**
 * The rows of a table from a moment on: whole moments, so that a minute that is written again between two pages is
 * in one of them and once. In front of the table's own columns stands when its row is of, and how much of it is missing.
 */
export function readPage(
  connection: Connection,
  request: TableExport,
  { from, to }: Span,
  notCollected: NotCollected,
): TablePage {
  const { sql, periodSeconds, resolution = null } = exportTables[request.table];
  if (sql === null) return stretchesPage({ from, to }, notCollected);
  const parameters = { resolution, internal: listParameter(request.internalEndpoints) };
  // What is grouped is sorted as a whole before its first row comes, so it is no more than some of its periods.
  const end = resolution && periodSeconds ? Math.min(to, from + 60 * periodSeconds) : to;
  const { found, next } = wholeMoments({ from, to: end }, (span, limit) =>
    connection.table(sql, { ...span, ...parameters }, limit),
  );
  const own = found.columns.slice(1);
  const times = Array.from({ length: found.rowCount }, (_, row) => timeAt(found, row));
  return {
    columns: [
      ...['time_utc', 'unix_seconds'],
      ...(periodSeconds === null ? [] : ['not_collected_seconds']),
      ...own.map(({ name }) => name),
    ],
    rows: times.map((at, row) => [
      isoTime(at),
      at,
      ...(periodSeconds === null ? [] : [notCollected.seconds(at, at + periodSeconds)]),
      ...own.map((column) => cellOf(column, row)),
    ]),
    next,
  };
}

/** The stretches that were not collected, as the rows of a table. */
function stretchesPage({ from, to }: Span, notCollected: NotCollected): TablePage {
  return {
    columns: ['time_utc', 'unix_seconds', 'end_utc', 'end_unix_seconds', 'seconds'],
    rows: notCollected.stretches
      .filter((stretch) => stretch.from >= from && stretch.from < to)
      .map((stretch) => [
        isoTime(stretch.from),
        stretch.from,
        isoTime(stretch.to),
        stretch.to,
        stretch.to - stretch.from,
      ]),
    next: to,
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
