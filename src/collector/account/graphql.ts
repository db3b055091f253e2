import { parseTrafficKey, trafficKeyOf } from '../../domain/trafficKey';
import type { TrafficKey } from '../../domain/trafficKey';

/** GraphQL has one endpoint, which its log never names. */
export const graphqlEndpoint = '/graphql';

/**
 * GraphQL requests are counted twice by MockForge, as http POST and as graphql query. Takes from the http
 * POST counts as many as the graphql counts moved, from the same status, else from 200; what they cannot
 * give now is owed by the next interval (docs/collection.md#graphql).
 * @returns the counts without the doubles, and what is still owed by status
 */
export function withoutGraphqlDoubles(
  counters: ReadonlyMap<TrafficKey, number>,
  owedBefore: ReadonlyMap<string, number>,
): { readonly counters: Map<TrafficKey, number>; readonly owed: Map<string, number> } {
  const single = new Map(counters);
  const owed = new Map(owedBefore);
  for (const [key, count] of counters) {
    const { protocol, status } = parseTrafficKey(key);
    if (protocol !== 'graphql') continue;
    const statusText = String(status ?? 200);
    owed.set(statusText, (owed.get(statusText) ?? 0) + count);
  }
  for (const [status, count] of owed) {
    const rest = take(single, postKey(200), take(single, postKey(Number(status)), count));
    if (rest > 0) owed.set(status, rest);
    else owed.delete(status);
  }
  return { counters: single, owed };
}

function postKey(status: number): TrafficKey {
  return trafficKeyOf({ protocol: 'http', method: 'POST', status });
}

/** Takes up to `wanted` from a count; returns what it could not give. */
function take(counts: Map<TrafficKey, number>, key: TrafficKey, wanted: number): number {
  const available = counts.get(key) ?? 0;
  const taken = Math.min(available, wanted);
  if (taken === 0) return wanted;
  if (taken === available) counts.delete(key);
  else counts.set(key, available - taken);
  return wanted - taken;
}
