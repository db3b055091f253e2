import { byteOrderMark, csvText } from '../../src/domain/csv';
import { rowsOf, rowsWithHead } from '../../src/domain/resultTable';
import type { ResultTable } from '../../src/domain/resultTable';
import type { ExportedFile } from '../../src/protocol/webviewMessages';

/** Rows of a result as a file, in their order on screen and with the values that the query gave. */
export function resultFile(
  title: string,
  table: ResultTable,
  rows: readonly number[],
  format: 'csv' | 'json',
): ExportedFile {
  // Whoever finds the file later knows that there are more.
  const part = table.cut ? `-first-${table.rowCount}-rows` : '';
  return {
    name: `${nameOf(title)}${part}.${format}`,
    encoding: 'utf8',
    content:
      format === 'csv'
        ? byteOrderMark + csvText(rowsWithHead(table, rows))
        : `${JSON.stringify(rowsOf(table, rows), null, 2)}\n`,
  };
}

/** Rows as the clipboard takes them into a spreadsheet; without the head where they are not all. */
export function copiedRows(table: ResultTable, rows: readonly number[], withHead: boolean): string {
  const cells = rowsWithHead(table, rows);
  return csvText(withHead ? cells : cells.slice(1), { lineBreak: '\n', separator: '\t' });
}

/** A title in the letters that a file's name may have. */
function nameOf(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['result'];
  return words.join('-').slice(0, 36);
}
