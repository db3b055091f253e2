import { extendKey, lastField, parentKey, splitKey } from '../../domain/compositeKey';
import type { Dimensions, ErrorEvent } from '../../domain/commitBatch';
import { errorCategory } from '../../domain/errorClass';
import { otherEndpoints } from '../../domain/endpointName';
import type { RouteTable } from '../../domain/routeTable';
import type { MetricsReading } from '../../mockforge/metricsReading';
import { parseTrafficKey } from '../../domain/trafficKey';
import type { FaultState, OpenInterval } from './accountState';
import type { EndpointNames } from './endpointNames';
import { graphqlEndpoint } from './graphql';
import { claimFaults } from './injectedFaults';
import type { FaultClaim } from './injectedFaults';
import { minuteOfInterval } from './openIntervals';

/** Good scrapes for which a fault waits for the failed request that it belongs to. */
const scrapesWaited = 2;
/** Endpoints whose methods are remembered; those of the others are then any. */
const endpointsKept = 2000;

/** Keeps the injected faults: what was counted, which failed request each belongs to, what is told of them. */
export class FaultBook {
  readonly #state: FaultState;

  constructor(state: FaultState) {
    this.#state = state;
  }

  /** The log has seen this method at an endpoint. */
  sawMethod(endpoint: string, method: string): void {
    const { methods } = this.#state;
    const known = methods.get(endpoint);
    if (known?.includes(method)) return;
    if (!known && methods.size >= endpointsKept) return;
    methods.set(endpoint, [...(known ?? []), method]);
  }

  /** A process that began at `at` (unix ms) counts from 0, and those of the last one are done with. */
  restart(at: number): void {
    this.#state.baseline = new Map();
    this.#state.countedAt = at;
    this.#state.waiting = [];
  }

  /** What another server counted so far is only a baseline. */
  forget(): void {
    this.#state.baseline = null;
  }

  /** Takes in the faults that a scrape at `at` (unix ms) read; `routes` are those of the log's rows. */
  counted({ faults: read, routes }: MetricsReading, names: EndpointNames, at: number): void {
    // The scrape was made before the routes were known: the next one tells these faults by their right names.
    if (routes !== names.routes.fingerprint) return;
    const { baseline, countedAt: from, waiting } = this.#state;
    const faults = withFewNames(read, baseline ?? new Map(), names.routes);
    // Other routes name other endpoints, which cannot be compared with those of the last count.
    if (baseline && (this.#state.routes === routes || baseline.size === 0)) {
      for (const [key, value] of faults) {
        const count = value - (baseline.get(key) ?? 0);
        const [type = '', endpoint = ''] = splitKey(key);
        if (count <= 0) continue;
        waiting.push({ type, endpoint: names.admit(endpoint, at), from, to: at, count, waits: 0 });
      }
    }
    Object.assign(this.#state, {
      baseline: faults,
      routes,
      countedAt: at,
    });
  }

  /** Matches what waits with the failed requests that nobody claimed; takes it from both. */
  claim(intervals: readonly OpenInterval[], routes: RouteTable): readonly FaultClaim[] {
    const { waiting, methods } = this.#state;
    const claims = claimFaults(intervals, waiting, [
      (endpoint) => new Set(endpoint === graphqlEndpoint ? ['POST'] : methods.get(endpoint)),
      (endpoint) => routes.methodsOf(endpoint),
    ]);
    for (const claim of claims) this.#tell(claim);
    this.#state.waiting = waiting.filter(({ count }) => count > 0);
    return claims;
  }

  /** One more scrape went by; returns how many faults have waited too long for their request. */
  dropLate(): number {
    const { waiting } = this.#state;
    for (const fault of waiting) fault.waits++;
    this.#state.waiting = waiting.filter(({ waits }) => waits <= scrapesWaited);
    return waiting.length - this.#state.waiting.length;
  }

  /** One event for each endpoint, type and minute before `minute` (unix s) that has not been told. */
  takeEvents(minute: number, dimensions: Dimensions): ErrorEvent[] {
    const told = this.#state.untold.filter((injected) => injected.minute < minute);
    this.#state.untold = this.#state.untold.filter((injected) => injected.minute >= minute);
    return told.map((injected) => {
      const { type, endpoint, count, statuses, methods } = injected;
      const [status = 500] = statuses.sort();
      return {
        ...dimensions,
        timestamp: injected.minute,
        protocol: 'http',
        method: methods.length === 1 ? (methods[0] ?? null) : null,
        endpoint,
        statusCode: statuses.length === 1 ? status : null,
        errorType: 'injected_fault',
        errorMessage: `${type} ${statuses.join(', ')}`,
        errorCategory: errorCategory(status),
        requestId: null,
        traceId: null,
        spanId: null,
        clientIp: null,
        userAgent: null,
        metadata: { count, fault: type, statuses: statuses.join(' ') },
      };
    });
  }

  #tell({ interval, key, fault, count }: FaultClaim): void {
    const { type, endpoint } = fault;
    const minute = minuteOfInterval(interval.from, interval.to);
    const { method, status } = parseTrafficKey(key);
    let injected = this.#state.untold.find(
      (other) => other.minute === minute && other.type === type && other.endpoint === endpoint,
    );
    if (!injected) {
      injected = { minute, type, endpoint, count: 0, statuses: [], methods: [] };
      this.#state.untold.push(injected);
    }
    injected.count += count;
    injected.statuses = [...new Set([...injected.statuses, ...(status === null ? [] : [status])])];
    injected.methods = [...new Set([...injected.methods, ...(method === null ? [] : [method])])];
  }
}

/**
 * Counts by type and endpoint, those of endpoints beyond the first so many that are no route together: a
 * count that has begun under a name keeps it, so that each can be compared with the one before.
 */
function withFewNames(
  counts: ReadonlyMap<string, number>,
  baseline: ReadonlyMap<string, number>,
  routes: RouteTable,
): ReadonlyMap<string, number> {
  const isRoute = (key: string): boolean => routes.has(lastField(key));
  let room = endpointsKept - [...baseline.keys()].filter((key) => !isRoute(key)).length;
  const few = new Map<string, number>();
  for (const [key, count] of counts) {
    const keeps = baseline.has(key) || isRoute(key) || room-- > 0;
    const name = keeps ? key : extendKey(parentKey(key), otherEndpoints);
    few.set(name, (few.get(name) ?? 0) + count);
  }
  return few;
}
