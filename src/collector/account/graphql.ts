import { parseTrafficKey, trafficKeyText } from '../../domain/trafficKey';

/** GraphQL has one endpoint, which its log never names. */
export const graphqlEndpoint = '/graphql';

/**
 * GraphQL requests are counted twice by MockForge, as http POST and as graphql query. Takes from the http
 * POST counts as many as the graphql counts moved, from the same status, else from 200; what they cannot
 * give now is owed by the next interval (docs/collection.md#graphql).
 * @returns the counts without the doubles, and what is still owed by status
 */
export function withoutGraphqlDoubles(
  counters: ReadonlyMap<string, number>,
  owedBefore: ReadonlyMap<string, number>,
): { readonly counters: Map<string, number>; readonly owed: Map<string, number> } {
  const single = new Map(counters);
  const owed = new Map(owedBefore);
  for (const [text, count] of counters) {
    const { protocol, status } = parseTrafficKey(text);
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

function postKey(status: number): string {
  return trafficKeyText({ protocol: 'http', method: 'POST', status });
}

/** Takes up to `wanted` from a count; returns what it could not give. */
function take(counts: Map<string, number>, key: string, wanted: number): number {
  const available = counts.get(key) ?? 0;
  const taken = Math.min(available, wanted);
  if (taken === 0) return wanted;
  if (taken === available) counts.delete(key);
  else counts.set(key, available - taken);
  return wanted - taken;
}
