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

/** A table in columns of even width. */
export function alignedText(table: ResultTable): string {
  const cells = table.columns.map((column) => [
    cellText(column.name),
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

/** One line a row, and nothing in it that a terminal would obey; JSON has the text as it is. */
function cellText(value: CellValue): string {
  return value === null ? '' : visibleText(String(value).replaceAll(/[\n\r\t]/g, ' '));
}
