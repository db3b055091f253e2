import insertBounds from '../../../sql/commit/insertBounds.sql';
import readBounds from '../../../sql/commit/readBounds.sql';
import type { Connection } from '../database/connection';
import { StoreError } from '../storeError';

/**
 * The lists of bucket bounds that a database knows, by id. Lives no longer than a transaction: ids given in one that is
 * rolled back would not exist.
 */
export class BucketBounds {
  readonly #connection: Connection;
  readonly #byId = new Map<number, readonly number[]>();
  readonly #ids = new Map<string, number>();
  #isRead = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Reads them, which otherwise happens when the first is asked for; not while the rows of a statement are visited. */
  read(): this {
    if (this.#isRead) return this;
    this.#isRead = true;
    const rows = this.#connection.all(readBounds);
    for (const row of rows) this.#keep(row.number('id'), row.text('bounds'));
    return this;
  }

  /** The id of a list of bounds, stored now if it is new. */
  idOf(bounds: readonly number[]): number {
    this.read();
    const text = JSON.stringify(bounds);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const row = this.#connection.first(insertBounds, { bounds: text });
    if (!row) throw new StoreError({ kind: 'no_id_of_bounds' });
    const id = row.number('id');
    this.#keep(id, text);
    return id;
  }

  boundsOf(id: number): readonly number[] {
    this.read();
    const bounds = this.#byId.get(id);
    if (!bounds) throw new StoreError({ kind: 'unknown_bounds', id });
    return bounds;
  }

  #keep(id: number, text: string): void {
    this.#ids.set(text, id);
    this.#byId.set(id, JSON.parse(text) as number[]);
  }
}
