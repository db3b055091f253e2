import { randomBytes, randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ifThere } from './fileError';
import { databaseHeaderBytes } from './fileHeader';
import { identityAt } from './fileIdentity';
import { FrameIndex } from './frameIndex';
import { OpenFile } from './openFile';
import type { SidecarHeader } from './sidecarFormat';
import {
  encodeFrame,
  encodeHeader,
  framesStart,
  generationAt,
  generationBytes,
  hasMagic,
} from './sidecarFormat';
import { syncFolder } from './syncFolder';

/** Frames put together for one write: 4 MB with pages of 4 kB. */
const framesPerWrite = 1024;

/** Space beyond this that a large transaction left is returned to the disk when the sidecar restarts, bytes. */
const keptBytes = 32 * 1024 * 1024;

/** Copied at a time. */
const copiedBytes = 1024 * 1024;

const saltBytes = 8;

/** The path of the sidecar of a database. Not "-wal": a native tool would take it for its own log and delete it. */
export function sidecarPath(databasePath: string): string {
  return `${databasePath}-sidecar`;
}

/** The committed transactions that are not in the database file yet, as its one writer has them. */
export class Sidecar {
  readonly #path: string;
  #file: OpenFile;
  #index: FrameIndex;
  #generation: number;
  /** Whether its header on the disk is that of its frames; not after a reset that failed. */
  #isBegun = true;

  private constructor(path: string, file: OpenFile, index: FrameIndex, generation: number) {
    this.#path = path;
    this.#file = file;
    this.#index = index;
    this.#generation = generation;
  }

  /** A new one for the database with this header. There must be none at the path. */
  static create(path: string, pageSize: number, databaseHeader: Uint8Array): Sidecar {
    const file = new OpenFile(path, 'wx+');
    const index = new FrameIndex(newHeader(pageSize, databaseHeader));
    file.writeAt(encodeHeader(index.header), 0);
    const sidecar = new Sidecar(path, file, index, 0);
    // A random start: the generations of two sidecars are never taken for each other's.
    sidecar.#setGeneration(2 * randomInt(2 ** 40));
    file.sync();
    syncFolder(dirname(path));
    return sidecar;
  }

  /** One that a writer left, with what it committed; undefined when its header is damaged. */
  static recover(path: string, onPageOne: (bytes: Uint8Array) => void): Sidecar | undefined {
    const file = new OpenFile(path, 'r+');
    const index = FrameIndex.of(file);
    if (!index) {
      file.close();
      return undefined;
    }
    index.readOn(file, onPageOne);
    return new Sidecar(path, file, index, readGeneration(file));
  }

  get header(): SidecarHeader {
    return this.#index.header;
  }

