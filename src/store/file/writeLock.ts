import { rmSync, statSync, utimesSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { codeOf, ifThere } from './fileError';
import { OpenFile } from './openFile';
import { processExists, processPlace, processStart } from './processes';

/** Who writes a database. */
export interface LockHolder {
  readonly process: number;
  /** Its processStart; left out where that is not known. */
  readonly start?: string | undefined;
  readonly host: string;
  /** Where the process id means something. */
  readonly place: string;
  /** Random, one for each opening. */
  readonly owner: string;
}

/** How often the holder shows that it lives, ms. */
export const heartbeatMs = 3000;

/** A holder that cannot be judged otherwise is taken for dead after this much silence, ms. */
const silenceMs = 30_000;

/** A lock has some hundreds. */
const mostLockBytes = 4096;

/** A lock or a claim is written in a moment; one that is still unfinished after this long never will be, ms. */
const unfinishedMs = 5000;

/** The path of the lock of a database. */
export function lockPath(databasePath: string): string {
  return `${databasePath}-lock`;
}

/**
 * The right to write a database: a file that names its holder. It is taken over only when its holder is dead: its
 * process is gone, the machine was started since, or, where the process cannot be judged, it has long been silent. A
 * process that sleeps or is stopped at a breakpoint is not dead. Throws what the file system throws.
 */
export class WriteLock {
  readonly #path: string;
  readonly #owner: string;

  private constructor(path: string, owner: string) {
    this.#path = path;
    this.#owner = owner;
  }

  /** The lock, or its living holder. An owner that holds it already gets it again. */
  static acquire(path: string, owner: string): WriteLock | LockHolder {
    const lock = new WriteLock(path, owner);
    if (lock.#create()) return lock;
    const holder = livingHolder(path);
    if (holder?.owner === owner) return lock;
    if (holder) return holder;
    return lock.#takeOver() ? lock : (livingHolder(path) ?? unknownHolder);
  }

  /** Whether this process still holds it: while it slept, another may have taken it for dead. */
  isHeld(): boolean {
    return readHolder(this.#path)?.owner === this.#owner;
  }

  /** Whether nobody has it, since somebody deleted it. */
  get isDeleted(): boolean {
    return ifThere(() => statSync(this.#path)) === undefined;
  }

  /** Shows that the holder lives. */
  beat(): void {
    if (!this.isHeld()) return;
    const now = new Date();
    ifThere(() => {
      utimesSync(this.#path, now, now);
    });
  }

  release(): void {
    if (this.isHeld()) rmSync(this.#path, { force: true });
  }

  /** Replaces the lock of a dead holder; false when somebody else is doing so, or was faster. */
  #takeOver(): boolean {
    const dead = readHolder(this.#path)?.owner;
    const claim = `${this.#path}-${dead ?? 'unreadable'}`;
    const file = createFile(claim);
    if (file === undefined) {
      if (isSilent(claim, unfinishedMs)) rmSync(claim, { force: true });
      return false;
    }
    file.close();
    try {
      if (readHolder(this.#path)?.owner !== dead) return false;
      rmSync(this.#path, { force: true });
      return this.#create();
    } finally {
      rmSync(claim, { force: true });
    }
  }

  /** False when there is a lock already. */
  #create(): boolean {
    const holder: LockHolder = {
      process: process.pid,
      start: processStart(process.pid),
      host: hostname(),
      place: processPlace(),
      owner: this.#owner,
    };
    const file = createFile(this.#path);
    if (file === undefined) return false;
    try {
      file.writeAt(Buffer.from(JSON.stringify(holder)), 0);
      return true;
    } catch (error) {
      rmSync(this.#path, { force: true });
      throw error;
    } finally {
      file.close();
    }
  }
}

/** Who writes the database with the lock at the path; undefined when nobody does. */
export function livingHolder(path: string): LockHolder | undefined {
  const beatAt = ifThere(() => statSync(path).mtimeMs);
  const startedAt = Date.now() - uptime() * 1000;
  if (beatAt === undefined || beatAt < startedAt) return undefined;
  const holder = readHolder(path);
  if (holder?.place === processPlace()) return isRunning(holder) ? holder : undefined;
  return isSilent(path, holder ? silenceMs : unfinishedMs) ? undefined : (holder ?? unknownHolder);
}

/** The holder of a lock that is being written. */
export const unknownHolder: LockHolder = { process: 0, host: 'unknown', place: '', owner: '' };

/** A new file; undefined when there is one already. */
function createFile(path: string): OpenFile | undefined {
  try {
    return new OpenFile(path, 'wx+');
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

function readHolder(path: string): LockHolder | undefined {
  const file = ifThere(() => new OpenFile(path, 'r'));
  if (file === undefined) return undefined;
  try {
    const bytes = Buffer.alloc(mostLockBytes);
    return JSON.parse(bytes.toString('utf8', 0, file.readAt(bytes, 0))) as LockHolder;
  } catch {
    return undefined;
  } finally {
    file.close();
  }
}

function isSilent(path: string, milliseconds: number): boolean {
  const beatAt = ifThere(() => statSync(path).mtimeMs);
  return beatAt !== undefined && Date.now() - beatAt > milliseconds;
}

/** False also when its id is another process's by now. */
function isRunning({ process, start }: LockHolder): boolean {
  return processExists(process) && (start === undefined || processStart(process) === start);
}
