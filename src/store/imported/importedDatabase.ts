import { rmSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fnv1a64 } from '../../domain/fnv';
import { ifThere } from '../file/fileError';
import { QueryClient } from '../reader/queryClient';
import { openStore } from '../writer/storeClient';
import type { StoreOptions } from '../writer/storeClient';
import { StoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { TrafficReads } from '../trafficReader';
import type { FileDescription } from '../reader/describeFile';

/** Which file to open, and with which parts of the store. */
export interface ImportOptions extends Omit<StoreOptions, 'file' | 'rollupIntervalHours'> {
  /** Absolute path of the user's file; it is only read. */
  readonly file: string;
  /** Where a copy goes that has to be brought to the schema of this version. */
  readonly copyFolder: string;
  /** Whether to look for damage first: some 4 s a gigabyte. */
  readonly check: boolean;
}

/**
 * A database that was collected elsewhere or earlier, opened for reading only, in a thread of its own. Every method
 * rejects with a StoreError.
 */
export class ImportedDatabase {
  /** Absolute path of the file that is read: the user's, or its migrated copy. */
  readonly file: string;
  /** When its traffic begins and ends, unix seconds. */
  readonly span: { readonly from: number; readonly to: number };
  /** Why the sidecar of the user's file is left out; null where it is not. */
  readonly leftOut: StoreFault | null;
  readonly #client: QueryClient;

  private constructor(
    file: string,
    { from, to }: Pick<FileDescription, 'from' | 'to'>,
    leftOut: StoreFault | null,
    client: QueryClient,
  ) {
    this.file = file;
    this.span = { from, to };
    this.leftOut = leftOut;
    this.#client = client;
  }

  /** Rejects for a file that is no traffic database, is damaged, of a newer version, or empty. */
  static async open(options: ImportOptions): Promise<ImportedDatabase> {
    const { file, check } = options;
    const client = new QueryClient(options);
    try {
      const damage = check ? await client.quickCheck() : null;
      if (damage !== null) throw new StoreError({ kind: 'damaged_database', file, damage });
      const described = await client.describe();
      const leftOut = await client.leftOut();
      if (!described.isOlder) return new ImportedDatabase(file, described, leftOut, client);
      const copy = await copyBroughtForward(options, client);
      await client.close();
      const brought = await ImportedDatabase.open({ ...options, file: copy, check: false });
      return new ImportedDatabase(copy, brought.span, leftOut, brought.#client);
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  get reads(): TrafficReads {
    return this.#client.reads;
  }

  /** The same reads until a signal is given, as TrafficReader has them. */
  until(signal: AbortSignal): TrafficReads {
    return this.#client.until(signal);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Removes the migrated copies of a file. */
export async function removeCopies(file: string, copyFolder: string): Promise<void> {
  await rm(copiesOf(file, copyFolder), { recursive: true, force: true });
}

/** The path of a copy with the schema of this version; one that was made of the file as it is now is used again. */
async function copyBroughtForward(options: ImportOptions, client: QueryClient): Promise<string> {
  const { file, copyFolder } = options;
  const { size, mtimeMs } = statSync(file);
  const copies = copiesOf(file, copyFolder);
  const copy = join(copies, `${size}-${Math.floor(mtimeMs)}`, 'traffic.sqlite');
  if (ifThere(() => statSync(copy))) return copy;
  rmSync(copies, { recursive: true, force: true });
  await mkdir(dirname(copy), { recursive: true });
  await client.exportTo({ format: 'sqlite', out: copy });
  // Opening it for writing migrates it.
  const store = await openStore({ ...options, file: copy, isOwnFolder: false });
  await store.close();
  return copy;
}

function copiesOf(file: string, copyFolder: string): string {
  return join(copyFolder, fnv1a64(file).toString(16).padStart(16, '0'));
}
