import type { LogRow } from '../mockforge/logRow';
import { onOurClock } from './sources/adminApi';
import type { Access } from './sources/access';
import { LogStream } from './sources/logStream';
import type { SourceFailure } from './sources/sourceFailure';

export interface LiveLogOptions {
  readonly access: Access;
  readonly adminUrl: string;
  /** Runs one thing at a time, in the order given: reads of the log among them. */
  readonly enqueue: (task: () => Promise<void>) => void;
  /** The stream is connected; what it sends is used once the log has been read after that. */
  readonly onConnected: () => Promise<void>;
  /** Rows that the log did not have when it was last read, oldest first, with times on our clock. */
  readonly onRows: (rows: readonly LogRow[]) => Promise<void>;
  /** There is no stream, or it has ended. */
  readonly onLost: (failure: SourceFailure) => Promise<void>;
}

/**
 * Puts the live stream in order with the reads of the log: a row of the stream is used when the log was read
 * in full after the stream had connected, so that it cannot belong to another run of the server than that
 * read, and was not read again since the row came.
 */
export class LiveLog {
  readonly #options: LiveLogOptions;
  readonly #stream: LogStream;
  #readsBegun = 0;
  /** The connection before whose rows the log was read. */
  #filled: number | null = null;
  #clockOffset = 0;

  constructor(options: LiveLogOptions) {
    const { access, adminUrl, enqueue, onConnected, onLost } = options;
    this.#options = options;
    this.#stream = new LogStream(access, adminUrl, {
      connected: () => {
        enqueue(onConnected);
      },
      rows: (rows) => {
        this.#came(rows);
      },
      lost: (failure) => {
        enqueue(() => onLost(failure));
      },
      unusable: (failure) => {
        enqueue(() => onLost(failure));
      },
    });
  }

  /** The stream brings what is new, so that the log need not be read for it. */
  get isLive(): boolean {
    const { connection } = this.#stream;
    return connection !== null && connection === this.#filled;
  }

  /** Connects and stays connected, unless it is started already. */
  start(): void {
    this.#stream.start();
  }

  stop(): void {
    this.#stream.stop();
  }

  /**
   * To be told when a read of the log begins.
   * @returns to be told when it was good, with the server's clock minus ours, ms
   */
  logReadBegins(): (clockOffset: number) => void {
    this.#readsBegun++;
    const { connection } = this.#stream;
    return (clockOffset) => {
      this.#filled = connection;
      this.#clockOffset = clockOffset;
    };
  }

  #came(rows: readonly LogRow[]): void {
    const { enqueue, onRows } = this.#options;
    const { connection } = this.#stream;
    const readsBegun = this.#readsBegun;
    enqueue(async () => {
      // A read that began later has brought these rows itself.
      if (readsBegun !== this.#readsBegun || this.#filled !== connection) return;
      await onRows(rows.map((row) => onOurClock(row, this.#clockOffset)));
    });
  }
}
