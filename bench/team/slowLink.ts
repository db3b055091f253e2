import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Carries what it is given after a while, in the order in which it came. */
const script = `
  const { connect, createServer } = require('node:net');
  const { parentPort, workerData: { port, delayMs } } = require('node:worker_threads');
  const carry = (from, to) => {
    from.on('data', (bytes) => setTimeout(() => to.write(bytes), delayMs));
    from.on('close', () => setTimeout(() => to.destroy(), delayMs));
    from.on('error', () => undefined);
  };
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    carry(near, far);
    carry(far, near);
  }).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** A link to a port of this machine that takes half of the time each way; in a thread of its own, since who uses it waits. */
export class SlowLink {
  readonly port: number;
  readonly #worker: Worker;

  private constructor(worker: Worker, port: number) {
    this.#worker = worker;
    this.port = port;
  }

  static async open(port: number, roundTripMs: number): Promise<SlowLink> {
    const workerData = { port, delayMs: roundTripMs / 2 };
    const worker = new Worker(script, { eval: true, workerData });
    const [listening] = (await once(worker, 'message')) as [number];
    return new SlowLink(worker, listening);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
