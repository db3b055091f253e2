import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { OpenFile } from '../file/openFile';
import { replaceFile } from '../file/replaceFile';
import { syncFolder } from '../file/syncFolder';

/**
 * A file that is written from its beginning to its end and has its name only when it is whole and on the disk.
 * Throws what the file system throws.
 */
export class UnfinishedFile {
  readonly #path: string;
  readonly #file: OpenFile;
  #size = 0;
  #isOver = false;

  /** @param path the name that it is to have; in the same folder, so that the rename is one step */
  constructor(path: string) {
    this.#path = path;
    const unfinished = unfinishedPath(path);
    rmSync(unfinished, { force: true });
    this.#file = new OpenFile(unfinished, 'wx+');
  }

  append(bytes: Uint8Array): void {
    this.#file.writeAt(bytes, this.#size);
    this.#size += bytes.length;
  }

  /** Forgets what was written. */
  restart(): void {
    this.#file.truncate(0);
    this.#size = 0;
  }

  /** Returns when the file is on the disk under its name, in the place of one that was there. */
  finish(): void {
    this.#file.sync();
    this.#file.close();
    this.#isOver = true;
    try {
      replaceFile(unfinishedPath(this.#path), this.#path);
    } catch (error) {
      rmSync(unfinishedPath(this.#path), { force: true });
      throw error;
    }
    syncFolder(dirname(this.#path));
  }

  /** Removes it, unless it is finished. */
  abandon(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#file.close();
    rmSync(unfinishedPath(this.#path), { force: true });
  }
}

/** Where a file is written before it has its name. */
export function unfinishedPath(path: string): string {
  return `${path}.exporting`;
}
