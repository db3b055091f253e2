import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/domain/clock';
import { mockPortPaths } from '../../src/mockforge/paths';
import { sendStream } from './liveStream';
import type { MockForgeModel } from './mockForgeModel';

/** Answers one request in the server's place. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A MockForgeModel that listens on loopback: metrics, admin API and mocks at a port each. */
export class MockForgeServer {
  /** What is answered at the metrics, the admin and the mocks' port instead of the right thing. */
  metricsAnswer: Answer | undefined;
  adminAnswer: Answer | undefined;
  mocksAnswer: Answer | undefined;
  /** How often its metrics were asked for. */
  scrapes = 0;
  /** What its list of routes holds. */
  routes: readonly object[] = [{ method: 'GET', path: '/items/{sku}' }];
  /** Whether it has a live stream of its log, how many listen to it, and how many bytes it has sent there. */
  streams = false;
  openStreams = 0;
  streamedBytes = 0;
  /** How long it takes to answer at the metrics' and the mocks' port, ms by its clock; how many wait for that. */
  metricsDelayMs = 0;
  mocksDelayMs = 0;
  held = 0;
  /** Whether it keeps connections, as MockForge does: one that is kept would outlive the port's closing for a moment. */
  keepsConnections = false;
  readonly #model: MockForgeModel;
  readonly #clock: Clock;
  readonly #metrics: Listener;
  readonly #admin: Listener;
  readonly #mocks: Listener;

  private constructor(model: MockForgeModel, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
    const listener = (answer: Answer): Listener =>
      new Listener((request, response) => {
        if (!this.keepsConnections) response.setHeader('connection', 'close');
        answer(request, response);
      });
    this.#metrics = listener((request, response) => {
      this.scrapes++;
      this.#delayed(this.metricsDelayMs, response, () => {
        (this.metricsAnswer ?? this.#answerMetrics)(request, response);
      });
    });
    this.#admin = listener((request, response) => {
      (this.adminAnswer ?? this.#answerAdmin)(request, response);
    });
    this.#mocks = listener((request, response) => {
      this.#delayed(this.mocksDelayMs, response, () => {
        (this.mocksAnswer ?? this.#answerMocks)(request, response);
      });
    });
  }

  static async start(model: MockForgeModel, clock: Clock): Promise<MockForgeServer> {
    const server = new MockForgeServer(model, clock);
    await server.#metrics.listen();
    await server.#admin.listen();
    await server.#mocks.listen();
    return server;
  }

  get metricsUrl(): string {
    return `${this.#metrics.url}/metrics`;
  }

  /** `127.0.0.1:PORT` of the metrics, as messages name it. */
  get metricsAddress(): string {
    return new URL(this.metricsUrl).host;
  }

  get adminUrl(): string {
    return this.#admin.url;
  }

  get mocksUrl(): string {
    return this.#mocks.url;
  }

  closeMocks(): Promise<void> {
    return this.#mocks.close();
  }

  openMocks(): Promise<void> {
    return this.#mocks.listen();
  }

  /** Nobody listens at the metrics port until it is opened again. */
  closeMetrics(): Promise<void> {
    return this.#metrics.close();
  }

  openMetrics(): Promise<void> {
    return this.#metrics.listen();
  }

  closeAdmin(): Promise<void> {
    return this.#admin.close();
  }

  openAdmin(): Promise<void> {
    return this.#admin.listen();
  }

  async stop(): Promise<void> {
    await this.#metrics.close();
    await this.#admin.close();
    await this.#mocks.close();
  }

  readonly #answerMetrics: Answer = (_, response) => {
    send(response, 'text/plain; version=0.0.4', this.#model.metricsBody(this.#clock.now()));
  };

  readonly #answerAdmin: Answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', this.adminUrl);
    if (pathname === '/__mockforge/logs') {
      const limit = Number(searchParams.get('limit') ?? 100);
      send(response, 'application/json', this.#model.logBody(this.#clock.now(), limit));
    } else if (pathname === '/__mockforge/logs/sse') {
      this.#answerStream(response);
    } else if (pathname === '/__mockforge/routes') {
      const { routes } = this;
      send(response, 'application/json', JSON.stringify({ routes, total: routes.length }));
    } else {
      const start_time = new Date(this.#model.startedAt).toISOString();
      const server_info = { http_server: `0.0.0.0:${new URL(this.mocksUrl).port}` };
      const data = { server_info, servers: [{ start_time }] };
      send(response, 'application/json', JSON.stringify({ data }));
    }
  };

  /** What it answers here it counts, and logs but for the recorder's answers. */
  readonly #answerMocks: Answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', this.mocksUrl);
    const isRecorder = pathname === mockPortPaths.exchanges;
    const isOn = isRecorder ? this.#model.hasRecorder : this.#model.mailbox !== null;
    const status = isOn ? 200 : isRecorder ? 404 : 501;
    const own = { at: this.#clock.now(), path: pathname, status };
    this.#model.count(own);
    if (!isRecorder || !isOn) {
      this.#model.logOnly({ ...own, userAgent: request.headers['user-agent'] });
    }
    const [limit = 0, offset = 0] = ['limit', 'offset'].map((name) =>
      Number(searchParams.get(name)),
    );
    const body = isRecorder ? this.#model.recorderBody(limit, offset) : this.#model.mailboxBody;
    send(response, 'application/json', body, status);
  };

  #delayed(delayMs: number, response: ServerResponse, answer: () => void): void {
    if (delayMs === 0) {
      answer();
      return;
    }
    this.held++;
    const cancel = this.#clock.schedule(this.#clock.now() + delayMs, () => {
      response.off('close', gone);
      this.held--;
      answer();
    });
    const gone = (): void => {
      cancel();
      this.held--;
    };
    response.once('close', gone);
  }

  #answerStream(response: ServerResponse): void {
    if (this.streams) {
      this.openStreams++;
      response.once('close', () => {
        this.openStreams--;
      });
      sendStream(this.#model.stream(), this.#clock, response, (bytes) => {
        this.streamedBytes += bytes;
      });
    } else {
      send(response, 'application/json', '{"error":"not found"}', 404);
    }
  }
}

export function send(
  response: ServerResponse,
  contentType: string,
  body: string,
  status = 200,
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': length });
  response.end(body);
}

/** A server that keeps its port when it is closed and opened again. */
class Listener {
  readonly #answer: Answer;
  #server: Server | undefined;
  #port = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    }).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}
