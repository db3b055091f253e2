import { RouteTable } from '../../src/domain/routeTable';
import { AccountBench } from './accountBench';
import type { ScrapeParts } from './accountBench';
import type { BookRow, Totals } from './books';
import { MockForgeModel } from './mockForgeModel';
import { after, noon } from './times';

/** Route templates of a shop with the methods that they take. */
export const chaosShop: Readonly<Record<string, string>> = {
  '/api/users': 'GET POST',
  '/api/users/{id}': 'GET PUT DELETE',
  '/api/orders': 'GET POST',
  '/api/orders/{orderId}': 'GET PUT DELETE',
  '/api/orders/{orderId}/items': 'GET',
  '/api/products': 'GET POST',
  '/api/products/{sku}': 'GET PUT DELETE',
  '/api/search': 'GET',
  '/api/invoices': 'GET POST',
  '/api/auth/login': 'POST',
  '/ping': 'GET',
};

export const chaosRoutes = new RouteTable(
  Object.entries(chaosShop).flatMap(([template, methods]) =>
    methods.split(' ').map((method) => ({ method, template })),
  ),
);

/** What counters moved between two scrapes: errors by `METHOD status`, faults by `path` or `path type`. */
export interface Moved {
  readonly errors: Totals;
  readonly faults: Totals;
}

/** An account of a server that injects faults, with that shop's routes. The log knows GET at most of them. */
export class ChaosBench extends AccountBench {
  readonly server: MockForgeModel;
  intervalSeconds = 15;
  #second = 0;

  constructor() {
    const server = new MockForgeModel(after(-3600));
    super(server);
    this.server = server;
    this.setRoutes(chaosRoutes);
    this.scrape(noon);
    for (const path of Object.keys(chaosShop)) {
      const isPosted = path === '/api/orders' || path === '/api/auth/login';
      server.serve({ at: after(3), path, method: isPosted ? 'POST' : 'GET' });
    }
    this.next();
  }

  /** Faults whose request has not been found. */
  get waiting(): number {
    return this.state.faults.waiting.reduce((sum, { count }) => sum + count, 0);
  }

  get lateFaults(): number {
    return this.state.diagnostics.lateFaults;
  }

  move({ errors, faults }: Partial<Moved>): void {
    for (const [name, count] of Object.entries(errors ?? {})) {
      const [method = '', status] = name.split(' ');
      for (let i = 0; i < count; i++) this.server.count({ at: 0, method, status: Number(status) });
    }
    for (const [name, count] of Object.entries(faults ?? {})) {
      const [endpoint = '', type] = name.split(' ');
      this.server.injectFault(endpoint, type, count);
    }
  }

  /** The next scrape. */
  next(parts: ScrapeParts = {}): void {
    this.#second += this.intervalSeconds;
    this.scrape(after(this.#second), { intervalMs: this.intervalSeconds * 1000, ...parts });
    this.books.assertSound();
  }

  /** Another process begins to answer. */
  restart(): void {
    this.server.restart(after(this.#second + 5));
  }

  /** Failed requests by `METHOD status endpoint`; `-` is what is not attributed. */
  get failed(): Totals {
    return this.failedBy(({ method, statusCode, endpoint }) =>
      [method, statusCode, endpoint ?? '-'].join(' '),
    );
  }

  get failedByEndpoint(): Totals {
    return this.failedBy(({ endpoint }) => endpoint ?? '-');
  }

  failedBy(nameOf: (row: BookRow) => string): Totals {
    const failed = this.books.rows.filter(({ errorCount }) => errorCount > 0);
    return sumByName(failed.map((row) => [nameOf(row), row.errorCount]));
  }
}

/** The faults by the stored names of their endpoints. */
export function faultsByEndpoint(moved: readonly Moved[]): Totals {
  const faults = moved.flatMap(({ faults: ofScrape }) => Object.entries(ofScrape));
  return sumByName(
    faults.map(([name, count]) => [chaosRoutes.nameOf(name.split(' ')[0] ?? ''), count]),
  );
}

/** Sums, in the order of the names, without those that are 0. */
export function sumByName(counts: readonly (readonly [name: string, count: number])[]): Totals {
  const totals = new Map<string, number>();
  for (const [name, count] of counts) totals.set(name, (totals.get(name) ?? 0) + count);
  const known = [...totals].filter(([, count]) => count !== 0);
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}
