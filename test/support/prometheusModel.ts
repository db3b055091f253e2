import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Labels = Readonly<Record<string, string>>;

/** One scrape that a model Prometheus holds: all that one server exposed at a moment (unix seconds). */
export interface ModelScrape {
  readonly instance: string;
  /** What else Prometheus knows the server by; of the job mockforge where it says no other. */
  readonly target?: Labels;
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
  /** The header Authorization without which it answers 401. */
  wanted: string | undefined;
  /** Points of each series that were asked for, one number a request. */
  readonly pointsAsked: number[] = [];
  readonly #scrapes: HeldScrape[] = [];
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
    this.#scrapes.push(...scrapes.map(heldScrape));
    this.#scrapes.sort((a, b) => a.at - b.at);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  readonly #answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (this.wanted !== undefined && request.headers.authorization !== this.wanted) {
      response.writeHead(401, { 'www-authenticate': 'Bearer' });
      response.end('Unauthorized\n');
      return;
    }
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
      success(response, this.#series(selectorOf(searchParams.get('match[]') ?? ''), from, to));
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

  #series(selects: Selector, from: number, to: number): Labels[] {
    const found = new Map<string, Labels>();
    for (const { at, byName } of this.#scrapes) {
      if (at < from || at > to) continue;
      for (const { key, labels } of [...byName.values()].flat()) {
        if (!found.has(key) && selects(labels)) found.set(key, labels);
      }
    }
    return [...found.values()];
  }

  #range(query: string, grid: { from: number; to: number; step: number }): unknown[] {
    const [, timed] = /^timestamp\((.+)\)$/.exec(query) ?? [];
    const selector = timed ?? query.split(' and ')[0] ?? '';
    const selects = selectorOf(selector);
    const name = /^\w+/.exec(selector)?.[0] ?? '';
    const series = new Map<string, { metric: Labels; values: [number, string][] }>();
    const lasts = new Map<string, HeldScrape>();
    let next = 0;
    for (let at = grid.from; at <= grid.to; at += grid.step) {
      for (let scrape; (scrape = this.#scrapes[next]) && scrape.at <= at; next++) {
        lasts.set(scrape.target, scrape);
      }
      for (const last of lasts.values()) {
        if (at - last.at >= lookback) continue;
        for (const { key, labels, value } of last.byName.get(name) ?? []) {
          let held = series.get(key);
          if (!held) {
            if (!selects(labels)) continue;
            const metric: Record<string, string> = { ...labels };
            if (timed !== undefined) Reflect.deleteProperty(metric, '__name__');
            series.set(key, (held = { metric, values: [] }));
          }
          held.values.push([at, String(timed === undefined ? value : last.at)]);
        }
      }
    }
    return [...series.values()];
  }
}

/** A scrape as it is looked up: by target, and its samples by name. */
interface HeldScrape {
  readonly at: number;
  readonly target: string;
  readonly byName: ReadonlyMap<
    string,
    readonly { readonly key: string; readonly labels: Labels; readonly value: number }[]
  >;
}

function heldScrape({ instance, target, at, samples }: ModelScrape): HeldScrape {
  const server = { job: 'mockforge', instance, ...target };
  const held = samples.map(([exposed, value]) => {
    const labels: Labels = { ...exposed, ...server };
    return { key: JSON.stringify(labels), labels, value };
  });
  const byName = new Map<string, typeof held>();
  for (const sample of held) {
    const name = sample.labels.__name__ ?? '';
    byName.set(name, [...(byName.get(name) ?? []), sample]);
  }
  return { at, target: JSON.stringify(server), byName };
}

type Selector = (labels: Labels) => boolean;

/** A series selector of PromQL whose values hold no escapes. */
function selectorOf(text: string): Selector {
  const [, name = '', inner = ''] = /^(\w*)(?:\{(.*)\})?$/.exec(text) ?? [];
  const matchers = [...inner.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
    ([, label = '', operator = '', value = '']): Selector => {
      const pattern = new RegExp(`^(?:${value})$`);
      const fits = (held: string): boolean =>
        operator.endsWith('~') ? pattern.test(held) : held === value;
      return (labels) => fits(labels[label] ?? '') !== operator.startsWith('!');
    },
  );
  return (labels) =>
    (name === '' || labels.__name__ === name) && matchers.every((matches) => matches(labels));
}

function success(response: ServerResponse, data: unknown): void {
  json(response, 200, { status: 'success', data });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
