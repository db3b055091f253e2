import { otherEndpoints } from '../../domain/endpointName';
import { fnv1a64 } from '../../domain/fnv';
import { RouteTable } from '../../domain/routeTable';
import { dayMs, hourMs } from '../../domain/time';
import type { AccountState } from './accountState';

/** Names other than those of the server's routes that keep their own (docs/collection.md#endpoint-names). */
export const namesKept = 2000;
/** As long as minute rows are kept a name that was seen keeps its place, hours. */
const keptHours = (7 * dayMs) / hourMs;

/** Gives endpoints their stored names: the server's routes always their own, of all others only so many. */
export class EndpointNames {
  readonly #state: Pick<AccountState, 'names' | 'diagnostics'>;
  #routes = new RouteTable([]);
  #count: number;
  /** The last hour in which we looked for names that nobody has seen for long. */
  #lookedAt = 0;

  constructor(state: Pick<AccountState, 'names' | 'diagnostics'>) {
    this.#state = state;
    this.#count = state.names.size;
  }

  get routes(): RouteTable {
    return this.#routes;
  }

  setRoutes(routes: RouteTable): void {
    this.#routes = routes;
  }

  /** The name for a path of the request log, of a request at `at` (unix ms). */
  ofPath(path: string, at: number): string {
    return this.admit(this.#routes.nameOf(path), at);
  }

  /** The stored name of an endpoint that came from elsewhere than the log, at `at` (unix ms). */
  admit(name: string, at: number): string {
    if (name === otherEndpoints || this.#routes.has(name)) return name;
    const { names, diagnostics } = this.#state;
    const key = fnv1a64(name).toString(36);
    const hour = Math.floor(at / hourMs);
    const seen = names.get(key);
    if (seen === undefined) {
      if (!this.#hasRoom(hour)) {
        diagnostics.otherEndpoints++;
        return otherEndpoints;
      }
      this.#count++;
    }
    this.#state.names.set(key, Math.max(seen ?? 0, hour));
    return name;
  }

  #hasRoom(hour: number): boolean {
    if (this.#count >= namesKept && this.#lookedAt < hour) {
      this.#lookedAt = hour;
      const kept = [...this.#state.names].filter(([, seen]) => seen > hour - keptHours);
      this.#state.names = new Map(kept);
      this.#count = kept.length;
    }
    return this.#count < namesKept;
  }
}
