import { csvText } from '../domain/csv';
import { cellOf, rowsOf, rowsWithHead } from '../domain/resultTable';
import type { CellValue, ResultTable } from '../domain/resultTable';
import { visibleText } from '../domain/visibleText';

export const resultFormats = ['table', 'json', 'csv'] as const;
export type ResultFormat = (typeof resultFormats)[number];

/** A result as text that ends with a line feed. */
export function resultText(table: ResultTable, format: ResultFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(rowsOf(table), null, 2)}\n`;
    case 'csv':
      return csvText(rowsWithHead(table), { lineBreak: '\n' });
    case 'table':
      return alignedText(table);
  }
}

/** A table in columns of even width; those of numbers stand at the right. */
export function alignedText(table: ResultTable): string {
  return alignedCells(
    table.columns.map((column) => [
      column.name,
      ...Array.from({ length: table.rowCount }, (_, row) => cellOf(column, row)),
    ]),
    table.columns.map(({ values }) => values instanceof Float64Array),
  );
}

/**
 * Rows below their heads in columns of even width.
 * @param align a letter a column, `r` for those that stand at the right
 */
export function alignedRows(
  head: readonly string[],
  rows: readonly (readonly CellValue[])[],
  align: string,
): string {
  return alignedCells(
    head.map((name, column) => [name, ...rows.map((row) => row[column] ?? null)]),
    head.map((_, column) => align[column] === 'r'),
  );
}

/** @param columns each with its head first, all of one length */
function alignedCells(
  columns: readonly (readonly CellValue[])[],
  isRight: readonly boolean[],
): string {
  const cells = columns.map((column) => column.map(cellText));
  const widths = cells.map((texts) =>
    texts.reduce((width, { length }) => Math.max(width, length), 0),
  );
  const line = (row: number): string =>
    cells
      .map((texts, column) => {
        const text = texts[row] ?? '';
        const width = widths[column] ?? 0;
        return isRight[column] ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const rows = Array.from({ length: (cells[0]?.length ?? 1) - 1 }, (_, row) => line(row + 1));
  return [line(0), rule, ...rows].join('\n') + '\n';
}

/** One line a row, and nothing in it that a terminal would obey; JSON has the text as it is. */
function cellText(value: CellValue): string {
  return value === null ? '' : visibleText(String(value).replaceAll(/[\n\r\t]/g, ' '));
}
