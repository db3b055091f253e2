import { rmSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { access, constants, mkdir, open } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { fileError, ifThere } from './fileError';
import { pageSizeOf } from './fileHeader';
import { refuseObstacle } from './obstacle';
import { OpenFile } from './openFile';
import { replaceFile } from './replaceFile';
import { sidecarPath } from './sidecar';
import { syncFolder } from './syncFolder';

/** The path of a database file, and what is done with the file as a whole. Rejects with a StoreError. */
export class DatabaseFile {
  /** Absolute path. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Where new contents are written before they replace the old ones; in the same folder, since a rename between file
   * systems is a copy that can be cut short.
   */
  get unfinishedPath(): string {
    return `${this.path}.writing`;
  }

  /** Bytes; undefined when there is no file. Throws a StoreError where something else is in its place. */
  get sizeBytes(): number | undefined {
    try {
      refuseObstacle(this.path);
      return ifThere(() => statSync(this.path).size);
    } catch (error) {
      throw fileError(error, 'read', this.path);
    }
  }

  /** Makes the folder that it lies in. */
  async makeFolder(): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
    } catch (error) {
      const reason = (await refusalAbove(dirname(this.path))) ?? error;
      throw fileError(reason, 'create_folder', dirname(this.path));
    }
  }

  /**
   * Replaces the contents. The old ones stay in place until the new ones are on the disk, so that a crash at
   * any point leaves one of the two whole.
   */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      await writeDurably(this.unfinishedPath, bytes);
      replaceFile(this.unfinishedPath, this.path);
      syncFolder(dirname(this.path));
    } catch (error) {
      throw fileError(error, 'write', this.path);
    }
  }

  /**
   * Fills an existing empty file: whoever made it chose its permissions, and it may be what a link or a container's
   * mount leads to. Its first page comes last: without it the file is no database.
   */
  fill(bytes: Uint8Array): void {
    try {
      const file = new OpenFile(this.path, 'r+');
      try {
        const first = pageSizeOf(bytes);
        file.writeAt(bytes.subarray(first), first);
        file.sync();
        file.writeAt(bytes.subarray(0, first), 0);
        file.sync();
      } catch (error) {
        file.truncate(0);
        throw error;
      } finally {
        file.close();
      }
    } catch (error) {
      throw fileError(error, 'write', this.path);
    }
  }

  /** Removes what a write or a compaction that was cut short left. */
  removeUnfinished(): void {
    rmSync(this.unfinishedPath, { force: true });
  }

  /** Renames the file, and its sidecar if there is one, so that they bear `at` (unix ms), and returns its path. */
  setAside(at: number): string {
    const aside = this.#asidePath(at);
    this.#move(this.path, aside);
    this.#move(sidecarPath(this.path), sidecarPath(aside));
    return aside;
  }

  /** Renames the sidecar alone, and returns its path; undefined when there is none. */
  setSidecarAside(at: number): string | undefined {
    const aside = sidecarPath(this.#asidePath(at));
    return this.#move(sidecarPath(this.path), aside) ? aside : undefined;
  }

  /** A path with a date that neither a database nor a sidecar has. */
  #asidePath(at: number): string {
    const extension = extname(this.path);
    const stem = this.path.slice(0, this.path.length - extension.length);
    const date = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
    for (let n = 1; ; n += 1) {
      const suffix = n === 1 ? '' : `-${n}`;
      const aside = `${stem}.set-aside-${date}${suffix}${extension}`;
      if (!exists(aside) && !exists(sidecarPath(aside))) return aside;
    }
  }

  /** False when there is nothing to move. */
  #move(from: string, to: string): boolean {
    try {
      if (!exists(from)) return false;
      replaceFile(from, to);
      return true;
    } catch (error) {
      throw fileError(error, 'set_aside', from);
    }
  }
}

/** Why nothing can be created in the nearest existing folder: of a read-only disk Node says no more than ENOENT. */
async function refusalAbove(folder: string): Promise<unknown> {
  if (!exists(folder) && dirname(folder) !== folder) return refusalAbove(dirname(folder));
  return access(folder, constants.W_OK).catch((refusal: unknown) => refusal);
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'w');
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file?.close();
  }
}

function exists(path: string): boolean {
  return ifThere(() => statSync(path)) !== undefined;
}
