import { headerDefect, pageSizeOf, readHeader } from './fileHeader';
import { OpenFile } from './openFile';
import type { PageStorage } from './pageImage';

/**
 * A database file that nobody knows yet: SQLite's pages go straight into it, and nothing of it counts before
 * finish(). Throws what the file system throws.
 */
export class NewFile implements PageStorage {
  readonly pageSize: number;
  readonly #file: OpenFile;
  readonly #page: Uint8Array;

  private constructor(file: OpenFile, pageSize: number) {
    this.#file = file;
    this.pageSize = pageSize;
    this.#page = new Uint8Array(pageSize);
  }

  /** @param beginning the bytes of a database, at least a page. There must be no file at the path. */
  static create(path: string, beginning: Uint8Array): NewFile {
    const file = new OpenFile(path, 'wx+');
    try {
      file.writeAt(beginning, 0);
      return new NewFile(file, pageSizeOf(beginning));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  readPage(page: number): Uint8Array {
    const read = this.#file.readAt(this.#page, (page - 1) * this.pageSize);
    this.#page.fill(0, read);
    return this.#page;
  }

  writePage(page: number, bytes: Uint8Array): void {
    this.#file.writeAt(bytes, (page - 1) * this.pageSize);
  }

  /** Returns when all of it is on the disk. */
  finish(): void {
    this.#file.sync();
    const defect = headerDefect(readHeader(this.#file), this.#file.sizeBytes);
    if (defect) throw new Error(`the copy is no whole database: ${defect}`);
  }

  close(): void {
    this.#file.close();
  }
}
