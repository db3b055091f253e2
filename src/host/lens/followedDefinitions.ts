import type { Definition, TextPosition } from '../../definition/definition';
import type { DefinitionCalls } from '../../definition/definitionCalls';
import type { TextChange } from '../../definition/documentTexts';
import { nextTurn } from '../../collector/nextTurn';
import type { Clock } from '../../domain/clock';

/** A document of the editor that may define something. */
export interface LiveDocument {
  readonly name: string;
  /** Another one after each change. */
  readonly version: number;
  readonly lineCount: number;
  /** What ends its lines. */
  readonly eol: number;
  /** Its text in pieces, each of which is made in less than a frame. */
  pieces(): Iterable<string>;
}

/** A change of a document, also by its lines. */
export interface LineChange extends TextChange {
  readonly fromLine: number;
  /** Where the changed part ended. */
  readonly to: TextPosition;
}

/** Where documents are read. */
export interface DefinitionReader {
  call<Method extends keyof DefinitionCalls>(
    method: Method,
    request: DefinitionCalls[Method]['request'],
  ): Promise<DefinitionCalls[Method]['response']>;
  end(): void;
}

/** How long after a key was pressed a document is read, ms. */
const pauseMs = 300;

interface Followed {
  readonly document: LiveDocument;
  /** Whether its text is in the thread; while it is sent it is not. */
  isSent: boolean;
  eol: number;
  /** The last version that was read; -1: none. */
  readVersion: number;
  /** As it parsed last, with its lines moved by what was typed since. */
  definition: Definition | null;
  reading: Promise<void> | undefined;
  cancelPause: () => void;
}

/**
 * The definitions of the documents that are shown: each version is read once, in a thread, and what was changed
 * meanwhile is read again. A document that does not parse keeps what it defined when it did.
 */
export class FollowedDefinitions {
  readonly #followed = new Map<string, Followed>();
  readonly #reader: DefinitionReader;
  readonly #clock: Clock;
  readonly #onChange: (name: string) => void;
  readonly #onError: (error: unknown) => void;

  constructor(options: {
    readonly reader: DefinitionReader;
    readonly clock: Clock;
    /** A document defines something else. */
    readonly onChange: (name: string) => void;
    readonly onError: (error: unknown) => void;
  }) {
    this.#reader = options.reader;
    this.#clock = options.clock;
    this.#onChange = options.onChange;
    this.#onError = options.onError;
  }

  /** Those that are known, by the names of their documents. */
  get definitions(): ReadonlyMap<string, Definition> {
    const known = [...this.#followed].flatMap(([name, { definition }]) =>
      definition ? [[name, definition] as const] : [],
    );
    return new Map(known);
  }

  /** Follows these documents and no others. */
  follow(documents: readonly LiveDocument[]): void {
    const wanted = new Set(documents.map(({ name }) => name));
    for (const name of [...this.#followed.keys()].filter((one) => !wanted.has(one))) {
      this.#followed.get(name)?.cancelPause();
      this.#followed.delete(name);
      if (wanted.size > 0) void this.#reader.call('forget', name).catch(this.#onError);
    }
    if (wanted.size === 0) this.#reader.end();
    for (const document of documents) {
      if (this.#followed.has(document.name)) continue;
      const followed: Followed = {
        ...{ document, isSent: false, eol: document.eol, readVersion: -1, definition: null },
        ...{ reading: undefined, cancelPause: () => undefined },
      };
      this.#followed.set(document.name, followed);
      this.#read(followed);
    }
  }

  /** A followed document was changed, one change after the other. */
  changed(name: string, changes: readonly LineChange[]): void {
    const followed = this.#followed.get(name);
    if (!followed) return;
    const { document } = followed;
    if (document.eol !== followed.eol) followed.isSent = false;
    followed.eol = document.eol;
    if (followed.isSent) {
      const plain = changes.map(({ offset, length, text }) => ({ offset, length, text }));
      void this.#reader.call('change', { name, changes: plain }).catch(this.#onError);
    }
    const { definition } = followed;
    if (definition) followed.definition = changes.reduce(moved, definition);
    this.#readLater(followed);
  }

  /** What documents refer to may say something else. */
  readAgain(): void {
    for (const followed of this.#followed.values()) {
      followed.readVersion = -1;
      this.#readLater(followed);
    }
  }

  /** Resolves when nothing is being read. */
  async settled(name: string): Promise<void> {
    await this.#followed.get(name)?.reading;
  }

  #readLater(followed: Followed): void {
    followed.cancelPause();
    followed.cancelPause = this.#clock.schedule(this.#clock.now() + pauseMs, () => {
      this.#read(followed);
    });
  }

  #read(followed: Followed): void {
    const before = followed.reading ?? Promise.resolve();
    const reading = before
      .then(() => this.#readNow(followed))
      .catch((error: unknown) => {
        followed.isSent = false;
        this.#onError(error);
      })
      .finally(() => {
        if (followed.reading === reading) followed.reading = undefined;
      });
    followed.reading = reading;
  }

  async #readNow(followed: Followed): Promise<void> {
    const { document } = followed;
    const { name } = document;
    if (document.version === followed.readVersion || !this.#isFollowed(followed)) return;
    if (!followed.isSent) await this.#send(followed);
    const { version } = document;
    followed.readVersion = version;
    const { definition, lines } = await this.#reader.call('read', name);
    if (version !== document.version || !this.#isFollowed(followed)) return;
    if (lines !== document.lineCount) {
      // Not the text that the editor has: it is sent as a whole with the next change.
      followed.isSent = false;
      return;
    }
    if (!definition) return;
    followed.definition = definition;
    this.#onChange(name);
  }

  /** Sends the text in pieces, from the beginning where it changes meanwhile. */
  async #send(followed: Followed): Promise<void> {
    const { document } = followed;
    const { name } = document;
    for (;;) {
      const { version } = document;
      const isCurrent = (): boolean => document.version === version && this.#isFollowed(followed);
      await this.#reader.call('begin', name);
      for (const text of document.pieces()) {
        if (!isCurrent()) break;
        await this.#reader.call('append', { name, text });
        await nextTurn();
      }
      if (isCurrent()) break;
      if (!this.#isFollowed(followed)) return;
    }
    followed.isSent = true;
  }

  #isFollowed(followed: Followed): boolean {
    return this.#followed.get(followed.document.name) === followed;
  }
}

/** A definition whose lines are where a change moved them. */
function moved(definition: Definition, { fromLine, to, text }: LineChange): Definition {
  const added = (text.match(/\r\n|\n|\r/g)?.length ?? 0) - (to.line - fromLine);
  if (added === 0) return definition;
  const isBehind = ({ line, character }: TextPosition): boolean =>
    line > to.line || (line === to.line && character >= to.character);
  const at = <Position extends TextPosition>(position: Position): Position =>
    isBehind(position) ? { ...position, line: position.line + added } : position;
  return {
    ...definition,
    operations: definition.operations.map((operation) => ({
      ...operation,
      at: operation.at.document === null ? at(operation.at) : operation.at,
      pathAt: at(operation.pathAt),
    })),
    findings: definition.findings.map((finding) => ({ ...finding, at: at(finding.at) })),
    pathsAt: definition.pathsAt && at(definition.pathsAt),
  };
}
