import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { forceRollbackJournal, pageCountOf, readHeader } from './fileHeader';
import { identityAt } from './fileIdentity';
import { OpenFile } from './openFile';
import type { PageStorage } from './pageImage';
import { isHeld, replaceFile } from './replaceFile';
import type { Sidecar } from './sidecar';
import { syncFolder } from './syncFolder';

/** Pages of one write to the database file: 1 MB with pages of 4 kB. */
const pagesPerWrite = 256;

/**
 * A database file and its sidecar as their one writer has them: what SQLite writes is kept as dirty pages until
 * commit() puts them into the sidecar, from which checkpoint() brings them into the file. A read gives the
 * newest of the three. Throws what the file system throws.
 */
export class PagedFile implements PageStorage {
  readonly pageSize: number;
  #main: OpenFile;
  readonly #sidecar: Sidecar;
  readonly #dirty = new Map<number, Uint8Array>();
  readonly #page: Uint8Array;
  #pageCount: number;
  #readFailure: unknown;

  constructor(main: OpenFile, sidecar: Sidecar) {
    this.#main = main;
    this.#sidecar = sidecar;
    this.pageSize = sidecar.header.pageSize;
    this.#page = new Uint8Array(this.pageSize);
    this.#pageCount = sidecar.pageCount || main.sizeBytes / this.pageSize;
  }

  /** The size of the database as SQLite sees it, bytes. */
  get sizeBytes(): number {
    return this.#pageCount * this.pageSize;
  }

  /** Frames in the sidecar that a checkpoint would bring into the file. */
  get frames(): number {
    return this.#sidecar.frames;
  }

  /** Whether a path leads to the database file: it may have been deleted, moved or replaced. */
  isAt(path: string): boolean {
    return identityAt(path) === this.#main.identity;
  }

