import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { databaseName, targetDatabasePath, targetsFolder, type TargetUrls } from '../domain/target';
import { isHeld, replaceFile } from '../store/file/replaceFile';
import { ImportedDatabase, removeCopies } from '../store/imported/importedDatabase';
import { holdsTraffic } from '../store/reader/holdsTraffic';
import type { StoreLocation } from '../store/storeLocation';
import { FileLocation } from '../store/writer/fileLocation';
import { SharedThreads } from '../store/worker/servingThread';
import type { StoreOptions } from '../store/writer/storeClient';
import type { Settings } from './settings';
import { TeamPlace } from './teamPlace';
import { teamTarget, type NamedUrls } from './teamTarget';

/** Where databases lie and with which code they are opened. */
export interface StorageOptions {
  /** Folder of what esbuild made: the worker and sql.js. */
  readonly distFolder: string;
  /** Folder for databases where the settings name none. */
  readonly defaultFolder: string;
  /** The sample data that come with the extension: a database, Brotli-compressed. */
  readonly sampleFile: string;
  /** The password for the address of a team's store; undefined without one. Never rejects. */
  readonly teamPassword: (address: string) => Promise<string | undefined>;
}

/** Where the settings want traffic kept: in a team's store where they name one, else below a folder. */
export type KeepingSettings = Pick<Settings, 'storagePath' | 'teamStore'>;

/** A database of a target that the settings need not name. */
export interface StoredTarget {
  readonly location: StoreLocation;
  /** Unix milliseconds. */
  readonly writtenAt: number;
}

const unpacked = promisify(brotliDecompress);

/** Where the traffic of targets is kept, and what is kept beside it. */
export class Storage {
  readonly #options: StorageOptions;
  /** All targets are written in one thread and shown from another. */
  readonly #threads = new SharedThreads();

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  /** Where a target's traffic is or will be. */
  location(server: TargetUrls & NamedUrls, settings: KeepingSettings): StoreLocation {
    const { teamStore, storagePath } = settings;
    return teamStore === ''
      ? this.fileLocation(server, storagePath)
      : this.teamPlace(teamStore, teamTarget(server));
  }

  /**
   * A target's place in the team's store of an address; null: that of all together. With a password, which may be empty, it
   * is a place to try: that is used in place of what the editor keeps, in threads of its own.
   */
  teamPlace(address: string, target: string | null, password?: string): TeamPlace {
    const { distFolder, defaultFolder, teamPassword } = this.#options;
    const isTried = password !== undefined;
    const kept = (): Promise<string | undefined> => teamPassword(address);
    return new TeamPlace({
      ...{ address, target },
      password: isTried ? () => Promise.resolve(password || undefined) : kept,
      threads: {
        workerPath: join(distFolder, 'teamWorker.js'),
        queryWorkerPath: join(distFolder, 'teamQueryWorker.js'),
        networkPath: join(distFolder, 'networkThread.js'),
        spoolFolder: join(defaultFolder, 'waiting'),
        threads: isTried ? undefined : this.#threads,
      },
    });
  }

  /** Where a target's database is or will be: below the folder that the settings name. */
  fileLocation(urls: TargetUrls, storagePath: string): FileLocation {
    const folder = storagePath || this.#options.defaultFolder;
    return new FileLocation(join(folder, targetDatabasePath(urls)), {
      ...this.#parts,
      threads: this.#threads,
    });
  }

  /**
   * Databases of targets below the folder that the settings name, but for those of some locations and those that hold
   * nothing any more.
   */
  async others(
    but: readonly StoreLocation[],
    storagePath: string,
  ): Promise<readonly StoredTarget[]> {
    const known = new Set(but.map(({ name }) => name));
    const folder = join(storagePath || this.#options.defaultFolder, targetsFolder);
    const names = await readdir(folder).catch(() => []);
    const files = names.map((name) => join(folder, name, databaseName));
    const found = await Promise.all(
      files.map((file) =>
        stat(file).then(
          ({ mtimeMs }) => ({ location: new FileLocation(file, this.#parts), writtenAt: mtimeMs }),
          () => undefined,
        ),
      ),
    );
    const others = found
      .filter((target) => target !== undefined)
      .filter(({ location }) => !known.has(location.name));
    const threads = new SharedThreads();
    const hold = await Promise.all(
      others.map(({ location }) => holdsTraffic({ ...this.#parts, file: location.name, threads })),
    );
    return others.filter((_, place) => hold[place]).sort((a, b) => b.writtenAt - a.writtenAt);
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

  /** Unpacks the sample data to where removeSample() finds them; resolves with the database's path. */
  async unpackSample(): Promise<string> {
    const file = join(this.#sampleFolder, 'traffic.sqlite');
    await mkdir(this.#sampleFolder, { recursive: true });
    // Another window may be reading what is there, which may keep it from being replaced by the same.
    const whole = `${file}-unpacked`;
    await writeFile(whole, await unpacked(await readFile(this.#options.sampleFile)));
    try {
      replaceFile(whole, file);
    } catch (error) {
      await rm(whole, { force: true });
      if (!isHeld(error) || !existsSync(file)) throw error;
    }
    return file;
  }

  /** Removes the unpacked sample data, which must be closed. */
  removeSample(): Promise<void> {
    return rm(this.#sampleFolder, { recursive: true, force: true });
  }

  /** Apart from the databases of targets. */
  get #sampleFolder(): string {
    return join(this.#options.defaultFolder, 'sample');
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
