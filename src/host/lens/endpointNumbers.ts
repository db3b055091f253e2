import { joinKey } from '../../domain/compositeKey';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { StoredEndpoint } from '../../definition/matchOperations';
import type { ViewedTarget } from '../viewedTarget';
import type { OperationTraffic } from './lensText';

/** The traffic of all HTTP endpoints in the last day. */
export interface DayOfEndpoints {
  /** All that were ever asked for; the same list as long as they are the same. */
  readonly names: readonly StoredEndpoint[];
  /** `earlier`: there was none in the last day; undefined: there never was any. */
  of(endpoint: StoredEndpoint): OperationTraffic | 'earlier' | undefined;
}

/** The numbers of all endpoints: read once, until something was committed. */
export class EndpointNumbers {
  readonly #target: ViewedTarget;
  #reading: Promise<DayOfEndpoints | null> | undefined;
  #names: readonly StoredEndpoint[] = [];

  constructor(target: ViewedTarget) {
    this.#target = target;
  }

  /** Null without a database. */
  current(): Promise<DayOfEndpoints | null> {
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

  async #read(): Promise<DayOfEndpoints | null> {
    const store = await this.#target.store();
    if (!store) return null;
    const to = endOfSecond(Date.now());
    const { excludedEndpoints } = this.#target;
    const span = { from: to - daySeconds, to, excludedEndpoints };
    const { endpoints, earlier } = await store.reader.endpointNumbers(span);
    const byName = new Map<string, OperationTraffic | 'earlier'>();
    for (const row of endpoints) byName.set(joinKey(row.method, row.endpoint), row);
    for (const row of earlier) byName.set(joinKey(row.method, row.endpoint), 'earlier');
    const isSame =
      this.#names.length === byName.size &&
      this.#names.every(({ method, endpoint }) => byName.has(joinKey(method, endpoint)));
    if (!isSame) {
      this.#names = [...endpoints, ...earlier].map(({ method, endpoint }) => ({
        method,
        endpoint,
      }));
    }
    return {
      names: this.#names,
      of: ({ method, endpoint }) => byName.get(joinKey(method, endpoint)),
    };
  }
}
