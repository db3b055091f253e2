import * as vscode from 'vscode';
import { errorMessage } from '../domain/errorMessage';
import { parseConnectionString } from '../store/postgres/connectionString';
import type { Log } from './surfaces/log';

/** Passwords for team stores, by who asks for one where, in the secret storage of the editor. */
export class TeamPasswords implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable;
  #changes = 0;

  /** One of them is another, in this window or another one. */
  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
    this.#watching = secrets.onDidChange(({ key }) => {
      if (!key.startsWith(keyPrefix)) return;
      this.#changes += 1;
      this.#changed.fire();
    });
  }

  /** Counts changes: a connection that was made before the last one may have another password. */
  get changes(): number {
    return this.#changes;
  }

  /** The one for an address; undefined without one. Never rejects. */
  async of(address: string): Promise<string | undefined> {
    try {
      return await this.#secrets.get(keyOf(address));
    } catch (error) {
      // Without a keyring nothing is stored, and the client has means of its own.
      this.#log.warn(`The editor cannot read stored passwords: ${errorMessage(error)}`);
      return undefined;
    }
  }

  /**
   * @param password empty: none any more
   * @throws Error where the editor cannot keep secrets
   */
  async set(address: string, password: string): Promise<void> {
    const key = keyOf(address);
    if (password !== '') await this.#secrets.store(key, password);
    else if ((await this.of(address)) !== undefined) await this.#secrets.delete(key);
  }

  dispose(): void {
    this.#watching.dispose();
    this.#changed.dispose();
  }
}

const keyPrefix = 'team store ';

/** Whoever asks elsewhere, or for another user, is not told it. */
function keyOf(address: string): string {
  const { user = '', host = '', port = '', service = '' } = parseConnectionString(address);
  return `${keyPrefix}${JSON.stringify([user, host, port, service])}`;
}
