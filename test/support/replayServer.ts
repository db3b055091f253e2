import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/domain/clock';
import { adminPaths } from '../../src/mockforge/paths';
import { withMockPort } from '../../src/mockforge/timeShift';
import type { RecordedAnswer } from '../../src/replay/recordedServer';
import type { RecordedStream } from '../../src/replay/recordedStream';
import { sendStream } from './liveStream';

/** What answers: a RecordedServer or a LoopedServer. */
export interface Answering {
  answer(path: string, now: number): RecordedAnswer | null;
  stream(now: number): Pick<RecordedStream, 'event'> | null;
}

/** A recording that listens on loopback like a real MockForge: metrics, admin API and mocks at a port each. */
export class ReplayServer {
  readonly #servers: readonly Server[];

  private constructor(servers: readonly Server[]) {
    this.#servers = servers;
  }

  static async start(source: Answering, clock: Clock): Promise<ReplayServer> {
    const servers = [0, 1, 2].map(() => createServer());
    for (const server of servers) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    const replay = new ReplayServer(servers);
    for (const server of servers) {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        answer(source, clock, replay.#mockPort, request, response);
      });
    }
    return replay;
  }

  get metricsUrl(): string {
    return `${this.#address(0)}/metrics`;
  }

  get adminUrl(): string {
    return this.#address(1);
  }

  get #mockPort(): number {
    return Number(new URL(this.#address(2)).port);
  }

  /** Ends it; done again, it does nothing. */
  async stop(): Promise<void> {
    for (const server of this.#servers.filter(({ listening }) => listening)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  }

  #address(index: number): string {
    const { port } = this.#servers[index]?.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }
}

/** While the recorded process is down, connections are dropped: the port itself cannot be given up and had again. */
function answer(
  source: Answering,
  clock: Clock,
  mockPort: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.url === adminPaths.logStream) {
    const stream = source.stream(clock.now());
    if (stream) sendStream(stream, clock, response);
    else request.socket.destroy();
    return;
  }
  const recorded = source.answer(request.url ?? '/', clock.now());
  if (!recorded) {
    request.socket.destroy();
    return;
  }
  const body =
    request.url === adminPaths.dashboard ? withMockPort(recorded.body, mockPort) : recorded.body;
  clock.schedule(recorded.readyAt, () => {
    response.writeHead(recorded.status, {
      'content-type': recorded.contentType,
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}
