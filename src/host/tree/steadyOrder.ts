/** How long somebody who was noticed is taken to be there still, ms. */
const attentionMs = 10_000;

/**
 * The order of a tree's rows. While somebody is at them it stays as it is and new rows come last. The editor does not tell
 * an extension where the pointer is; it tells of hovers, selections and of what is opened and closed
 * (docs/architecture.md#what-holds-still).
 */
export class SteadyOrder<Row> {
  readonly #keyOf: (row: Row) => string;
  readonly #now: () => number;
  #keys: readonly string[] = [];
  #heldUntil = -Infinity;
  #isBehind = false;

  /** @param now unix milliseconds */
  constructor(keyOf: (row: Row) => string, now: () => number) {
    this.#keyOf = keyOf;
    this.#now = now;
  }

  /** Somebody is at the rows. */
  noticed(): void {
    this.#heldUntil = this.#now() + attentionMs;
  }

  /** Another order is wanted, at once. */
  release(): void {
    this.#heldUntil = -Infinity;
  }

  /** Whether rows were kept from their order, and need not be any more. */
  get isDue(): boolean {
    return this.#isBehind && !this.#isHeld;
  }

  /** Rows that are in the order that they ought to have, in the one that they get. */
  arranged(rows: readonly Row[]): readonly Row[] {
    const places = new Map(this.#keys.map((key, place) => [key, place]));
    const placeOf = (row: Row): number => places.get(this.#keyOf(row)) ?? places.size;
    const arranged = this.#isHeld ? rows.toSorted((a, b) => placeOf(a) - placeOf(b)) : rows;
    this.#isBehind = arranged.some((row, place) => row !== rows[place]);
    this.#keys = arranged.map(this.#keyOf);
    return arranged;
  }

  get #isHeld(): boolean {
    return this.#now() < this.#heldUntil;
  }
}
