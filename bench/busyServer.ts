import { parentPort } from 'node:worker_threads';
import { MockForgeModel } from '../test/support/mockForgeModel';
import type { Served } from '../test/support/mockForgeModel';
import { MockForgeServer, send } from '../test/support/mockForgeServer';
import { VirtualClock } from '../src/replay/virtualClock';

/** What the program says when it listens. */
export interface ServerAddresses {
  readonly metricsUrl: string;
  readonly adminUrl: string;
  readonly mocksUrl: string;
}

/** What it is told: to serve so many requests until `until`, unix ms. It answers with the same when it has. */
export interface Traffic {
  readonly until: number;
  readonly requests: number;
  /** Requests of all kinds, or such as are refused alone. */
  readonly kind: 'mixed' | 'failing';
}

export const endpointCount = 500;

/** Begins to count at this time, unix ms. */
export const startedAt = Date.UTC(2026, 0, 5, 12);

const methods = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'] as const;
const userAgents = [
  'Chrome/131.0.0.0',
  'Firefox/132.0',
  'curl/8.5.0',
  'axios/1.7.7',
  'okhttp/4.12.0',
];
const driftFamilies = ['breaking_changes', 'budget_exceeded', 'percentage', 'total_changes'];
/** Raw paths that were met before the benchmark begins: a body of about 1 MB. */
const oldPaths = 2400;

const templates = Array.from({ length: endpointCount }, (_, i) => ({
  method: methods[i % methods.length] ?? 'GET',
  path: `/api/resource-${i}/{id}`,
}));

/**
 * A MockForge under load, in a worker thread, so that it shares no event loop with who is measured: 500
 * endpoints, counters and log as MockForgeModel makes them, and the families nobody wants, which get four
 * lines more with each raw path.
 */
class BusyServer {
  readonly #clock = new VirtualClock(startedAt);
  readonly #model = new MockForgeModel(startedAt);
  readonly #drift: string[] = [];
  #served = 0;

  async listen(): Promise<ServerAddresses> {
    const server = await MockForgeServer.start(this.#model, this.#clock);
    for (let i = 0; i < oldPaths; i++) this.#meetPath(i);
    server.metricsAnswer = (_, response) => {
      const own = this.#model.metricsBody(this.#clock.now());
      send(response, 'text/plain; version=0.0.4', own + this.#drift.join(''));
    };
    server.adminAnswer = (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', server.adminUrl);
      if (pathname.endsWith('/logs')) {
        const limit = Number(searchParams.get('limit') ?? 100);
        send(response, 'application/json', this.#model.logBody(this.#clock.now(), limit));
      } else if (pathname.endsWith('/routes')) {
        const body = JSON.stringify({ routes: templates, total: templates.length });
        send(response, 'application/json', body);
      } else {
        send(response, 'application/json', '{"error":"not found"}', 404);
      }
    };
    this.#model.hasRecorder = true;
    const { metricsUrl, adminUrl, mocksUrl } = server;
    return { metricsUrl, adminUrl, mocksUrl };
  }

  /** Requests in equal distances. */
  serve({ until, requests, kind }: Traffic): void {
    const from = this.#clock.now();
    for (let i = 1; i <= requests; i++) {
      const time = from + (i * (until - from)) / requests;
      if (kind === 'mixed') this.#serveOne(time);
      else this.#refuseOne(time);
    }
    this.#clock.elapse(until - from);
  }

  #refuseOne(time: number): void {
    const n = this.#served++;
    const at = Math.floor(time);
    const answer = JSON.stringify({ error: 'body validation failed: "total" is required' });
    const refused = { method: 'POST', path: '/api/orders', status: 400, body: '{"x":1}', answer };
    this.#model.serve({ ...refused, ...client(n), at, handlerMs: n % 7 });
  }

  /** 3 in 100 fail, 1 in 100 by an injected fault, 1 in 200 is GraphQL. */
  #serveOne(time: number): void {
    const n = this.#served++;
    // Far apart, so that the endpoints come mixed, and in the end equally often.
    const template = templates[(n * 137) % endpointCount];
    const at = Math.floor(time);
    const request: Served = { ...template, at, handlerMs: (n * 31) % 47 };
    if (n % 200 === 7) this.#model.serveGraphql();
    else if (n % 100 === 50) this.#injectFault(request);
    else this.#model.serve({ ...request, ...client(n), status: n % 33 === 5 ? 404 : 200 });
    if (n % 20 === 0) this.#meetPath(oldPaths + n);
  }

  #injectFault(request: Served): void {
    this.#model.count({ ...request, status: 503 });
    const endpoint = (request.path ?? '').replace('{id}', '4711');
    this.#model.move('mockforge_chaos_faults_total', { fault_type: 'http_error', endpoint }, 1);
  }

  #meetPath(n: number): void {
    const labels = `endpoint="/api/resource-${n % endpointCount}/${n}-cf35a1b8",method="GET",workspace_id=""`;
    for (const family of driftFamilies) {
      this.#drift.push(`mockforge_drift_${family}{${labels}} 0\n`);
    }
  }
}

/** A hundred clients: five programs on twenty machines. */
function client(n: number): Pick<Served, 'clientIp' | 'userAgent'> {
  return {
    clientIp: `10.0.0.${n % 20}`,
    userAgent: userAgents[(n >> 3) % userAgents.length] ?? '',
  };
}

async function main(): Promise<void> {
  const server = new BusyServer();
  parentPort?.on('message', (traffic: Traffic) => {
    server.serve(traffic);
    parentPort?.postMessage(traffic);
  });
  parentPort?.postMessage(await server.listen());
}

if (parentPort) void main();
