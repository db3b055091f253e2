import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommitWatch } from '../file/commitWatch';
import type { StoreLocation } from '../storeLocation';
import type { TrafficStore } from '../trafficStore';
import type { StoreOptions } from './storeClient';
import { openStore } from './storeClient';

/** The place of a database file, which has a folder of its own. */
export class FileLocation implements StoreLocation {
  readonly name: string;
  readonly file: string;
  readonly #parts: Omit<StoreOptions, 'file'>;

  /** @param file its absolute path */
  constructor(file: string, parts: Omit<StoreOptions, 'file'>) {
    this.name = file;
    this.file = file;
    this.#parts = parts;
  }

  exists(): Promise<boolean> {
    return fileExists(this.file);
  }

  async sizeBytes(): Promise<number> {
    const folder = dirname(this.file);
    const names = await readdir(folder).catch(() => []);
    const sizes = await Promise.all(
      names.map((name) =>
        stat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((total, size) => total + size, 0);
  }

  open(rollupIntervalHours: number): Promise<TrafficStore> {
    return openStore({ ...this.#parts, file: this.file, rollupIntervalHours });
  }

  watch(onCommit: () => void): CommitWatch {
    return new CommitWatch(this.file, onCommit);
  }
}

/** Whether something exists there and can be seen. */
export async function fileExists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
