import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { deflateSync, inflateSync } from 'node:zlib';
import type { CommitBatch } from '../../domain/commitBatch';
import { ifThere } from '../file/fileError';
import { OpenFile } from '../file/openFile';
import { processStart } from '../file/processes';
import { lockPath, WriteLock } from '../file/writeLock';
import { StoreError } from '../storeError';

/** A commit that waits, and the state that it builds upon, by its digest. */
export interface SpooledCommit {
  readonly before: string;
  readonly batch: CommitBatch;
}

/** An hour of a busy server takes some tens. */
export const mostSpoolBytes = 256 * 1024 * 1024;

const lengthBytes = 4;
const digestBytes = 16;
const frameBytes = lengthBytes + digestBytes;

/**
 * Commits that wait for a store that is out of reach, in order, in a file that outlives the process: for each its length,
 * a digest, and the commit, compressed. What is unfinished at the end, over which a process was killed, is left out. One
 * process at a time has it. Throws what the file system throws.
 */
export class SpoolFile {
  readonly path: string;
  readonly #mostBytes: number;
  readonly #lock: WriteLock;
  #end = 0;
  #count = 0;
  #last: SpooledCommit | undefined;

  private constructor(path: string, lock: WriteLock, mostBytes: number) {
    this.path = path;
    this.#lock = lock;
    this.#mostBytes = mostBytes;
    for (const last of this.read()) {
      this.#count += 1;
      this.#last = last;
    }
  }

  /**
   * That of a store in a folder, which is made where it is not there; undefined while another process has it.
   * @param store what tells it from others, for people and of this machine alone
   */
  static open(folder: string, store: string, mostBytes = mostSpoolBytes): SpoolFile | undefined {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = createHash('sha256').update(store).digest('hex').slice(0, 32);
    const path = join(folder, `${name}.spool`);
    const lock = WriteLock.acquire(lockPath(path), `${process.pid} ${processStart(process.pid)}`);
    return lock instanceof WriteLock ? new SpoolFile(path, lock, mostBytes) : undefined;
  }

  /** How many commits wait. */
  get count(): number {
    return this.#count;
  }

  /** The one that came last. */
  get last(): SpooledCommit | undefined {
    return this.#last;
  }

  /**
   * Adds a commit behind the others; it is on the disk when this returns.
   * @throws StoreError where there is no room for it
   */
  append(commit: SpooledCommit): void {
    const bytes = deflateSync(serialize(commit), { level: 1 });
    const frame = Buffer.concat([Buffer.alloc(lengthBytes), digestOf(bytes), bytes]);
    frame.writeUInt32BE(bytes.length);
    if (this.#end + frame.length > this.#mostBytes) {
      const megabytes = Math.round(this.#mostBytes / 1024 / 1024);
      throw new StoreError({ kind: 'spool_full', path: this.path, megabytes });
    }
    const file = ifThere(() => new OpenFile(this.path, 'r+')) ?? new OpenFile(this.path, 'wx+');
    try {
      file.truncate(this.#end);
      file.writeAt(frame, this.#end);
      file.sync();
    } finally {
      file.close();
    }
    this.#end += frame.length;
    this.#count += 1;
    this.#last = commit;
    this.#lock.beat();
  }

  /** The commits that wait, in order. */
  *read(): Generator<SpooledCommit> {
    const file = ifThere(() => new OpenFile(this.path, 'r'));
    if (!file) return;
    try {
      const size = file.sizeBytes;
      let at = 0;
      for (const head = Buffer.alloc(frameBytes); file.readAt(head, at) === frameBytes;) {
        const length = head.readUInt32BE();
        if (at + frameBytes + length > size) return;
        const bytes = Buffer.alloc(length);
        file.readAt(bytes, at + frameBytes);
        if (!digestOf(bytes).equals(head.subarray(lengthBytes))) return;
        at += frameBytes + length;
        this.#end = Math.max(this.#end, at);
        yield deserialize(inflateSync(bytes)) as SpooledCommit;
      }
    } finally {
      file.close();
    }
  }

  /** Forgets all of them. */
  clear(): void {
    rmSync(this.path, { force: true });
    this.#end = 0;
    this.#count = 0;
    this.#last = undefined;
  }

  /** Leaves the file to others, with what waits in it. */
  close(): void {
    this.#lock.release();
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, digestBytes);
}
