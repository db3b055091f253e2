import { extendKey, joinKey, parentKey } from '../domain/compositeKey';
import type { CompositeKey } from '../domain/compositeKey';
import type { Labels } from '../prometheus/seriesTable';

/** Labels that a key of domain/trafficKey holds, or that tell the parts of one histogram apart; Prometheus has its name among them. */
const namedByKey: ReadonlySet<string> = new Set(['__name__', 'protocol', 'method', 'status', 'le']);

/** A traffic key with the labels that it does not hold, as one field. */
export type TrafficSeries = CompositeKey<readonly ['protocol', 'method', 'status', 'labels']>;

/** The same of a latency key. */
export type LatencySeries = CompositeKey<readonly ['protocol', 'method', 'labels']>;

/**
 * A key of domain/trafficKey with the labels that it does not hold (pillar), which identifies one series or one
 * histogram. Series of one key are counted separately and shown as one.
 */
export function seriesKeyOf<Names extends readonly string[]>(
  key: CompositeKey<Names>,
  labels: Labels,
): CompositeKey<readonly [...Names, 'labels']> {
  const others = [...labels].filter(([label, text]) => !namedByKey.has(label) && text !== '');
  return extendKey(key, joinKey(...others.sort().flat()));
}

/** The key that a series counts for. */
export function keyOfSeries<Names extends readonly string[]>(
  series: CompositeKey<readonly [...Names, 'labels']>,
): CompositeKey<Names> {
  return parentKey(series);
}
