import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Compare } from '../domain/range';
import type { ImportedFile } from '../protocol/importedFile';
import { storeFaultText } from '../sentences/failureTexts';
import type { ImportedDatabase } from '../store/imported/importedDatabase';
import { fileExists } from '../store/writer/fileLocation';
import { DisposableStore } from './disposableStore';
import type { Storage } from './storage';
import { warn } from './surfaces/notifications';

const memoryKey = 'importedFiles';

/** The database files that the user compares with. They are only read; the list outlives a reload of the window. */
export class ImportedFiles implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #storage: Storage;
  readonly #memory: vscode.Memento;
  readonly #open = new Map<string, Promise<ImportedDatabase>>();

  readonly onDidChange = this.#changed.event;

  constructor(storage: Storage, memory: vscode.Memento) {
    this.#storage = storage;
    this.#memory = memory;
  }

  /** In the order in which they were added. */
  get list(): readonly ImportedFile[] {
    return this.#memory.get<readonly ImportedFile[]>(memoryKey, []);
  }

  /**
   * Looks a file through and puts it on the list; one that is there already, as it is now. What stands beside it and is
   * left out is told.
   * Rejects with a StoreError for what is no traffic database, or damaged.
   */
  add(path: string): Promise<ImportedFile> {
    return this.#add(path, { name: basename(path) });
  }

  /** Puts the sample data on the list, unless they are there. */
  async addSample(): Promise<ImportedFile> {
    const { sample } = this;
    if (sample && (await fileExists(sample.path))) return sample;
    const path = await this.#storage.unpackSample();
    return this.#add(path, { name: vscode.l10n.t('Sample data'), isSample: true });
  }

  /** The sample data, where they are on the list. */
  get sample(): ImportedFile | undefined {
    return this.list.find(({ isSample }) => isSample);
  }

  async #add(path: string, kind: Pick<ImportedFile, 'name' | 'isSample'>): Promise<ImportedFile> {
    await this.#close(path);
    const opening = this.#storage.import(path, true);
    const { span, leftOut } = await opening;
    this.#open.set(path, opening);
    if (leftOut !== null) warn(storeFaultText(leftOut, vscode.l10n.t));
    const file = { path, ...kind, from: span.from, to: span.to };
    await this.#remember([...this.list.filter((other) => other.path !== path), file]);
    return file;
  }

  /** Takes a file off the list. The user's file stays where it is; sample data are deleted. */
  async remove({ path, isSample }: ImportedFile): Promise<void> {
    await this.#remember(this.list.filter((other) => other.path !== path));
    await this.#close(path);
    await this.#storage.forgetImport(path);
    if (isSample) await this.#storage.removeSample();
  }

  /** The database of a file, opened on first use. Rejects with an Error that says what is wrong with it. */
  async open(path: string): Promise<ImportedDatabase> {
    if (!(await fileExists(path))) {
      const text = vscode.l10n.t(
        '{0} no longer exists. Restore the file, or remove it from the list in Targets.',
        path,
      );
      throw new Error(text);
    }
    const known = this.#open.get(path);
    if (known) return known;
    const opening = this.#storage.import(path, false);
    this.#open.set(path, opening);
    // One that could not be opened may be there again later.
    opening.catch(() => this.#open.delete(path));
    return opening;
  }

  /** What a comparison with a file is to read, and when its traffic ends; undefined for any other. */
  async compared(compare: Compare): Promise<ComparedImport | undefined> {
    if (compare.kind !== 'file') return undefined;
    const known = this.list.find(({ path }) => path === compare.path);
    if (!known) return undefined;
    const { file, span } = await this.open(known.path);
    return { file, name: known.name, to: span.to };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((path) => this.#close(path)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #close(path: string): Promise<void> {
    const opened = this.#open.get(path);
    this.#open.delete(path);
    await opened?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  async #remember(files: readonly ImportedFile[]): Promise<void> {
    await this.#memory.update(memoryKey, files);
    this.#changed.fire();
  }
}

/** A file to compare with. */
export interface ComparedImport {
  /** Absolute path of what is read. */
  readonly file: string;
  readonly name: string;
  /** Unix seconds, when its traffic ends. */
  readonly to: number;
}
