import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Announcement, Answer, Ask, ListeningAnnouncement } from './networkCalls';
import { answers, beats, signalBytes, threadEnded } from './networkCalls';

const beatMs = 1000;
/** A thread that does something for somebody shows it each second; on a machine that is overloaded it may not have its turn. */
const mostBeatsMissed = 60;

/**
 * Begins the file that it is given, and tells whoever waits for an answer when that cannot be loaded, or the thread ends:
 * who waits hears of no event.
 */
const begin = `
  const { parentPort, workerData } = require('node:worker_threads');
  const served = new Set();
  let reason;
  let isLoaded = false;
  const tell = ({ port, signal }) => {
    const ended = ${JSON.stringify(threadEnded)};
    const problem = { ...ended, message: ended.message + (reason ? ': ' + reason : '') };
    port.postMessage(signal ? { problem } : problem);
    if (!signal) return;
    Atomics.add(new Int32Array(signal), ${answers}, 1);
    Atomics.notify(new Int32Array(signal), ${answers});
  };
  parentPort.on('message', (announcement) => {
    served.add(announcement);
    announcement.port.on('close', () => served.delete(announcement));
    if (!isLoaded) tell(announcement);
  });
  process.on('uncaughtExceptionMonitor', (error) => {
    reason = String(error?.message ?? error);
  });
  process.on('exit', () => served.forEach(tell));
  try {
    require(workerData);
    isLoaded = true;
  } catch (error) {
    reason = error.message;
  }
`;

/** The thread that speaks to servers for one that waits: of all connections of that one. */
export class Network {
  readonly #path: string;
  #worker: Worker | undefined;

  /** @param path the file that was built for the thread; it begins with the first connection */
  constructor(path: string) {
    this.#path = path;
  }

  /** A way to a connection that is being made: its first answer says whether it was. */
  connect(to: Omit<Announcement, 'port' | 'signal'>): NetworkCaller {
    const { port1: ours, port2: port } = new MessageChannel();
    const signal = new SharedArrayBuffer(signalBytes);
    const announcement: Announcement = { ...to, port, signal };
    this.#running().postMessage(announcement, [port]);
    return new NetworkCaller(ours, signal);
  }

  /** A way to a connection that is told of commits, and that anybody can hear of without waiting. */
  listen(to: Omit<ListeningAnnouncement, 'port'>): MessagePort {
    const { port1: ours, port2: port } = new MessageChannel();
    const announcement: ListeningAnnouncement = { ...to, port };
    this.#running().postMessage(announcement, [port]);
    return ours;
  }

  /** Ends the thread with all of its connections. */
  async end(): Promise<void> {
    const worker = this.#worker;
    // Whoever connects from now on gets a thread that lives.
    this.#worker = undefined;
    await worker?.terminate();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(begin, { eval: true, workerData: this.#path });
    const onEnd = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('error', onEnd);
    worker.on('exit', onEnd);
    // It is there for others and keeps no process alive.
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}

/** Asks the network thread, and waits for what it answers. */
export class NetworkCaller {
  readonly #port: MessagePort;
  readonly #signal: Int32Array;

  constructor(port: MessagePort, signal: SharedArrayBuffer) {
    this.#port = port;
    this.#signal = new Int32Array(signal);
  }

  ask(ask: Ask): void {
    this.#port.postMessage(ask);
  }

  /** Waits for the next answer. A thread that shows no life any more is answered for. */
  answer(): Answer {
    let beat = Atomics.load(this.#signal, beats);
    let missed = 0;
    for (;;) {
      const seen = Atomics.load(this.#signal, answers);
      const received = receiveMessageOnPort(this.#port) as { readonly message: Answer } | undefined;
      if (received) return received.message;
      if (Atomics.wait(this.#signal, answers, seen, beatMs) !== 'timed-out') continue;
      const now = Atomics.load(this.#signal, beats);
      missed = now === beat ? missed + 1 : 0;
      beat = now;
      if (missed >= mostBeatsMissed) return { problem: threadEnded };
    }
  }

  close(): void {
    this.#port.close();
  }
}
