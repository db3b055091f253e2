import type { Dimensions, EndpointIncrement } from '../../domain/commitBatch';
import { isErrorStatus } from '../../domain/protocol';
import {
  endpointOf,
  parseLatencyKey,
  parseTrafficKey,
  withEndpoint,
  withoutStatus,
} from '../../domain/trafficKey';
import type { EndpointLatencyKey, LatencyKey, TrafficKey } from '../../domain/trafficKey';
import { commonHistogram } from '../../domain/commonHistogram';
import type { Histogram } from '../../domain/histogram';
import { sparse } from '../../domain/sparseHistogram';
import { addSizes, noSizes, sizesOf } from '../../domain/trafficColumns';
import type { SizeSums } from '../../domain/trafficColumns';
import { handlerBucket, handlerHistogram } from './handlerTimes';
import type { LoggedRequest } from './minuteAccumulator';

interface Gathered extends SizeSums {
  readonly statusCounts: Map<string, number>;
  errorCount: number;
  readonly handlerCounts: Record<number, number>;
  handlerSum: number;
  handlerMin: number;
  handlerMax: number;
  /** What the metrics say of this endpoint; its requests are not timed by the log then. */
  distribution: Histogram | null;
  firstSeen: number;
  lastSeen: number;
}

/** Gathers what one commit adds to the endpoints' cumulative statistics. */
export class EndpointIncrements {
  readonly #gathered = new Map<EndpointLatencyKey, Gathered>();

  /** Adds `count` requests seen at `at` (unix seconds); `logged` where the log knows the one request. */
  add(
    key: TrafficKey,
    endpoint: string,
    count: number,
    at: number,
    logged: LoggedRequest | null,
  ): void {
    const gathered = this.#of(withEndpoint(withoutStatus(key), endpoint), at);
    const { protocol, status } = parseTrafficKey(key);
    const code = String(status ?? '');
    gathered.statusCounts.set(code, (gathered.statusCounts.get(code) ?? 0) + count);
    if (isErrorStatus(protocol, status)) gathered.errorCount += count;
    gathered.firstSeen = Math.min(gathered.firstSeen, at);
    gathered.lastSeen = Math.max(gathered.lastSeen, at);
    if (!logged) return;
    const bucket = handlerBucket(logged.handlerMs);
    gathered.handlerCounts[bucket] = (gathered.handlerCounts[bucket] ?? 0) + 1;
    gathered.handlerSum += logged.handlerMs;
    gathered.handlerMin = Math.min(gathered.handlerMin, logged.handlerMs);
    gathered.handlerMax = Math.max(gathered.handlerMax, logged.handlerMs);
    addSizes(gathered, logged);
  }

  /** Adds a distribution of an endpoint's requests that were counted up to `at` (unix seconds). */
  addDistribution(
    latencyKey: LatencyKey,
    endpoint: string,
    at: number,
    histogram: Histogram,
  ): void {
    const gathered = this.#of(withEndpoint(latencyKey, endpoint), at);
    const known = gathered.distribution;
    gathered.distribution = (known && commonHistogram([known, histogram])) ?? histogram;
  }

  take({ workspaceId, environment }: Dimensions): EndpointIncrement[] {
    const increments = [...this.#gathered].map(([key, gathered]) => {
      const { protocol, method } = parseLatencyKey(key);
      // Field by field: an object spread would cost more, for each endpoint of each commit.
      return {
        workspaceId,
        environment,
        endpoint: endpointOf(key),
        protocol,
        method,
        statusCounts: Object.fromEntries(gathered.statusCounts),
        errorCount: gathered.errorCount,
        handler: handlerOf(gathered),
        firstSeen: gathered.firstSeen,
        lastSeen: gathered.lastSeen,
        ...sizesOf(gathered),
      };
    });
    this.#gathered.clear();
    return increments;
  }

  #of(key: EndpointLatencyKey, at: number): Gathered {
    let gathered = this.#gathered.get(key);
    if (!gathered) {
      gathered = {
        statusCounts: new Map(),
        errorCount: 0,
        handlerCounts: {},
        handlerSum: 0,
        handlerMin: Infinity,
        handlerMax: 0,
        distribution: null,
        firstSeen: at,
        lastSeen: at,
        ...noSizes,
      };
      this.#gathered.set(key, gathered);
    }
    return gathered;
  }
}

function handlerOf(gathered: Gathered): EndpointIncrement['handler'] {
  const { distribution } = gathered;
  if (distribution) return { histogram: sparse(distribution), min: null, max: null };
  if (gathered.handlerMin === Infinity) return null;
  const histogram = handlerHistogram(gathered.handlerCounts, gathered.handlerSum);
  return { histogram, min: gathered.handlerMin, max: gathered.handlerMax };
}
