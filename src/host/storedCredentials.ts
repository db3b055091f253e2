import type * as vscode from 'vscode';
import { authorizedNetwork } from '../collector/authorization';
import { network } from '../collector/network';
import type { HttpGet } from '../collector/sources/httpGet';
import { errorMessage } from '../domain/errorMessage';
import type { Log } from './surfaces/log';

/** What authorizes us to servers, by their origins, in the secret storage of the editor. */
export class StoredCredentials implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #log: Log;
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #watching: vscode.Disposable;

  constructor(secrets: vscode.SecretStorage, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
    this.#watching = secrets.onDidChange(() => {
      this.#known.clear();
    });
  }

  /** The network of the editor, where each origin is sent what authorizes us to it. */
  readonly http: HttpGet = authorizedNetwork(network, (origin) => this.of(origin));

  /** The value of the header Authorization for an origin; undefined without one. Never rejects. */
  of(origin: string): Promise<string | undefined> {
    const known = this.#known.get(origin) ?? this.#read(origin);
    this.#known.set(origin, known);
    return known;
  }

  /**
   * @param authorization undefined: none any more
   * @throws Error where the editor cannot keep secrets
   */
  async set(origin: string, authorization: string | undefined): Promise<void> {
    if (authorization === undefined) await this.#secrets.delete(keyOf(origin));
    else await this.#secrets.store(keyOf(origin), authorization);
    this.#known.delete(origin);
  }

  dispose(): void {
    this.#watching.dispose();
  }

  async #read(origin: string): Promise<string | undefined> {
    try {
      return await this.#secrets.get(keyOf(origin));
    } catch (error) {
      // Without a keyring nothing is stored, and most servers ask for nothing.
      this.#log.warn(`The editor cannot read stored credentials: ${errorMessage(error)}`);
      return undefined;
    }
  }
}

function keyOf(origin: string): string {
  return `authorization ${origin}`;
}
