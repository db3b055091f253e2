import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import type { OtherCollector } from '../../protocol/collectingStatus';
import type { SqlJsConnection } from '../sqljs/sqlJsConnection';
import { refuseNotOurs, wasWrittenByUs } from '../database/ownDatabase';
import { refuseOtherVersion } from '../database/schemaVersion';
import type { SqlEngine } from '../sqljs/sqlEngine';
import { DatabaseFile } from '../file/databaseFile';
import { fileError } from '../file/fileError';
import { pathOfFile } from '../file/obstacle';
import type { StoreClock } from '../file/storeClock';
import type { LockHolder } from '../file/writeLock';
import { heartbeatMs, livingHolder, lockPath, unknownHolder, WriteLock } from '../file/writeLock';
import { asStoreError, StoreError } from '../storeError';
import type { StoreFault } from '../storeFault';
import type { Compaction } from '../fileMaintenance';
import type { FileReport } from '../openReport';
import type { Erasure } from '../storeMaintenance';
import type { DatabaseSession } from './databaseSession';
import { openWriter } from './openWriter';
import type { CheckpointRule } from './pagedSession';
import { standardCheckpoints } from './pagedSession';
import { ReadingSession } from './readingSession';

/** Which database to open, and with what. */
export interface DatabaseAccessOptions {
  readonly file: string;
  readonly engine: SqlEngine;
  readonly clock: StoreClock;
  /** Who opens it: one that comes back after its thread died gets its lock again. Left out, somebody new. */
  readonly owner?: string;
  readonly checkpoints?: CheckpointRule;
  /**
   * Whether the file lies in a folder of ours, as it does when left out: a damaged database of ours is set aside there.
   * Where somebody named the file, it is refused and stays as it is.
   */
  readonly isOwnFolder?: boolean;
}

/** The role of this process for the database. */
type Role =
  | { readonly session: DatabaseSession }
  | {
      readonly reader: ReadingSession;
      /** Why it is not the writer. */
      readonly reason: StoreFault;
      /** The writer as it was last seen; undefined when there is none and the file cannot be written. */
      readonly holder: LockHolder | undefined;
    };

/**
 * A database as its one writer, or as a reader while another process is that. A reader takes over some seconds
 * after the writer has ended; a writer that finds itself replaced becomes a reader. One that need not stay the
 * writer becomes a reader some seconds after it last wrote, and the writer again when it writes. Rejects with
 * StoreErrors. When the file is deleted, moved or replaced meanwhile, the call that notices rejects, and so does every
 * one after it until goOn().
 */
export class DatabaseAccess {
  readonly #options: DatabaseAccessOptions;
  readonly #file: DatabaseFile;
  readonly #owner: string;
  /** Whether this stays the writer while nothing is written. */
  #staysWriter = true;
  #hasWritten = false;
  #role: Promise<Role>;
  /** The session while this is the writer. */
  #writer: DatabaseSession | undefined;
  /**
   * Set while the opened file is gone from its path and no new one has been started: whoever deleted it may
   * be done with it, and what a call has to write goes with what was in it.
   */
  #lost: StoreError | undefined;
  #report: FileReport;
  #isPaged = true;
  #term = 0;
  #onBeat: () => void = () => undefined;
  #cancelTick: (() => void) | undefined;
  #closed = false;

