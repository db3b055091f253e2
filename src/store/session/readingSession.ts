import { setTimeout as delay } from 'node:timers/promises';
import { SqlJsConnection, closeBroken } from '../sqljs/sqlJsConnection';
import { refuseForeign } from '../database/ownDatabase';
import { keepsPageImages } from '../sqljs/pageHook';
import type { SqlEngine } from '../sqljs/sqlEngine';
import { codeOf, fileError } from '../file/fileError';
import { refuseUnfinishedJournal } from '../file/nativeJournal';
import { pathOfFile } from '../file/obstacle';
import { PageImage } from '../file/pageImage';
import { PageView } from '../file/pageView';
import { livingHolder, lockPath } from '../file/writeLock';
import { asStoreError, StoreError } from '../storeError';
import type { StoreFault } from '../storeFault';

/** How long to wait at a time for the writer to have moved its pages, ms. */
const pauseMs = 5;

/** The longest that a reader waits or repeats in all, ms. */
const patienceMs = 10_000;

/** How often a read that cannot wait is tried. */
const triesNow = 20;

/** What a reader has open; thrown away as a whole. */
interface OpenView {
  readonly view: PageView;
  readonly connection: SqlJsConnection;
}

/** Work was ended between two statements: the connection is as good as before. */
class Cancellation extends StoreError {}

/** The result of one try. */
type Outcome<Result> = { readonly value: Result } | { readonly error: unknown };

/**
 * A database for reading, while this or another process may write it. Nothing can be written through it. Each
 * piece of work sees the last commit before it; when the writer moved pages meanwhile, its result is thrown away
 * together with the SQLite that computed it, and the work is done again.
 */
export class ReadingSession {
  readonly #engine: SqlEngine;
  readonly #path: string;
  /** False if sql.js needs a copy of the whole database, made again for each piece of work. */
  readonly #isPaged: boolean;
  readonly #isCancelled: () => boolean;
  #open: OpenView | undefined;
  #closed = false;

  /** @param isCancelled looked at before each statement: work ends there once it holds */
  constructor(engine: SqlEngine, path: string, isCancelled = (): boolean => false) {
    this.#engine = engine;
    this.#path = pathOfFile(path);
    this.#isPaged = keepsPageImages(engine);
    this.#isCancelled = isCancelled;
  }

  async read<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    try {
      return await this.#readPatiently(work);
    } finally {
      if (this.#closed) this.#drop();
    }
  }

  /**
   * Why the sidecar is left out of what is read: it belongs to another state of the database. Undefined where there is
   * none, and before anything was read.
   */
  get leftOut(): StoreFault | undefined {
    return this.#open?.view.leftOut;
  }

  /** As read(), but at once: for a database that nobody writes, in the middle of other work. */
  readNow<Result>(work: (connection: SqlJsConnection) => Result): Result {
    for (let tries = 0; tries < triesNow; tries += 1) {
      const outcome = this.#try(work);
      if (outcome && 'value' in outcome) return outcome.value;
      if (outcome) throw outcome.error;
    }
    throw new StoreError({ kind: 'being_written', file: this.#path });
  }

  /** What is being read is still read to its end. */
  close(): void {
    this.#closed = true;
    this.#drop();
  }

  async #readPatiently<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const outcome = this.#try(work);
      if (outcome && 'value' in outcome) return outcome.value;
      if (outcome) throw outcome.error;
      if (performance.now() > deadline) {
        const seconds = patienceMs / 1000;
        throw new StoreError({ kind: 'kept_changing', file: this.#path, seconds });
      }
      await delay(pauseMs);
    }
  }

  #drop(): void {
    if (!this.#open) return;
    closeBroken(this.#open.connection);
    this.#open.view.close();
    this.#open = undefined;
  }

  /** Undefined when the result does not count. */
  #try<Result>(work: (connection: SqlJsConnection) => Result): Outcome<Result> | undefined {
    const open = this.#current();
    if (!open) return undefined;
    const { view, connection } = open;
    const isMoving = !view.isSettled && livingHolder(lockPath(this.#path)) !== undefined;
    const outcome = isMoving
      ? undefined
      : outcomeOf(() => {
          view.advance();
          return work(connection);
        });
    if (outcome && view.isCurrent()) {
      // After an error in the middle of a statement nothing is known about this SQLite.
      if ('error' in outcome && !(outcome.error instanceof Cancellation)) this.#drop();
      return outcome;
    }
    this.#drop();
    return undefined;
  }

  #current(): OpenView | undefined {
    if (!this.#isPaged || !this.#open?.view.isCurrent()) this.#drop();
    return (this.#open ??= this.#openView());
  }

  /** Undefined when the files changed meanwhile. */
  #openView(): OpenView | undefined {
    const view = this.#view();
    if (!view) throw new StoreError({ kind: 'no_database', file: this.#path });
    const outcome = outcomeOf(() => this.#connect(view));
    if ('value' in outcome) return { view, connection: outcome.value };
    const isTrue = view.isCurrent();
    view.close();
    if (isTrue) throw this.#readError(outcome.error);
    return undefined;
  }

  #view(): PageView | undefined {
    try {
      return PageView.open(this.#path);
    } catch (error) {
      throw fileError(error, 'read', this.#path);
    }
  }

  /** SQLite's errors bear no code, as those of the file system do. */
  #readError(error: unknown): StoreError {
    if (codeOf(error) !== undefined) return fileError(error, 'read', this.#path);
    return asStoreError(error, (reason) => ({
      kind: 'unreadable_database',
      file: this.#path,
      reason,
    }));
  }

  /** Another program's database is refused: whatever is read from it here would be shown as traffic. */
  #connect(view: PageView): SqlJsConnection {
    refuseUnfinishedJournal(this.#path);
    const { defect } = view;
    if (defect) {
      throw new StoreError({ kind: 'not_a_database', file: this.#path, defect });
    }
    const image = this.#isPaged
      ? new PageImage(view, view.roomBytes)
      : new PageImage(view, view.sizeBytes).subarray(0, view.sizeBytes);
    const connection = new SqlJsConnection(this.#engine, image, () => {
      if (this.#isCancelled()) {
        throw new Cancellation({ kind: 'reading_canceled', file: this.#path });
      }
    });
    try {
      refuseForeign(connection, this.#path);
    } catch (error) {
      closeBroken(connection);
      throw error;
    }
    return connection;
  }
}

function outcomeOf<Result>(work: () => Result): Outcome<Result> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
