import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server behaves: as MockForge does, or as what may answer in its place. */
export type Behaviour = 'good' | 'html' | 'json' | 'cut' | 'prometheus' | 'dropped' | 'silent';

interface Served {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly finishedAt: number;
}

/** An operation as the admin API reports it. */
interface ServedRoute {
  readonly method: string;
  readonly path: string;
  readonly operation_id: string;
}

/** Metrics and request log as a MockForge server gives them, of requests that the test says it served. */
export class LoopbackServer {
  static #started = 0;
  readonly #server: Server;
  /** No two servers give a row the same id. */
  readonly #idPrefix = String(LoopbackServer.#started++).padStart(8, '0');
  #nextId = 0;
  #served: Served[] = [];
  #processStart = Date.now() / 1000 - 3600;
  behaviour: Behaviour = 'good';
  /** How often it was asked for anything. */
  asked = 0;
  /** The operations that it was started with. */
  routes: readonly ServedRoute[] = [];
  /** The header Authorization without which it answers nothing; null: it asks for none. */
  wanted: string | null = null;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', ({ url, headers }, response: ServerResponse) => {
      this.asked++;
      if (this.behaviour === 'dropped') response.destroy();
      else if (this.wanted !== null && headers.authorization !== this.wanted) {
        response.writeHead(401).end();
      } else if (this.behaviour !== 'silent') this.#answer(url ?? '', response);
    });
  }

  static async start(): Promise<LoopbackServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new LoopbackServer(server);
  }

  /** Its address, which is also that of its admin API. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Counts and logs requests as served just now, or when the log is to say, unix milliseconds. */
  serve(
    times: number,
    method: string,
    path: string,
    status: number,
    finishedAt = Date.now(),
  ): void {
    for (let i = 0; i < times; i++) {
      this.#served.push({ id: this.#nextId++, method, path, status, finishedAt });
    }
  }

  /** Another process takes over, which has served nothing yet. */
  restart(): void {
    this.#served = [];
    this.#processStart = Date.now() / 1000;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(url: string, response: ServerResponse): void {
    if (url.startsWith('/__mockforge/logs')) {
      sendJson(response, { success: true, data: this.#logRows(), timestamp: new Date() });
    } else if (url === '/__mockforge/routes') {
      sendJson(response, { routes: this.routes, total: this.routes.length });
    } else if (url === '/api/v1/status/buildinfo' && this.behaviour === 'prometheus') {
      sendJson(response, { status: 'success', data: { version: '3.1.0' } });
    } else if (url === '/metrics') {
      this.#answerMetrics(response);
    } else {
      response.writeHead(404).end();
    }
  }

  #answerMetrics(response: ServerResponse): void {
    const body = this.#metrics();
    switch (this.behaviour) {
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><p>Hello');
        break;
      case 'json':
        sendJson(response, { hello: 'world' });
        break;
      case 'prometheus':
        response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
        break;
      case 'cut':
        response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length });
        response.write(body.slice(0, body.length / 2), () => response.destroy());
        break;
      case 'good':
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(body);
        break;
    }
  }

  #metrics(): string {
    const counters = countBy(
      this.#served,
      ({ method, status }) =>
        `mockforge_requests_total{method="${method}",pillar="unknown",protocol="http",status="${status}"}`,
    );
    const name = 'mockforge_request_duration_seconds';
    const durations = [...countBy(this.#served, ({ method }) => method)].flatMap(
      ([method, count]) => {
        const labels = `method="${method}",pillar="unknown",protocol="http"`;
        return [
          `${name}_bucket{${labels},le="0.005"} 0`,
          `${name}_bucket{${labels},le="0.01"} ${count}`,
          `${name}_bucket{${labels},le="+Inf"} ${count}`,
          `${name}_sum{${labels}} ${count * 0.008}`,
          `${name}_count{${labels}} ${count}`,
        ];
      },
    );
    return [
      '# TYPE mockforge_requests_total counter',
      ...[...counters].map(([series, count]) => `${series} ${count}`),
      `# TYPE ${name} histogram`,
      ...durations,
      '# TYPE mockforge_uptime_seconds gauge',
      `mockforge_uptime_seconds ${Date.now() / 1000 - this.#processStart}`,
      '# TYPE process_start_time_seconds gauge',
      `process_start_time_seconds ${this.#processStart}`,
      '',
    ].join('\n');
  }

  #logRows(): unknown[] {
    return this.#served
      .map(({ id, method, path, status, finishedAt }) => ({
        id: `${this.#idPrefix}-0000-4000-8000-${String(id).padStart(12, '0')}`,
        timestamp: new Date(finishedAt).toISOString(),
        method,
        path,
        status_code: status,
        response_time_ms: 7,
        client_ip: '127.0.0.1',
        user_agent: 'integration/1.0',
        headers: {},
        response_size_bytes: 0,
        error_message: status >= 400 ? `HTTP ${status}` : null,
      }))
      .reverse();
  }
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
