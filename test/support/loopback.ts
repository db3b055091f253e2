import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { selfSigned } from './selfSigned';

/** Servers on loopback that end with the test; each gives its `127.0.0.1:PORT`. */
export interface Loopback {
  readonly http: (answer: RequestListener) => Promise<string>;
  readonly https: (answer: RequestListener) => Promise<string>;
  /** Speaks TLS, and has some bytes for who does not. */
  readonly politeHttps: (toPlain: string) => Promise<string>;
  /** Told each connection with the first that its client has sent. */
  readonly tcp: (answer: (socket: Socket, began: Buffer) => void) => Promise<string>;
}

/** The first byte of whoever speaks TLS (RFC 8446, section 5.1). */
const tlsHandshake = 22;

export function loopback(): Loopback {
  const ends: (() => void)[] = [];
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  async function listening(server: Server): Promise<string> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const tcp: Loopback['tcp'] = (answer) =>
    listening(
      createTcpServer((socket) => {
        socket.once('data', (began: Buffer) => {
          answer(socket, began);
        });
      }),
    );

  return {
    http: (answer) => listening(createHttpServer(answer)),
    https: (answer) => listening(createHttpsServer(selfSigned, answer)),
    politeHttps: (toPlain) => {
      const secure = createHttpsServer(selfSigned, (_, response) => response.end());
      return tcp((socket, began) => {
        if (began[0] !== tlsHandshake) socket.end(toPlain, 'latin1');
        else {
          socket.pause().unshift(began);
          secure.emit('connection', socket);
        }
      });
    },
    tcp,
  };
}
