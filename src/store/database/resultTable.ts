import type { Statement } from 'sql.js';
import type { CellValue, ResultColumn, ResultTable } from '../../domain/resultTable';

/** sql.js takes this second argument; its types do not. */
type ReadRow = (parameters: null, options: { readonly useBigInt: boolean }) => unknown[];

/** Steps a bound statement to its end, or to `limit` rows, and returns what it gave by column. */
export function readTable(statement: Statement, limit: number): ResultTable {
  const names = statement.getColumnNames();
  const columns: CellValue[][] = names.map(() => []);
  let rowCount = 0;
  while (rowCount < limit && statement.step()) {
    for (const [index, value] of cellsOf(statement).entries()) columns[index]?.push(value);
    rowCount += 1;
  }
  return {
    columns: names.map((name, index) => resultColumn(name, columns[index] ?? [])),
    rowCount,
    cut: rowCount === limit && statement.step(),
  };
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
