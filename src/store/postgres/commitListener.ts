import type { MessagePort } from 'node:worker_threads';
import type { StoreClock } from '../file/storeClock';
import type { StoreFault } from '../storeFault';
import type { Network } from './network';
import { threadEnded } from './networkCalls';
import type { Heard } from './networkCalls';
import { serverFault } from './serverFault';
import type { ServerSettings } from './serverSettings';

/** The first wait after a connection was lost, which doubles with each that cannot be made, and the longest, ms. */
const firstWaitMs = 500;
const longestWaitMs = 30_000;

export interface CommitListenerOptions {
  readonly network: Network;
  readonly settings: ServerSettings;
  /** How the connection is called on the server. */
  readonly application: string;
  readonly clock: StoreClock;
  /** There is something new, or there may be, since it was not listened before. */
  readonly onCommit: () => void;
  /** Null: commits are heard of from now on. Otherwise why they are not; it is tried again. */
  readonly onState: (fault: StoreFault | null) => void;
}

/** Hears of each commit into a target of a server by a connection of its own, which is made again whenever it is lost. */
export class CommitListener {
  readonly #options: CommitListenerOptions;
  #port: MessagePort | undefined;
  #waitMs = firstWaitMs;
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(options: CommitListenerOptions) {
    this.#options = options;
    this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#port?.close();
  }

  #connect(): void {
    const { network, settings, application } = this.#options;
    const port = network.listen({ settings, application });
    this.#port = port;
    port.on('message', (heard: Heard) => {
      this.#hear(heard);
    });
    port.on('close', () => {
      if (this.#port === port) this.#hear(threadEnded);
    });
    port.unref();
  }

  #hear(heard: Heard): void {
    if (this.#isClosed) return;
    const { settings, onCommit, onState } = this.#options;
    if (heard === 'commit') onCommit();
    else if (heard === 'listening') {
      this.#waitMs = firstWaitMs;
      onState(null);
      onCommit();
    } else {
      onState(serverFault(heard, settings));
      this.#tryAgain();
    }
  }

  #tryAgain(): void {
    const port = this.#port;
    this.#port = undefined;
    port?.close();
    this.#cancel = this.#options.clock.after(this.#waitMs, () => {
      this.#connect();
    });
    this.#waitMs = Math.min(2 * this.#waitMs, longestWaitMs);
  }
}
