import type { CommitChanges } from '../../domain/commitChanges';
import { joinKey } from '../../domain/compositeKey';
import { isExcluded } from '../../domain/excludedEndpoints';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { StoredEndpoint } from '../../definition/matchOperations';
import type { ViewedTarget } from '../viewedTarget';
import type { OperationTraffic } from './lensText';

/** How long numbers that no commit affects may stay unchanged as time passes, ms. */
const freshMs = 5 * 60_000;

/** The traffic of all HTTP endpoints in the last day. */
export interface DayOfEndpoints {
  /** All that were ever asked for; the same list as long as they are the same. */
  readonly names: readonly StoredEndpoint[];
  /** `earlier`: there was none in the last day; `notCounted`: it is left out; undefined: there never was any. */
  of(endpoint: StoredEndpoint): OperationTraffic | 'earlier' | 'notCounted' | undefined;
}

/** The numbers of all endpoints: read once, until something was committed. */
export class EndpointNumbers {
  readonly #target: ViewedTarget;
  #reading: Promise<DayOfEndpoints | null> | undefined;
  #names: readonly StoredEndpoint[] = [];
  /** Unix milliseconds. */
  #readAt = -Infinity;

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

  /**
   * Something was committed: the next time they are read again, if that had requests, or they are so old that others
   * left the day.
   * @returns whether they may differ: what is clicked while lenses are drawn anew does nothing
   */
  committed({ requests }: CommitChanges): boolean {
    if (!requests && Date.now() - this.#readAt < freshMs) return false;
    this.#reading = undefined;
    return true;
  }

  async #read(): Promise<DayOfEndpoints | null> {
    const store = await this.#target.store();
    if (!store) return null;
    this.#readAt = Date.now();
    const to = endOfSecond(this.#readAt);
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
      of: ({ method, endpoint }) =>
        isExcluded(endpoint, excludedEndpoints)
          ? 'notCounted'
          : byName.get(joinKey(method, endpoint)),
    };
  }
}