  /** Whether pages are being moved into the database, or its writer died over that. */
  get isMoving(): boolean {
    return isMoving(this.#generation);
  }

  /** How many frames are committed. */
  get frames(): number {
    return this.#index.end.frames;
  }

  /** Pages of the database after the last commit; 0 when there is none. */
  get pageCount(): number {
    return this.#index.pageCount;
  }

  /** The pages that have frames, ascending. */
  get pages(): number[] {
    return this.#index.pages;
  }

  /** Fills `into` with a page's last committed bytes; false when it has none here. */
  readPage(page: number, into: Uint8Array): boolean {
    const place = this.#index.placeOf(page);
    if (place === undefined) return false;
    if (this.#file.readAt(into, place) < into.length) {
      throw new Error(`${this.#path} ends before a page that was written to it`);
    }
    return true;
  }

  /**
   * Commits a transaction; it is on the disk when this returns. When it throws, nothing of it counts, and it may
   * be tried again.
   * @param pages `count` pages with their bytes, each taken before the next one is asked for
   * @param pageCount pages of the database after it
   */
  append(
    pages: Iterable<readonly [page: number, bytes: Uint8Array]>,
    count: number,
    pageCount: number,
  ): void {
    if (!this.#isBegun) this.#begin();
    const { frames } = this.#index.end;
    let { checksum } = this.#index.end;
    const { frameBytes } = this.#index;
    const chunk = Buffer.allocUnsafe(Math.min(count, framesPerWrite) * frameBytes);
    const appended: number[] = [];
    let filled = 0;
    try {
      for (const [page, bytes] of pages) {
        appended.push(page);
        const isLast = appended.length === count;
        const frame = { page, pageCount: isLast ? pageCount : 0, bytes };
        const into = chunk.subarray(filled, filled + frameBytes);
        checksum = encodeFrame(into, frame, this.header.salts, checksum);
        filled += frameBytes;
        if (filled < chunk.length && !isLast) continue;
        const first = appended.length - filled / frameBytes;
        this.#file.writeAt(chunk.subarray(0, filled), this.#index.startOf(frames + first));
        filled = 0;
      }
      this.#file.sync();
    } catch (error) {
      this.#overtake();
      throw error;
    }
    this.#index.add(appended, pageCount, checksum);
  }

  /**
   * Does work that readers must not see half done. The generation is odd meanwhile, and a new one afterwards, so that
   * they wait, and repeat what they had begun. That it is odd is on the disk before the work begins.
   * @param isReadable asked when the work fails: whether the files go together, or must wait until it succeeds
   */
  whileReadersWait(work: () => void, isReadable: () => boolean): void {
    this.#setGeneration(this.#generation + (this.isMoving ? 2 : 1));
    try {
      this.#file.sync();
      work();
    } catch (error) {
      if (isReadable()) this.#setGeneration(this.#generation + 1);
      throw error;
    }
    this.#setGeneration(this.#generation + 1);
  }

  /**
   * Restarts without frames. What it had must be on the disk elsewhere. When it throws, the next append begins
   * with this.
   */
  reset(databaseHeader: Uint8Array): void {
    this.#index = new FrameIndex(newHeader(this.header.pageSize, databaseHeader));
    this.#begin();
    if (this.#file.sizeBytes > keptBytes) this.#file.truncate(framesStart);
  }

  close(): void {
    this.#file.close();
  }

  /** Whether its path leads to it, to nothing, or to another file by now. */
  get place(): 'here' | 'gone' | 'taken' {
    const identity = identityAt(this.#path);
    if (identity === undefined) return 'gone';
    return identity === this.#file.identity ? 'here' : 'taken';
  }

  /** Rewrites it to its path, from which it was deleted, and syncs it. There must be nothing at the path. */
  restore(): void {
    const file = new OpenFile(this.#path, 'wx+');
    const chunk = Buffer.alloc(copiedBytes);
    for (let at = 0; at < this.#file.sizeBytes; at += chunk.length) {
      file.writeAt(chunk.subarray(0, this.#file.readAt(chunk, at)), at);
    }
    file.sync();
    syncFolder(dirname(this.#path));
    this.#file.close();
    this.#file = file;
  }

  /** Closes it, and deletes it unless another file has its path. */
  remove(): void {
    const isHere = this.place === 'here';
    this.close();
    if (isHere) rmSync(this.#path, { force: true });
  }

  #begin(): void {
    this.#isBegun = false;
    this.#file.writeAt(encodeHeader(this.#index.header), 0);
    // Before new frames take the place of old ones: with the old header a part of these would count again.
    this.#file.sync();
    this.#isBegun = true;
  }

  /** Readers that saw a commit frame which was then not synced must not keep it: the next try overwrites it. */
  #overtake(): void {
    this.#setGeneration(this.#generation + 2);
  }

  #setGeneration(generation: number): void {
    const bytes = Buffer.alloc(generationBytes);
    bytes.writeBigUInt64BE(BigInt(generation));
    this.#file.writeAt(bytes, generationAt);
    this.#generation = generation;
  }
}

/** Whether the file at a path is a sidecar, whole or damaged; undefined where there is none, or an empty one. */
export function isSidecar(path: string): boolean | undefined {
  const file = ifThere(() => new OpenFile(path, 'r'));
  if (file === undefined) return undefined;
  try {
    return file.sizeBytes === 0 ? undefined : hasMagic(file);
  } finally {
    file.close();
  }
}

/** The generation of a sidecar: odd while its writer moves pages, a new one afterwards. */
export function readGeneration(file: OpenFile): number {
  const bytes = Buffer.alloc(generationBytes);
  file.readAt(bytes, generationAt);
  return Number(bytes.readBigUInt64BE());
}

/** Whether a generation is that of a sidecar whose pages are being moved into the database. */
export function isMoving(generation: number): boolean {
  return generation % 2 === 1;
}

function newHeader(pageSize: number, databaseHeader: Uint8Array): SidecarHeader {
  return {
    pageSize,
    salts: randomBytes(saltBytes),
    databaseHeader: Uint8Array.from(databaseHeader.subarray(0, databaseHeaderBytes)),
  };
}
