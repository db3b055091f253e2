import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** What becomes of a piece on its way to the server, and of the connection. */
export type Trouble = 'cut' | 'torn' | 'lost';

/** A link to a server of which each piece that is sent to it is counted, and at one of them something happens. */
export class TroubledLink {
  /** Pieces that were on their way to the server. */
  pieces = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #at = Infinity;
  #happens: () => Trouble | undefined = () => undefined;

  private constructor(to: number, delayMs: number) {
    this.#server = createServer((near) => {
      const far = connect(to, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      const pass = (into: Socket, bytes: Buffer): void => {
        if (delayMs === 0) into.write(bytes);
        else setTimeout(() => into.write(bytes), delayMs / 2);
      };
      near.on('data', (bytes) => {
        this.#passOn(bytes, near, (passed) => {
          pass(far, passed);
        });
      });
      far.on('data', (bytes) => {
        pass(near, bytes);
      });
    });
  }

  /** @param delayMs of a way to the server and back */
  static async open(to: number, delayMs = 0): Promise<TroubledLink> {
    const link = new TroubledLink(to, delayMs);
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** With the piece of a number it happens: `lost` takes it, `torn` its second half, and either the connection. */
  trouble(at: number, happens: () => Trouble | undefined): void {
    this.#at = at;
    this.#happens = happens;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #passOn(bytes: Buffer, near: Socket, pass: (bytes: Buffer) => void): void {
    this.pieces += 1;
    const trouble = this.pieces === this.#at ? this.#happens() : undefined;
    if (trouble !== 'lost') pass(trouble === 'torn' ? bytes.subarray(0, bytes.length / 2) : bytes);
    // What was passed on reaches the server nevertheless.
    if (trouble) setImmediate(() => near.resetAndDestroy());
  }
}
