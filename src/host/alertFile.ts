import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Alert } from '../alerts/alert';
import { replaceFile } from '../store/file/replaceFile';
import { lockPath, WriteLock } from '../store/file/writeLock';

/** Another window has its change written in less, ms. */
const lockWaitMs = 10;

/** The alert rules of a workspace, in a file that its windows share. */
export class AlertFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What is there now; none where that cannot be read. */
  read(): readonly Alert[] {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as readonly Alert[];
    } catch {
      return [];
    }
  }

  /**
   * Changes what is there, one window after the other; resolves with what is there then. `change` is asked again where
   * its first answer could be out of date, and gives back the same list to change nothing.
   * Rejects with what the file system says.
   */
  async change(change: (list: readonly Alert[]) => readonly Alert[]): Promise<readonly Alert[]> {
    const before = this.read();
    if (change(before) === before) return before;
    mkdirSync(dirname(this.#path), { recursive: true });
    const lock = await this.#lock();
    try {
      const list = change(this.read());
      const whole = `${this.#path}-whole`;
      writeFileSync(whole, JSON.stringify(list));
      replaceFile(whole, this.#path);
      return list;
    } finally {
      lock.release();
    }
  }

  async #lock(): Promise<WriteLock> {
    for (;;) {
      const lock = WriteLock.acquire(lockPath(this.#path), randomUUID());
      if (lock instanceof WriteLock) return lock;
      await delay(lockWaitMs);
    }
  }
}
