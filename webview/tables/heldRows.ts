/** What of a list is drawn. */
interface Drawn<Row> {
  readonly rows: readonly Row[];
  /** Of all rows that there were, drawn or not. */
  readonly keys: ReadonlySet<string>;
}

/**
 * The rows of a list that holds still: they stay where they are, each as it is now, and those that came since are
 * counted instead of drawn.
 */
export class HeldRows<Row> {
  readonly #keyOf: (row: Row) => string;
  #drawn: Drawn<Row> = { rows: [], keys: new Set() };

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  /** Whether no rows are drawn, so that none could move. */
  get isEmpty(): boolean {
    return this.#drawn.rows.length === 0;
  }

  /** Rows are drawn in their order: `drawn` of `all`. */
  renew(drawn: readonly Row[], all: readonly Row[]): void {
    this.#drawn = { rows: drawn, keys: this.#keysOf(all) };
  }

  /** The rows that were drawn, as they are among `all`; those that are gone as they were. */
  of(all: readonly Row[]): readonly Row[] {
    const current = new Map(all.map((row) => [this.#keyOf(row), row]));
    const rows = this.#drawn.rows.map((row) => current.get(this.#keyOf(row)) ?? row);
    this.#drawn = { ...this.#drawn, rows };
    return rows;
  }

  /** How many of `all` were not there when rows were drawn in their order. */
  newIn(all: readonly Row[]): number {
    return all.filter((row) => !this.#drawn.keys.has(this.#keyOf(row))).length;
  }

  #keysOf(rows: readonly Row[]): ReadonlySet<string> {
    return new Set(rows.map(this.#keyOf));
  }
}
