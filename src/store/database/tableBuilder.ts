import type { CellValue, ResultColumn, ResultTable } from '../../domain/resultTable';
import { StoreError } from '../storeError';

/** The texts of a result in all: some 64 MB, held once in a worker and once where they are shown. */
const mostCharacters = 32_000_000;

/** A result by column, made of its rows. */
export class TableBuilder {
  readonly #names: readonly string[];
  readonly #columns: CellValue[][];
  #rowCount = 0;
  #characters = 0;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#columns = names.map(() => []);
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** @throws StoreError when the texts are too long in all */
  add(cells: readonly CellValue[]): void {
    for (const [index, value] of cells.entries()) {
      this.#columns[index]?.push(value);
      if (typeof value === 'string') this.#characters += value.length;
    }
    this.#rowCount += 1;
    if (this.#characters > mostCharacters) {
      const millions = mostCharacters / 1e6;
      throw new StoreError({ kind: 'texts_too_long', rows: this.#rowCount, millions });
    }
  }

  /** @param cut whether there are more rows than these */
  table(cut: boolean): ResultTable {
    return {
      columns: this.#names.map((name, index) => resultColumn(name, this.#columns[index] ?? [])),
      rowCount: this.#rowCount,
      cut,
    };
  }
}

function resultColumn(name: string, values: readonly CellValue[]): ResultColumn {
  return values.every(isNumberOrNull)
    ? { name, values: Float64Array.from(values, (value) => value ?? NaN) }
    : { name, values };
}

function isNumberOrNull(value: CellValue): value is number | null {
  return value === null || typeof value === 'number';
}
