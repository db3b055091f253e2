import type { FSWatcher } from 'node:fs';
import { statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ifThere } from './fileError';
import { identityOf } from './fileIdentity';
import { sidecarPath } from './sidecar';

/** How long a commit may go unnoticed where the file system reports nothing, ms. */
const lookMs = 1000;

/** Reports when another process has committed to a database: its files have grown or were replaced. */
export class CommitWatch {
  readonly #paths: readonly string[];
  readonly #onCommit: () => void;
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  #stamp: string;

  /** @param file the path of the database */
  constructor(file: string, onCommit: () => void) {
    this.#paths = [file, sidecarPath(file)];
    this.#onCommit = onCommit;
    this.#stamp = this.#stampNow();
    this.#timer = setInterval(() => {
      this.#look();
    }, lookMs);
    this.#timer.unref();
    this.#watcher = this.#watch(dirname(file));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
  }

  /** Some file systems cannot be watched; there the timer is all. */
  #watch(folder: string): FSWatcher | undefined {
    const names = this.#paths.map((path) => basename(path));
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.includes(name)) this.#look();
      });
      watcher.on('error', () => {
        watcher.close();
      });
      return watcher;
    } catch {
      return undefined;
    }
  }

  #look(): void {
    const stamp = this.#stampNow();
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#onCommit();
  }

  /** The sidecar is written over from its beginning after a checkpoint, so its size does not tell. */
  #stampNow(): string {
    const stamps = this.#paths.map((path) => {
      const found = ifThere(() => statSync(path, { bigint: true }));
      return found ? `${identityOf(found)} ${found.size} ${found.mtimeNs}` : 'none';
    });
    return stamps.join(', ');
  }
}
