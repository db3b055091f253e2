import { cellOf, rowsOf } from '../domain/resultTable';
import type { CellValue, ResultTable } from '../domain/resultTable';

export const resultFormats = ['table', 'json', 'csv'] as const;
export type ResultFormat = (typeof resultFormats)[number];

/** A result as text that ends with a line feed. */
export function resultText(table: ResultTable, format: ResultFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(rowsOf(table), null, 2)}\n`;
    case 'csv':
      return lines(table, (cells) => cells.map(csvField).join(','));
    case 'table':
      return alignedText(table);
  }
}

function lines(table: ResultTable, line: (cells: readonly CellValue[]) => string): string {
  const head = line(table.columns.map((column) => column.name));
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    line(table.columns.map((column) => cellOf(column, row))),
  );
  return [head, ...rows].join('\n') + '\n';
}

/** RFC 4180; a text that a spreadsheet would take for a formula is defused by an apostrophe. */
function csvField(value: CellValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function alignedText(table: ResultTable): string {
  const cells = table.columns.map((column) => [
    column.name,
    ...Array.from({ length: table.rowCount }, (_, row) => cellText(cellOf(column, row))),
  ]);
  const widths = cells.map((texts) =>
    texts.reduce((width, { length }) => Math.max(width, length), 0),
  );
  const isNumber = table.columns.map((column) => column.values instanceof Float64Array);
  const line = (row: number): string =>
    cells
      .map((texts, column) => {
        const text = texts[row] ?? '';
        const width = widths[column] ?? 0;
        return isNumber[column] ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const rows = Array.from({ length: table.rowCount }, (_, row) => line(row + 1));
  return [line(0), rule, ...rows].join('\n') + '\n';
}

/** One line a row: what would break it is shown as JSON shows it. */
function cellText(value: CellValue): string {
  return value === null ? '' : String(value).replaceAll(/[\n\r\t]/g, ' ');
}
