import type { Statement } from 'sql.js';
import type { CellValue, ResultColumn, ResultTable } from '../../domain/resultTable';
import { StoreError } from '../storeError';

/** The texts of a result in all: some 64 MB, held once in a worker and once where they are shown. */
const mostCharacters = 32_000_000;

/** sql.js takes this second argument; its types do not. */
type ReadRow = (parameters: null, options: { readonly useBigInt: boolean }) => unknown[];

/**
 * Steps a bound statement to its end, or to `limit` rows, and returns what it gave by column.
 * @throws StoreError when its texts are too long in all
 */
export function readTable(statement: Statement, limit: number): ResultTable {
  const names = statement.getColumnNames();
  const columns: CellValue[][] = names.map(() => []);
  let rowCount = 0;
  let characters = 0;
  while (rowCount < limit && statement.step()) {
    for (const [index, value] of cellsOf(statement).entries()) {
      columns[index]?.push(value);
      if (typeof value === 'string') characters += value.length;
    }
    if (characters > mostCharacters) throw tooLong(rowCount);
    rowCount += 1;
  }
  return {
    columns: names.map((name, index) => resultColumn(name, columns[index] ?? [])),
    rowCount,
    cut: rowCount === limit && statement.step(),
  };
}

function tooLong(rows: number): StoreError {
  return new StoreError({ kind: 'texts_too_long', rows: rows + 1, millions: mostCharacters / 1e6 });
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

function resultColumn(name: string, values: readonly CellValue[]): ResultColumn {
  return values.every(isNumberOrNull)
    ? { name, values: Float64Array.from(values, (value) => value ?? NaN) }
    : { name, values };
}

function isNumberOrNull(value: CellValue): value is number | null {
  return value === null || typeof value === 'number';
}
