import { StoreError } from '../storeError';

/** What a parameter or a cell may be. Blobs are not used. */
export type SqlValue = number | string | null;

/** One row of a result, read by column name and type. A cell of another type is a defect and throws. */
export class Row {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #values: readonly unknown[];

  constructor(columns: ReadonlyMap<string, number>, values: readonly unknown[]) {
    this.#columns = columns;
    this.#values = values;
  }

  number(column: string): number {
    const value = this.#value(column);
    if (typeof value !== 'number') throw unexpected(column, 'number', value);
    return value;
  }

  numberOrNull(column: string): number | null {
    return this.#value(column) === null ? null : this.number(column);
  }

  text(column: string): string {
    const value = this.#value(column);
    if (typeof value !== 'string') throw unexpected(column, 'text', value);
    return value;
  }

  textOrNull(column: string): string | null {
    return this.#value(column) === null ? null : this.text(column);
  }

  #value(column: string): unknown {
    const index = this.#columns.get(column);
    if (index === undefined) throw new StoreError({ kind: 'no_column', column });
    return this.#values[index];
  }
}

function unexpected(column: string, wanted: 'number' | 'text', value: unknown): StoreError {
  return new StoreError({
    kind: 'unexpected_value',
    column,
    wanted,
    value: JSON.stringify(value),
  });
}
