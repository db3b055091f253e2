/** How long rows that no commit affects may stay unchanged as time passes, ms. */
const freshMs = 5 * 60_000;

/** How the first level of a tree comes about. */
export interface RowSource<Data, Row> {
  /** Reads what the rows are made from; undefined while there is nothing to read, or it cannot be read. */
  readonly read: () => Promise<Data | undefined>;
  /** Makes the rows from what was read. */
  readonly rows: (data: Data | undefined) => readonly Row[];
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * The first level of a tree. It is read when it is shown, and again when a commit has changed something in it or five
 * minutes have passed: what is no longer of the last 24 hours then leaves.
 */
export class TreeRows<Data, Row> {
  readonly #source: RowSource<Data, Row>;
  #read: { readonly data: Data; readonly at: number } | undefined;
  /** Counts what made a read out of date. */
  #changes = 0;

  constructor(source: RowSource<Data, Row>) {
    this.#source = source;
  }

  /** The rows, read if need be. */
  async current(): Promise<readonly Row[]> {
    const changes = this.#changes;
    const at = this.#source.now();
    const data = this.#read ? this.#read.data : await this.#source.read();
    if (data !== undefined && changes === this.#changes) this.#read ??= { data, at };
    return this.#source.rows(data);
  }

  /** A commit came; `concerns` says whether it changed something here. True when the rows have to be drawn again. */
  committed(concerns: boolean): boolean {
    const isFresh = this.#read !== undefined && this.#source.now() - this.#read.at < freshMs;
    if (isFresh && !concerns) return false;
    this.#changes += 1;
    this.#read = undefined;
    return true;
  }
}