  /** Whether the sidecar is still in place, rewriting it if it was deleted. */
  keepSidecar(): boolean {
    if (this.#sidecar.place === 'gone') this.#sidecar.restore();
    return this.#sidecar.place === 'here';
  }

  /** Whether SQLite wrote something that is not committed to the disk. */
  get isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  /** Whether the file is what the last checkpoint left: another program may have written it since. */
  get isUntouched(): boolean {
    return this.#sidecar.isMoving || this.#hasOldHeader;
  }

  /** What a read failed with; SQLite does not survive that, and it may come out of it in another guise. */
  get readFailure(): unknown {
    return this.#readFailure;
  }

  readPage(page: number): Uint8Array {
    try {
      return this.#dirty.get(page) ?? this.#readCommitted(page);
    } catch (error) {
      this.#readFailure = error;
      throw error;
    }
  }

  writePage(page: number, bytes: Uint8Array): void {
    const copy = Uint8Array.from(bytes);
    if (page === 1) {
      forceRollbackJournal(copy);
      this.#pageCount = pageCountOf(copy);
    }
    this.#dirty.set(page, copy);
  }

  /** Makes what SQLite wrote durable, as one transaction, and returns how many pages that were. */
  commit(): number {
    const pages = this.#dirty.size;
    if (pages === 0) return 0;
    this.#sidecar.append(this.#dirty, pages, this.#pageCount);
    this.#dirty.clear();
    return pages;
  }

  /** Brings every committed page into the database file and empties the sidecar. */
  checkpoint(): void {
    const { frames, isMoving } = this.#sidecar;
    if (frames === 0 && !isMoving) return;
    const move = (): void => {
      if (frames > 0) this.#moveToMain();
      this.#main.sync();
      this.#sidecar.reset(readHeader(this.#main));
    };
    this.#sidecar.whileReadersWait(move, () => this.#hasOldHeader);
  }

  /**
   * Puts a whole database file that is on the disk in the place of this one, after a checkpoint: the file itself, or what
   * is in it where this one is held open (docs/store.md#what-systems-differ-in). A connection must be reopened afterwards,
   * and so must all of this when it throws.
   * @param from where the new file is, with pages of the same size
   * @param path where this one is
   */
  replace(from: string, path: string): void {
    const copy = new OpenFile(from, 'r+');
    const rename = (): void => {
      replaceFile(from, path);
      this.#main.close();
      this.#main = copy;
      this.#pageCount = copy.sizeBytes / this.pageSize;
      // Before any commit: it would belong to a file that a power cut could still take back.
      syncFolder(dirname(path));
      this.#sidecar.reset(readHeader(copy));
    };
    try {
      // Without frames the sidecar goes with either of the two files.
      this.#sidecar.whileReadersWait(rename, () => true);
    } catch (error) {
      if (copy === this.#main) throw error;
      try {
        if (!isHeld(error)) throw error;
        this.#takeOver(copy);
      } finally {
        copy.close();
      }
      rmSync(from, { force: true });
    }
  }

  /** Leaves a plain SQLite file and no sidecar, unless a checkpoint fails. */
  close(): void {
    this.checkpoint();
    this.#sidecar.remove();
    this.#main.close();
  }

  /**
   * Closes both files, which are no longer where they were. Somebody may have moved the database file, so all that was
   * committed goes into it, unless it cannot be written or somebody else has written it.
   */
  part(): void {
    try {
      if (this.isUntouched) this.checkpoint();
      this.#sidecar.remove();
    } catch {
      this.#sidecar.close();
    }
    this.#main.close();
  }

  /** Closes both files as they were found; a sidecar without frames was not there, or need not have been. */
  leave(): void {
    if (this.#sidecar.frames === 0) this.#sidecar.remove();
    else this.#sidecar.close();
    this.#main.close();
  }

  /** Closes both files as they are: somebody else writes them now, or will recover them. */
  abandon(): void {
    this.#sidecar.close();
    this.#main.close();
  }

  /** Writes what is in another database over this one, as one transaction. */
  #takeOver(copy: OpenFile): void {
    const pageCount = copy.sizeBytes / this.pageSize;
    this.#sidecar.append(pagesOf(copy, this.pageSize, pageCount), pageCount, pageCount);
    this.#pageCount = pageCount;
    try {
      this.checkpoint();
    } catch {
      // What it would move is safe in the sidecar. It is tried again, as any checkpoint.
    }
  }

  #readCommitted(page: number): Uint8Array {
    if (!this.#sidecar.readPage(page, this.#page)) {
      this.#page.fill(0, this.#main.readAt(this.#page, (page - 1) * this.pageSize));
    }
    if (page === 1) forceRollbackJournal(this.#page);
    return this.#page;
  }

  /** Whether the file has the header by which the sidecar names it. */
  get #hasOldHeader(): boolean {
    return Buffer.from(readHeader(this.#main)).equals(this.#sidecar.header.databaseHeader);
  }

  /** The header comes last: while it is the old one the file and the sidecar go together, whatever else was moved. */
  #moveToMain(): void {
    const { pages, pageCount } = this.#sidecar;
    this.#copyToMain(pages.filter((page) => page !== 1));
    this.#main.truncate(pageCount * this.pageSize);
    this.#copyToMain(pages.filter((page) => page === 1));
  }

  #copyToMain(pages: readonly number[]): void {
    const run = new Uint8Array(pagesPerWrite * this.pageSize);
    for (let first = 0; first < pages.length;) {
      const start = pages[first] ?? 0;
      let length = 0;
      while (length < pagesPerWrite && pages[first + length] === start + length) {
        const at = length * this.pageSize;
        this.#sidecar.readPage(start + length, run.subarray(at, at + this.pageSize));
        length += 1;
      }
      this.#main.writeAt(run.subarray(0, length * this.pageSize), (start - 1) * this.pageSize);
      first += length;
    }
  }
}

/** The pages of a database file, each in the bytes of the one before it. */
function* pagesOf(
  file: OpenFile,
  pageSize: number,
  pageCount: number,
): Generator<readonly [page: number, bytes: Uint8Array]> {
  const bytes = new Uint8Array(pageSize);
  for (let page = 1; page <= pageCount; page += 1) {
    file.readAt(bytes, (page - 1) * pageSize);
    if (page === 1) forceRollbackJournal(bytes);
    yield [page, bytes];
  }
}
