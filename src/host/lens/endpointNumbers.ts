import { joinKey } from '../../domain/compositeKey';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { TimeSpan, TopEndpoint } from '../../protocol/readModels';
import type { StoredEndpoint } from '../../definition/matchOperations';
import type { ViewedTarget } from '../viewedTarget';

/** Endpoints that are read at most. */
const mostRead = 20_000;

/** The traffic of all HTTP endpoints in the last day. */
export interface EndpointTraffic {
  readonly names: readonly StoredEndpoint[];
  of(endpoint: StoredEndpoint): TopEndpoint | undefined;
}

/** What the endpoints' numbers are read from: once, until something was committed. */
export class EndpointNumbers {
  readonly #target: ViewedTarget;
  #reading: Promise<EndpointTraffic | null> | undefined;

  constructor(target: ViewedTarget) {
    this.#target = target;
  }

  /** Null without a database. */
  current(): Promise<EndpointTraffic | null> {
    const reading = (this.#reading ??= this.#read().catch((error: unknown) => {
      if (this.#reading === reading) this.#reading = undefined;
      throw error;
    }));
    return reading;
  }

  /** The next time they are read again. */
  expire(): void {
    this.#reading = undefined;
  }

  /** The last day, as it is asked for now. */
  get span(): TimeSpan {
    const to = endOfSecond(Date.now());
    const { excludedEndpoints } = this.#target;
    return { from: to - daySeconds, to, excludedEndpoints };
  }

  async #read(): Promise<EndpointTraffic | null> {
    const store = await this.#target.store();
    if (!store) return null;
    const rows = await store.reader.topEndpoints(this.span, mostRead);
    const byName = new Map<string, TopEndpoint>();
    const names: StoredEndpoint[] = [];
    for (const row of rows) {
      const { protocol, method, endpoint } = row;
      if (protocol !== 'http' || method === null || endpoint === null) continue;
      byName.set(joinKey(method, endpoint), row);
      names.push({ method, endpoint });
    }
    return { names, of: ({ method, endpoint }) => byName.get(joinKey(method, endpoint)) };
  }
}
