import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { identityOf } from './fileIdentity';
import { refuseObstacle } from './obstacle';

/**
 * An open file that is read and written at positions, in bytes. Everything is synchronous, since SQLite asks
 * for pages in the middle of a statement, and throws what the file system throws.
 */
export class OpenFile {
  readonly #descriptor: number;

  /**
   * @param flags as fs.open has them
   * @throws StoreError where something else than a file is at the path, without opening it
   */
  constructor(path: string, flags: 'r' | 'r+' | 'wx+') {
    if (flags !== 'wx+') refuseObstacle(path);
    this.#descriptor = openSync(path, flags);
  }

  get sizeBytes(): number {
    return fstatSync(this.#descriptor).size;
  }

  /** By which we know whether a path still leads to it. */
  get identity(): string {
    return identityOf(fstatSync(this.#descriptor, { bigint: true }));
  }

  /** Fills `into` from a position, as far as the file goes, and returns how many bytes that were. */
  readAt(into: Uint8Array, position: number): number {
    let done = 0;
    while (done < into.length) {
      const read = readSync(this.#descriptor, into, done, into.length - done, position + done);
      if (read === 0) break;
      done += read;
    }
    return done;
  }

  writeAt(bytes: Uint8Array, position: number): void {
    let done = 0;
    while (done < bytes.length) {
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, position + done);
    }
  }

  truncate(sizeBytes: number): void {
    ftruncateSync(this.#descriptor, sizeBytes);
  }

  /** Returns when everything written, and the size, is on the disk. */
  sync(): void {
    fdatasyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
