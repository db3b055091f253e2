import type { FieldDef } from 'pg';
import type { CellValue } from '../../domain/resultTable';
import type { Rows } from './networkCalls';
import { readerOf } from './values';

/** Rows of a statement as they arrive from the server. */
export class RowsRead {
  #columns: string[] = [];
  #readers: ((text: string) => CellValue)[] = [];
  #values: CellValue[] = [];
  #count = 0;
  readonly #ends: number[] = [];

  begin(fields: readonly FieldDef[]): void {
    this.#columns = fields.map(({ name }) => name);
    this.#readers = fields.map(({ dataTypeID }) => readerOf(dataTypeID));
  }

  add(fields: readonly (string | null)[]): void {
    for (const [i, text] of fields.entries()) {
      this.#values.push(text === null ? null : (this.#readers[i]?.(text) ?? null));
    }
  }

  /** One of the statements is done. @param tag what the server says of it, as in INSERT 0 5 */
  end(tag: string): void {
    this.#count = Number(/\d+$/.exec(tag)?.[0] ?? 0);
    this.#ends.push(this.#values.length);
  }

  /** Those that have arrived since the last time. */
  take(isCut: boolean): Rows {
    const values = this.#values;
    this.#values = [];
    return { columns: this.#columns, values, ends: this.#ends, count: this.#count, isCut };
  }
}
