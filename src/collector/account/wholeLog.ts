import { parseTrafficKey } from '../../domain/trafficKey';
import type { TrafficKey } from '../../domain/trafficKey';
import type { Readings } from '../../mockforge/metricsReading';
import type { WaitingRow } from './accountState';
import { movementByKey, movementSince, noBaseline } from './counterDeltas';
import { withoutGraphqlDoubles } from './graphql';
import { isLogged } from './logRing';

/**
 * Whether the log's rows cover everything that a process ever counted, except what no log has: GraphQL calls,
 * injected faults, CORS preflights and WebSocket upgrades, which have counters of their own or are known by what
 * they are. A log that was cleared, or that began later than the counters, does not.
 * @param faults how many failed requests were injected so far
 */
export function isWholeAccount(
  reading: Readings,
  rows: readonly WaitingRow[],
  faults: number,
): boolean {
  const movement = movementByKey(movementSince(noBaseline, reading).movement);
  const { counters } = withoutGraphqlDoubles(movement.counters, new Map());
  const logged = new Map<TrafficKey, number>();
  for (const { key } of rows) logged.set(key, (logged.get(key) ?? 0) + 1);
  let failures = 0;
  for (const [key, count] of counters) {
    const unlogged = count - (logged.get(key) ?? 0);
    const { method, status } = parseTrafficKey(key);
    if (!isLogged(key) || unlogged <= 0 || method === 'OPTIONS' || status === 101) continue;
    if ((status ?? 0) < 400) return false;
    failures += unlogged;
  }
  return failures <= faults;
}
