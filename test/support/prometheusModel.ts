import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Labels = Readonly<Record<string, string>>;

/** One scrape that a model Prometheus holds: all that one server exposed at a moment (unix seconds). */
export interface ModelScrape {
  readonly instance: string;
  readonly at: number;
  readonly samples: readonly (readonly [labels: Labels, value: number])[];
}

/** Prometheus looks this far back for a sample, seconds. */
const lookback = 300;

/** A small Prometheus on loopback: instant selection on a grid, its limit of points, and its series list. */
export class PrometheusModel {
  url = '';
  /** Answered instead of the right thing. */
  answerInstead: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Points of each series that were asked for, one number a request. */
  readonly pointsAsked: number[] = [];
  readonly #scrapes: ModelScrape[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      (this.answerInstead ?? this.#answer)(request, response);
    });
  }

  static async start(): Promise<PrometheusModel> {
    const model = new PrometheusModel();
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    model.url = `http://127.0.0.1:${(model.#server.address() as AddressInfo).port}`;
    return model;
  }

  add(scrapes: readonly ModelScrape[]): void {
    this.#scrapes.push(...scrapes);
    this.#scrapes.sort((a, b) => a.at - b.at);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  readonly #answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (pathname === '/api/v1/status/buildinfo') {
      success(response, { version: '3.1.0' });
      return;
    }
    if (!pathname.startsWith('/api/')) {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
      response.end('go_goroutines 8\n');
      return;
    }
    const [from, to] = [Number(searchParams.get('start')), Number(searchParams.get('end'))];
    if (pathname === '/api/v1/series') {
      const pattern = /"(.*)"/.exec(searchParams.get('match[]') ?? '')?.[1] ?? '';
      success(response, this.#series(new RegExp(`^(?:${pattern})$`), from, to));
      return;
    }
    const step = Number(searchParams.get('step'));
    const points = (to - from) / step + 1;
    this.pointsAsked.push(points);
    if (points > 11_000) {
      const error = 'exceeded maximum resolution of 11,000 points per timeseries.';
      json(response, 400, { status: 'error', errorType: 'bad_data', error });
      return;
    }
    const query = searchParams.get('query') ?? '';
    const result = this.#range(query, { from, to, step });
    success(response, { resultType: 'matrix', result });
  };

  #series(name: RegExp, from: number, to: number): Labels[] {
    const found = new Map<string, Labels>();
    for (const { instance, at, samples } of this.#scrapes) {
      if (at < from || at > to) continue;
      for (const [labels] of samples) {
        const full = { ...labels, job: 'mockforge', instance };
        if (name.test(labels.__name__ ?? '')) found.set(JSON.stringify(full), full);
      }
    }
    return [...found.values()];
  }

  #range(query: string, grid: { from: number; to: number; step: number }): unknown[] {
    const [, timed] = /^timestamp\((\w+)\)$/.exec(query) ?? [];
    const name = timed ?? query.split(' ')[0];
    const series = new Map<string, { metric: Labels; values: [number, string][] }>();
    const lasts = new Map<string, ModelScrape>();
    let next = 0;
    for (let at = grid.from; at <= grid.to; at += grid.step) {
      for (let scrape; (scrape = this.#scrapes[next]) && scrape.at <= at; next++) {
        lasts.set(scrape.instance, scrape);
      }
      for (const [instance, last] of lasts) {
        if (at - last.at >= lookback) continue;
        for (const [{ __name__, ...labels }, value] of last.samples) {
          if (__name__ !== name) continue;
          const metric = {
            ...labels,
            job: 'mockforge',
            instance,
            ...(timed === undefined ? { __name__ } : {}),
          };
          const key = JSON.stringify(metric);
          const held = series.get(key) ?? { metric, values: new Array<[number, string]>() };
          held.values.push([at, String(timed === undefined ? value : last.at)]);
          series.set(key, held);
        }
      }
    }
    return [...series.values()];
  }
}

function success(response: ServerResponse, data: unknown): void {
  json(response, 200, { status: 'success', data });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
