/** Where SQLite's reads and writes of a database file go, page by page. Pages are counted from 1. */
export interface PageStorage {
  /** Bytes. */
  readonly pageSize: number;
  /** The bytes of a page, good until the next read; zeros for one that was never written. */
  readPage(page: number): Uint8Array;
  /** Takes a page over; the bytes are the caller's and must be copied. */
  writePage(page: number, bytes: Uint8Array): void;
}

/**
 * What sql.js is given as the contents of a database file. It copies them with `slice` and keeps the result in
 * its file system in memory; since this object's slice is the object itself, every later read (`subarray`) and
 * write (`set`) of SQLite comes here and goes on to a storage of pages.
 */
export class PageImage {
  readonly #storage: PageStorage;
  #length: number;

  /** @param sizeBytes the size of the file for SQLite; not 0, or sql.js keeps nothing */
  constructor(storage: PageStorage, sizeBytes: number) {
    this.#storage = storage;
    this.#length = sizeBytes;
  }

  /** The size until it was taken over; then without end, so that the file system never moves it elsewhere to grow. */
  get length(): number {
    return this.#length;
  }

  slice(): this {
    this.#length = Number.MAX_SAFE_INTEGER;
    return this;
  }

  subarray(from: number, to: number): Uint8Array {
    const { pageSize } = this.#storage;
    const page = Math.floor(from / pageSize) + 1;
    const start = (page - 1) * pageSize;
    if (to - start <= pageSize)
      return this.#storage.readPage(page).subarray(from - start, to - start);
    return this.#copy(from, to);
  }

  set(bytes: Uint8Array, offset: number): void {
    const { pageSize } = this.#storage;
    if (bytes.length !== pageSize || offset % pageSize !== 0) {
      throw new Error(`SQLite wrote ${bytes.length} bytes at ${offset}, which is no page`);
    }
    this.#storage.writePage(offset / pageSize + 1, bytes);
  }

  /** More than a page is asked for only when the file system takes the contents back, to truncate the file. */
  #copy(from: number, to: number): Uint8Array {
    const { pageSize } = this.#storage;
    const copy = new Uint8Array(to - from);
    for (let at = from; at < to;) {
      const next = Math.min(to, (Math.floor(at / pageSize) + 1) * pageSize);
      copy.set(this.subarray(at, next), at - from);
      at = next;
    }
    return copy;
  }
}
