import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Alert } from '../alerts/alert';
import { readAlerts } from '../alerts/readAlerts';
import { errorMessage } from '../domain/errorMessage';
import type { Localize } from '../sentences/localize';
import { codeOf } from '../store/file/fileError';
import { replaceFile } from '../store/file/replaceFile';
import { lockPath, WriteLock } from '../store/file/writeLock';

/** Another window has its change written in less, ms. */
const lockWaitMs = 10;

/** The alert rules of a workspace, in a file that its windows share. */
export class AlertFile {
  readonly #path: string;
  readonly #localize: Localize;

  constructor(path: string, localize: Localize) {
    this.#path = path;
    this.#localize = localize;
  }

  /**
   * What is there now.
   * @throws Error that says in a sentence why it cannot be read, so that nothing is written over it
   */
  read(): readonly Alert[] {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw this.#unreadable(errorMessage(error));
    }
    const list = readAlerts(text);
    if (!list) throw this.#unreadable(null);
    return list;
  }

  /**
   * Changes what is there, one window after the other; resolves with what is there then. `change` is asked again where
   * its first answer could be out of date, and gives back the same list to change nothing.
   * Rejects where they cannot be read, as read() throws, or with what the file system says.
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

  #unreadable(reason: string | null): Error {
    const localize = this.#localize;
    return new Error(
      localize(
        'The alert rules in {0} cannot be read: {1}. Mend the file, or delete it to begin without rules.',
        this.#path,
        reason ?? localize('it holds no alert rules'),
      ),
    );
  }

  async #lock(): Promise<WriteLock> {
    for (;;) {
      const lock = WriteLock.acquire(lockPath(this.#path), randomUUID());
      if (lock instanceof WriteLock) return lock;
      await delay(lockWaitMs);
    }
  }
}