  private constructor(options: DatabaseAccessOptions) {
    this.#options = options;
    this.#file = new DatabaseFile(pathOfFile(options.file));
    this.#owner = options.owner ?? randomUUID();
    this.#report = {
      file: this.#file.path,
      created: false,
      sizeBytes: 0,
      notices: [],
      recovered: false,
      isPaged: true,
    };
    this.#role = this.#take();
  }

  static async open(options: DatabaseAccessOptions): Promise<DatabaseAccess> {
    const access = new DatabaseAccess(options);
    await access.#role;
    access.#planTick();
    return access;
  }

  get engine(): SqlEngine {
    return this.#options.engine;
  }

  /** The path of the database. */
  get path(): string {
    return this.#file.path;
  }

  get clock(): StoreClock {
    return this.#options.clock;
  }

  /** Calls back every few seconds while this is the writer. */
  onBeat(callback: () => void): void {
    this.#onBeat = callback;
  }

  /** What the last opening found. */
  get report(): FileReport {
    return this.#report;
  }

  /** Counts how often this became the writer: what was read in an earlier term may be out of date. */
  get term(): number {
    return this.#term;
  }

  /** The id of the last batch that is on disk, as far as this process wrote it or found it as the writer. */
  get savedBatchId(): number | undefined {
    return this.#writer?.savedBatchId;
  }

  /** Whether this stays the writer while it writes nothing, or leaves that to other processes then. */
  async stayWriter(stays: boolean): Promise<void> {
    this.#staysWriter = stays;
    if (stays) await this.#roleToWrite(true);
  }

  /** The process that is the writer in the place of this one; null when there is none. */
  async otherWriter(): Promise<OtherCollector | null> {
    const role = await this.#current();
    if ('session' in role) return null;
    const holder = livingHolder(lockPath(this.#file.path)) ?? role.holder;
    return holder ? { process: holder.process, host: holder.host } : null;
  }

  /** Where the file was lost, begins with what is at its path now, or with a new database. */
  async goOn(): Promise<void> {
    await this.#current();
  }

  /** Runs work that only reads; more than once when another process changes the database meanwhile. */
  async read<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    if (this.#lost) throw this.#lost;
    const role = await this.#current();
    if ('session' in role) return this.#watch(role.session, role.session.read(work));
    return role.reader.read((connection) => {
      refuseOtherVersion(connection, this.#file.path, role.reason);
      return work(connection);
    });
  }

  /** Runs work that writes, in one transaction of its own. Rejects while another process is the writer. */
  async write<Result>(work: (connection: SqlJsConnection) => Result): Promise<Result> {
    const session = await this.#sessionToWrite();
    return this.#watch(session, session.write(work));
  }

  /** Gives free space back to the disk. Rejects while another process is the writer. */
  async compact(signal?: AbortSignal): Promise<Compaction> {
    const session = await this.#sessionToWrite();
    return this.#watch(session, session.compact(signal));
  }

  /** Deletes what was collected. Rejects while another process is the writer. */
  async erase(erasure: Erasure, rollupHours: number, signal?: AbortSignal): Promise<Compaction> {
    const session = await this.#sessionToWrite();
    return this.#watch(session, session.erase(erasure, rollupHours, signal));
  }

  /** Resolves when everything written is on disk. */
  async flush(): Promise<void> {
    if (this.#lost) throw this.#lost;
    const role = await this.#current();
    if ('session' in role) await this.#watch(role.session, role.session.flush());
  }

  /**
   * Leaves a plain SQLite file and no lock; also none where the file is gone, which no call after this one tells. When
   * saving fails everything stays open, to be tried again.
   */
  async close(): Promise<void> {
    const role = await this.#role.catch(() => undefined);
    if (role && 'reader' in role) role.reader.close();
    if (role && 'session' in role) {
      try {
        await this.#watch(role.session, role.session.close());
      } catch (error) {
        if (role.session.fault === 'unlocked') return this.close();
        // What is gone need not be closed.
        if (role.session.fault !== 'gone') throw error;
      }
    }
    this.#closed = true;
    this.#cancelTick?.();
  }

  /** The role; taken again if that failed before. */
  async #current(): Promise<Role> {
    const taken = this.#role;
    try {
      return await taken;
    } catch {
      if (this.#role === taken) this.#change();
      return this.#role;
    }
  }

  async #sessionToWrite(): Promise<DatabaseSession> {
    if (this.#lost) throw this.#lost;
    const role = await this.#roleToWrite(!this.#staysWriter);
    if ('reader' in role) throw new StoreError(role.reason);
    this.#hasWritten = true;
    return role.session;
  }

  /** The role; a reader that gave up writing voluntarily first tries to take it back. */
  async #roleToWrite(isByChoice: boolean): Promise<Role> {
    const taken = this.#role;
    const role = await this.#current();
    if ('session' in role || !isByChoice || this.#role !== taken) return this.#role;
    this.#change();
    role.reader.close();
    return this.#role;
  }

  #change(): void {
    this.#role = this.#take();
    // Whoever needs it next gets the reason.
    this.#role.catch(() => undefined);
  }

  async #take(): Promise<Role> {
    this.#writer = undefined;
    await this.#refuseOthers();
    await this.#file.makeFolder();
    const lock = this.#acquire();
    if (!(lock instanceof WriteLock)) {
      const { reason, holder } = lock;
      this.#report = { ...this.#report, created: false, notices: [reason], recovered: false };
      const reader = new ReadingSession(this.#options.engine, this.#file.path);
      this.#lost = undefined;
      return { reader, reason, holder };
    }
    try {
      return { session: await this.#openWriter(lock) };
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Before anything is made, locked or renamed beside a file that is not to be used. */
  async #refuseOthers(): Promise<void> {
    const { engine } = this.#options;
    const { path, sizeBytes } = this.#file;
    if (!sizeBytes) return;
    const session = new ReadingSession(engine, path);
    try {
      if (await this.#isReadable(session)) {
        await session.read((connection) => {
          refuseNotOurs(connection, path);
        });
      }
    } finally {
      session.close();
    }
  }

  /** False for a damaged database of ours in a folder of ours: opening it sets it aside. */
  async #isReadable(session: ReadingSession): Promise<boolean> {
    const { isOwnFolder = true } = this.#options;
    try {
      await session.read(() => undefined);
      return true;
    } catch (error) {
      if (isOwnFolder && wasWrittenByUs(this.#file.path)) return false;
      throw error;
    }
  }

  async #openWriter(lock: WriteLock): Promise<DatabaseSession> {
    const { checkpoints = standardCheckpoints, isOwnFolder = true, ...parts } = this.#options;
    const isPaged = this.#isPaged;
    const options = { ...parts, file: this.#file, lock, checkpoints, isOwnFolder, isPaged };
    const { session, notices, ...found } = await openWriter(options);
    const lost = this.#lost ? [this.#lost.fault] : [];
    this.#report = { file: this.#file.path, notices: [...lost, ...notices], ...found };
    this.#term += 1;
    this.#writer = session;
    this.#lost = undefined;
    return session;
  }

  /** The lock, or why the database can only be read. */
  #acquire(): WriteLock | { readonly reason: StoreFault; readonly holder: LockHolder | undefined } {
    const { path, sizeBytes } = this.#file;
    try {
      if (sizeBytes) accessSync(path, constants.W_OK);
      const lock = WriteLock.acquire(lockPath(path), this.#owner);
      if (lock instanceof WriteLock) return lock;
      return { reason: collectedElsewhere(path, lock), holder: lock };
    } catch (error) {
      const failure = fileError(error, 'write_elsewhere_read', path);
      if (sizeBytes) return { reason: failure.fault, holder: undefined };
      throw failure;
    }
  }

  /** Passes a call's result on; when the session ended over it, the next call finds another one. */
  async #watch<Result>(session: DatabaseSession, call: Promise<Result>): Promise<Result> {
    try {
      return await call;
    } catch (error) {
      if (session.fault && session === this.#writer) {
        if (session.fault === 'hook') this.#isPaged = false;
        session.abandon();
        if (session.fault === 'gone') this.#lose(error);
        else this.#change();
      }
      throw error;
    }
  }

  #lose(error: unknown): void {
    this.#writer = undefined;
    this.#lost = asStoreError(error, (reason) => ({ kind: 'unexpected', reason }));
    this.#role = Promise.reject(this.#lost);
    this.#role.catch(() => undefined);
  }

  #planTick(): void {
    this.#cancelTick = this.#options.clock.after(heartbeatMs, () => {
      // A beat or a look at the lock that failed is tried again with the next.
      void this.#tick()
        .catch(() => undefined)
        .finally(() => {
          if (!this.#closed) this.#planTick();
        });
    });
  }

  async #tick(): Promise<void> {
    const role = await this.#role;
    if ('session' in role) {
      role.session.tick();
      this.#onBeat();
      if (!this.#staysWriter && !this.#hasWritten) this.#role = this.#rest(role.session);
      this.#hasWritten = false;
    } else if (this.#staysWriter && !livingHolder(lockPath(this.#file.path))) {
      await this.#succeed(role.reader);
    }
  }

  /** Leaves writing to others; where saving fails it stays the writer. */
  async #rest(session: DatabaseSession): Promise<Role> {
    try {
      await this.#watch(session, session.close());
    } catch {
      return { session };
    }
    this.#writer = undefined;
    const reader = new ReadingSession(this.#options.engine, this.#file.path);
    return { reader, reason: { kind: 'left_to_others', file: this.#file.path }, holder: undefined };
  }

  /** Becomes the writer in the place of one that has ended; reading goes on meanwhile. */
  async #succeed(reader: ReadingSession): Promise<void> {
    const role = await this.#take();
    if (!('session' in role)) return;
    if (this.#closed) {
      await role.session.close();
      return;
    }
    this.#role = Promise.resolve(role);
    reader.close();
  }
}

function collectedElsewhere(file: string, holder: LockHolder): StoreFault {
  const { process, host } = holder;
  return holder === unknownHolder
    ? { kind: 'about_to_be_collected', file }
    : { kind: 'collected_elsewhere', file, process, host };
}
