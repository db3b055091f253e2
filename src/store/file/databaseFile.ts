import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { StoreError } from '../storeError';

/** The file of a database: read as a whole, replaced as a whole. Rejects with a StoreError. */
export class DatabaseFile {
  /** Absolute path. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** All bytes; undefined when there is no file. */
  async read(): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw fileError(error, `The database ${this.path} cannot be read`);
    }
  }

  /**
   * Replaces the contents. The old ones stay in place until the new ones are on the disk, so that a crash at
   * any point leaves one of the two whole.
   */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await writeDurably(this.#temporaryPath, bytes);
      await rename(this.#temporaryPath, this.path);
      await syncFolder(dirname(this.path));
    } catch (error) {
      throw fileError(error, `The database ${this.path} cannot be written`);
    }
  }

  /** Renames the file to one that bears `at` (unix ms) and is not taken, and returns its path. */
  async setAside(at: number): Promise<string> {
    const extension = extname(this.path);
    const stem = this.path.slice(0, this.path.length - extension.length);
    const date = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
    let aside = `${stem}.set-aside-${date}${extension}`;
    for (let n = 2; await exists(aside); n += 1) {
      aside = `${stem}.set-aside-${date}-${n}${extension}`;
    }
    try {
      await rename(this.path, aside);
    } catch (error) {
      throw fileError(error, `The damaged database ${this.path} cannot be set aside`);
    }
    return aside;
  }

  /** In the same folder, since a rename between file systems is a copy that can be cut short. */
  get #temporaryPath(): string {
    return `${this.path}.writing`;
  }
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

/** Makes a rename survive a power cut. Windows keeps folders safe by itself and cannot open one. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space; what is not written yet is kept in memory.',
  EDQUOT: 'your disk quota is used up. Free some space; what is not written yet is kept in memory.',
  EROFS: 'the disk is read-only. Choose another storage folder.',
  EACCES: 'permission was denied. Give yourself access to the folder, or choose another one.',
  EPERM: 'permission was denied. Give yourself access to the folder, or choose another one.',
  ENOTDIR: 'a part of the path is not a folder. Choose another storage folder.',
  EISDIR: 'a folder is in its place. Move it away, or choose another storage folder.',
};

function fileError(error: unknown, what: string): StoreError {
  const code = codeOf(error) ?? '';
  const reason = remedies[code] ?? `${String(error)}. Choose another storage folder.`;
  return new StoreError(`${what}: ${reason}`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
