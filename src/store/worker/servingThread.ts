import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { errorMessage } from '../../domain/errorMessage';
import { workerLimits } from './workerLimits';

/** What a thread is told of each client: serve it at this port. */
export interface Announcement {
  readonly port: MessagePort;
  readonly data: unknown;
}

/** A client of a thread. */
interface Client {
  readonly onEnd: (reason: string) => void;
  isNeeded: boolean;
}

/** A worker thread that serves databases, each at a port of its own. It ends with its last client. */
export class ServingThread {
  readonly #worker: Worker;
  readonly #clients = new Map<MessagePort, Client>();
  #hasEnded = false;

  /** @param path the file that was built for it */
  constructor(path: string) {
    this.#worker = new Worker(path, { resourceLimits: workerLimits });
    this.#worker.on('error', (error) => {
      this.#ended(errorMessage(error));
    });
    this.#worker.on('exit', (code) => {
      this.#ended(`exit code ${code}`);
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /**
   * The port at which a database is served from now on.
   * @param onEnd told when the thread ended
   */
  serve(data: unknown, onEnd: (reason: string) => void): MessagePort {
    const { port1: ours, port2: port } = new MessageChannel();
    this.#clients.set(ours, { onEnd, isNeeded: true });
    const announcement: Announcement = { port, data };
    this.#worker.postMessage(announcement, [port]);
    return ours;
  }

  /** A client is done; the thread ends with the last one. */
  async leave(port: MessagePort): Promise<void> {
    port.close();
    this.#clients.delete(port);
    if (this.#clients.size === 0) await this.end();
  }

  /** Ends the thread under all of its clients: what it does cannot be ended otherwise. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#worker.terminate();
  }

  /** The process waits no longer for a client, and not for the thread when all are of that kind. */
  unref(port: MessagePort): void {
    port.unref();
    const client = this.#clients.get(port);
    if (client) client.isNeeded = false;
    if (![...this.#clients.values()].some(({ isNeeded }) => isNeeded)) this.#worker.unref();
  }

  #ended(reason: string): void {
    this.#hasEnded = true;
    const clients = [...this.#clients];
    this.#clients.clear();
    for (const [port, { onEnd }] of clients) {
      port.close();
      onEnd(reason);
    }
  }
}

/**
 * Threads that several databases of a process share: one for each built file. A thread costs tens of megabytes, a database
 * in it a few.
 */
export class SharedThreads {
  readonly #running = new Map<string, ServingThread>();

  /** The one that runs a built file. */
  of(path: string): ServingThread {
    const running = this.#running.get(path);
    if (running && !running.hasEnded) return running;
    const thread = new ServingThread(path);
    this.#running.set(path, thread);
    return thread;
  }
}
