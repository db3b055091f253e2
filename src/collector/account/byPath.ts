import { endpointOf, withoutEndpoint } from '../../domain/trafficKey';
import type { MetricsReading } from '../../mockforge/metricsReading';
import type { ByPathState, OpenInterval } from './accountState';
import { movementSince, noBaseline } from './counterDeltas';
import type { EndpointNames } from './endpointNames';
import type { RequestAccumulator, MeasuredSpan } from './requestAccumulator';
import { graphqlEndpoint } from './graphql';

/** Good scrapes for which requests wait for the counter by status that must have counted them. */
const scrapesWaited = 2;

/** Whether the metrics name endpoints, so that the log need not. */
export function namesEndpoints({ byPath }: MetricsReading): boolean {
  return byPath.counters.size > 0;
}

/** Only what is counted from here on is entered. */
export function beginByPath(state: ByPathState, { byPath, routes }: MetricsReading): void {
  Object.assign(state, { ...movementSince(noBaseline, byPath).after, routes, waiting: [] });
}

/** Another process counts from 0. */
export function restartByPath(state: ByPathState): void {
  Object.assign(state, { ...noBaseline, routes: null, waiting: [] });
}

/**
 * Enters what the metrics say of endpoints since the last scrape, in place of what the log would say. No
 * (method, status) gives more than its own counter counted; what that lacks waits for the next scrapes
 * (docs/collection.md#by-path-families).
 */
export function enterByPath(
  state: ByPathState,
  reading: MetricsReading,
  span: MeasuredSpan,
  intervals: readonly OpenInterval[],
  requests: RequestAccumulator,
  names: EndpointNames,
): void {
  const { byPath, routes } = reading;
  if (state.routes !== null && state.routes !== routes) {
    // Other routes name other endpoints, which cannot be compared with those of the last scrape.
    beginByPath(state, reading);
    return;
  }
  const { movement, after } = movementSince(state, byPath);
  for (const [named, count] of movement.counters) {
    const [key, endpoint] = [withoutEndpoint(named), endpointOf(named)];
    // GraphQL has counters of its own, and http has given up what they counted.
    if (endpoint === graphqlEndpoint) continue;
    state.waiting.push({ key, endpoint: names.admit(endpoint, span.to), count, waits: 0 });
  }
  for (const waiting of state.waiting) {
    for (const interval of intervals) {
      const taken = Math.min(waiting.count, interval.remaining.get(waiting.key) ?? 0);
      if (taken === 0) continue;
      waiting.count -= taken;
      interval.remaining.set(waiting.key, (interval.remaining.get(waiting.key) ?? 0) - taken);
      requests.addNamed(interval, waiting.key, waiting.endpoint, taken);
    }
  }
  for (const [named, histogram] of movement.latency) {
    const [latencyKey, endpoint] = [withoutEndpoint(named), endpointOf(named)];
    requests.addNamedLatency(span, latencyKey, names.admit(endpoint, span.to), histogram);
  }
  const waiting = state.waiting.filter(({ count }) => count > 0);
  Object.assign(state, { ...after, routes, waiting });
}

/** Those that wait have waited for one more scrape. */
export function ageByPath(state: ByPathState): void {
  for (const waiting of state.waiting) waiting.waits++;
  state.waiting = state.waiting.filter(({ waits }) => waits <= scrapesWaited);
}
