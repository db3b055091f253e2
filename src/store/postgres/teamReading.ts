import type { Connection } from '../database/connection';
import type { Reading } from '../database/reading';
import { StoreError } from '../storeError';
import type { Network } from './network';
import type { ServerSettings } from './serverSettings';
import type { TargetConnection } from './targetConnection';
import { openToRead } from './targetConnection';

/**
 * A target's part of a server for reading. Each piece of work sees one commit; nothing can be written through it. A
 * connection that was lost while nobody used it is opened again.
 */
export class TeamReading implements Reading {
  readonly #network: Network;
  readonly #settings: ServerSettings;
  readonly #isCancelled: () => boolean;
  #connection: TargetConnection | undefined;

  /** @param isCancelled looked at before each statement: work ends there once it holds */
  constructor(network: Network, settings: ServerSettings, isCancelled = (): boolean => false) {
    this.#network = network;
    this.#settings = settings;
    this.#isCancelled = isCancelled;
  }

  async read<Result>(work: (connection: Connection) => Result): Promise<Result> {
    const kept = this.#connection;
    try {
      return await Promise.resolve(this.#read(work));
    } catch (error) {
      if (!kept?.hasEnded) throw error;
      return this.#read(work);
    }
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #read<Result>(work: (connection: Connection) => Result): Result {
    const connection = (this.#connection ??= this.#open());
    try {
      return connection.snapshot(() => work(connection));
    } finally {
      if (connection.hasEnded) this.close();
    }
  }

  #open(): TargetConnection {
    const beforeStatement = (): void => {
      if (!this.#isCancelled()) return;
      throw new StoreError({ kind: 'reading_canceled', file: this.#settings.shown });
    };
    return openToRead(this.#network, this.#settings, { beforeStatement });
  }
}
