import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An address that can be read off a screen and leads to a long one, which may hold a token; on loopback only. */
export class ShortAddress {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  }

  static async to(target: string): Promise<ShortAddress> {
    // Nobody else on this machine can guess it in time.
    const path = `/${randomBytes(6).toString('hex')}`;
    const server = createServer((request, response) => {
      const found = request.url === path;
      response.writeHead(found ? 302 : 404, found ? { location: target } : {}).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ShortAddress(server, path);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
