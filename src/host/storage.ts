import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { targetDatabasePath, type TargetUrls } from '../domain/target';
import { ImportedDatabase, removeCopies } from '../store/imported/importedDatabase';
import { openStore } from '../store/writer/storeClient';
import type { StoreOptions } from '../store/writer/storeClient';
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

  /** Opens a database whose closed hours are rolled up every so many hours. */
  open(file: string, rollupIntervalHours: number): Promise<TrafficStore> {
    return openStore({ ...this.#parts, file, rollupIntervalHours });
  }

  /** Opens a database file of the user's for reading; with `check` it is looked through for damage first. */
  import(file: string, check: boolean): Promise<ImportedDatabase> {
    const copyFolder = this.#copyFolder;
    return ImportedDatabase.open({ ...this.#parts, file, copyFolder, check });
  }

  /** Removes what was kept beside a file of the user's, which must be closed. */
  forgetImport(file: string): Promise<void> {
    return removeCopies(file, this.#copyFolder);
  }

  get #copyFolder(): string {
    return join(this.#options.defaultFolder, 'imported');
  }

  get #parts(): Pick<StoreOptions, 'workerPath' | 'queryWorkerPath' | 'wasmPath'> {
    return {
      workerPath: join(this.#options.distFolder, 'storeWorker.js'),
      queryWorkerPath: join(this.#options.distFolder, 'queryWorker.js'),
      wasmPath: join(this.#options.distFolder, 'sql-wasm.wasm'),
    };
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
