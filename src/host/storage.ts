import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { targetDatabasePath, type TargetUrls } from '../domain/target';
import { openStore } from '../store/storeClient';
import type { TrafficStore } from '../store/trafficStore';

/** Where databases lie and with which code they are opened. */
export interface StorageOptions {
  /** Folder of what esbuild made: the worker and sql.js. */
  readonly distFolder: string;
  /** Folder for databases where the settings name none. */
  readonly defaultFolder: string;
}

/** The files of the targets' databases. */
export class Storage {
  readonly #options: StorageOptions;

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  /** The absolute path of a target's database, below the folder that the settings name. */
  databaseFile(urls: TargetUrls, storagePath: string): string {
    return join(storagePath || this.#options.defaultFolder, targetDatabasePath(urls));
  }

  async open(file: string): Promise<TrafficStore> {
    await mkdir(dirname(file), { recursive: true });
    return openStore({
      workerPath: join(this.#options.distFolder, 'storeWorker.js'),
      queryWorkerPath: join(this.#options.distFolder, 'queryWorker.js'),
      wasmPath: join(this.#options.distFolder, 'sql-wasm.wasm'),
      file,
    });
  }
}

/** Whether something is there and can be seen. */
export async function fileExists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Bytes of a database on disk, together with what stands beside it. */
export async function databaseBytes(file: string): Promise<number> {
  const folder = dirname(file);
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
