import type { Statement } from 'sql.js';
import type { CellValue, ResultTable } from '../../domain/resultTable';
import { TableBuilder } from '../database/tableBuilder';

/** sql.js takes this second argument; its types do not. */
type ReadRow = (parameters: null, options: { readonly useBigInt: boolean }) => unknown[];

/**
 * Steps a bound statement to its end, or to `limit` rows, and returns what it gave by column.
 * @throws StoreError when its texts are too long in all
 */
export function readTable(statement: Statement, limit: number): ResultTable {
  const table = new TableBuilder(statement.getColumnNames());
  while (table.rowCount < limit && statement.step()) table.add(cellsOf(statement));
  return table.table(table.rowCount === limit && statement.step());
}

/** The current row. An integer that a number cannot hold comes as text, since a wrong digit is worse. */
function cellsOf(statement: Statement): CellValue[] {
  const values = statement.get();
  if (
    !values.some((value) => typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
  ) {
    return values.map(cellOf);
  }
  const read: ReadRow = statement.get.bind(statement);
  return read(null, { useBigInt: true }).map((value, index) => {
    if (typeof value !== 'bigint') return cellOf(values[index] ?? null);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  });
}

function cellOf(value: number | string | Uint8Array | null): CellValue {
  return value instanceof Uint8Array ? `(${value.length} bytes)` : value;
}
