import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { SerialQueue } from '../../collector/serialQueue';
import type { Definition } from '../../definition/definition';
import { mayDefine, signLength } from '../../definition/definitionSign';
import { definitionFiles } from '../lens/candidate';
import type { DefinitionThread } from '../lens/definitionThread';
import { piecesOf } from '../lens/definitionThread';
import { madeFolders } from '../madeFolders';
import { KnownDefinitions } from './knownDefinitions';

/** Files that are looked at, and bytes of one that are read, at most. */
const mostFiles = 2000;
const mostBytes = 32_000_000;

/** A file of the workspace that defines something. */
export interface DefinitionFile {
  readonly uri: vscode.Uri;
  readonly definition: Definition;
}

/**
 * The files of the workspace that define operations, as they are saved; each is read once until it changes, or one that
 * it refers to.
 */
export class DefinitionFiles implements vscode.Disposable {
  readonly #thread: DefinitionThread;
  readonly #watcher = vscode.workspace.createFileSystemWatcher(definitionFiles);
  /** One text at a time is in the thread. */
  readonly #sending = new SerialQueue();
  readonly #known = new KnownDefinitions({
    stampOf: async (name) => {
      try {
        const { mtime, size } = await vscode.workspace.fs.stat(vscode.Uri.parse(name));
        return `${mtime} ${size}`;
      } catch {
        return null;
      }
    },
    read: (name) => this.#read(vscode.Uri.parse(name)),
  });
  #finding: Promise<readonly DefinitionFile[]> | undefined;

  constructor(thread: DefinitionThread) {
    this.#thread = thread;
    const forget = (): void => {
      this.#finding = undefined;
    };
    this.#watcher.onDidChange(forget);
    this.#watcher.onDidCreate(forget);
    this.#watcher.onDidDelete(forget);
  }

  /** In the order of their paths, descriptions without operations among them, as far as the editor tells of changes. */
  all(): Promise<readonly DefinitionFile[]> {
    return (this.#finding ??= this.#find());
  }

  /** As they are now, also where the editor does not watch files. */
  now(): Promise<readonly DefinitionFile[]> {
    return (this.#finding = this.#find());
  }

  /** Asks something of the thread while it has the text of a file, as it is saved, under this name. */
  async withFile<Answer>(uri: vscode.Uri, ask: (name: string) => Promise<Answer>): Promise<Answer> {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const name = uri.toString();
    return this.withText(name, piecesOf(text), () => ask(name));
  }

  /** Asks something of the thread while it has a text, of which it gets a piece at a time, under a name. */
  withText<Answer>(
    name: string,
    pieces: Iterable<string>,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    return this.#sending.run(() => this.#thread.withText(name, pieces, ask));
  }

  dispose(): void {
    this.#watcher.dispose();
  }

  async #find(): Promise<readonly DefinitionFile[]> {
    const found = await vscode.workspace.findFiles(definitionFiles, madeFolders, mostFiles);
    const uris = found
      .filter(({ scheme }) => scheme === 'file')
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const files: DefinitionFile[] = [];
    for (const uri of uris) {
      // One that goes meanwhile, or may not be read, defines nothing.
      const definition = await this.#known.of(uri.toString()).catch(() => null);
      if (definition && isOfUse(definition)) files.push({ uri, definition });
    }
    this.#known.keepOnly(uris.map(String));
    return files;
  }

  async #read(uri: vscode.Uri): Promise<Definition | null> {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > mostBytes) return null;
    if (!mayDefine(uri.path, await beginningOf(uri.fsPath))) return null;
    return this.withFile(uri, async (name) => (await this.#thread.call('read', name)).definition);
  }
}

/** Operations can be added to a description that has none yet. */
function isOfUse({ kind, operations }: Definition): boolean {
  return kind !== 'mockforge' || operations.length > 0;
}

/** So much of a file as tells what it is. */
async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(signLength), 0, signLength, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
