import { extendKey, joinKey, lastField, parentKey, splitKey } from './compositeKey';
import type { CompositeKey } from './compositeKey';
import type { Protocol } from './protocol';

/** What MockForge's counters tell requests apart by. Method and status are null where a protocol has none. */
export interface TrafficFields {
  readonly protocol: Protocol;
  readonly method: string | null;
  readonly status: number | null;
}

/** A protocol and method: what MockForge's latency histograms tell requests apart by. */
export type LatencyFields = Omit<TrafficFields, 'status'>;

/** The key of what counters tell apart; an empty method or status is none. */
export type TrafficKey = CompositeKey<TrafficNames>;

/** The key of what latency histograms tell apart. */
export type LatencyKey = CompositeKey<LatencyNames>;

/** Either with an endpoint, which is empty where none is known. */
export type EndpointTrafficKey = CompositeKey<readonly [...TrafficNames, 'endpoint']>;
export type EndpointLatencyKey = CompositeKey<readonly [...LatencyNames, 'endpoint']>;

type LatencyNames = readonly ['protocol', 'method'];
type TrafficNames = readonly [...LatencyNames, 'status'];

export function trafficKeyOf({ protocol, method, status }: TrafficFields): TrafficKey {
  return joinKey<TrafficNames>(protocol, method ?? '', String(status ?? ''));
}

/** The reverse of trafficKeyOf; fields that follow are left alone. */
export function parseTrafficKey(
  key: CompositeKey<readonly [...TrafficNames, ...string[]]>,
): TrafficFields {
  const [protocol, method, status] = splitKey(key);
  return {
    protocol: protocol as Protocol,
    method: method === '' ? null : method,
    status: status === '' ? null : Number(status),
  };
}

export function latencyKeyOf({ protocol, method }: LatencyFields): LatencyKey {
  return joinKey<LatencyNames>(protocol, method ?? '');
}

/** The reverse of latencyKeyOf; reads the front of a traffic key as well. */
export function parseLatencyKey(
  key: CompositeKey<readonly [...LatencyNames, ...string[]]>,
): LatencyFields {
  const [protocol, method] = splitKey(key);
  return { protocol: protocol as Protocol, method: method === '' ? null : method };
}

/** The latency key of a traffic key. */
export function withoutStatus(key: TrafficKey): LatencyKey {
  return parentKey(key);
}

/** A key with an endpoint. */
export function withEndpoint<Names extends readonly string[]>(
  key: CompositeKey<Names>,
  endpoint: string,
): CompositeKey<readonly [...Names, 'endpoint']> {
  return extendKey(key, endpoint);
}

/** A key without its endpoint. */
export function withoutEndpoint<Names extends readonly string[]>(
  key: CompositeKey<readonly [...Names, 'endpoint']>,
): CompositeKey<Names> {
  return parentKey(key);
}

/** The endpoint of a key that has one. */
export function endpointOf(key: EndpointTrafficKey | EndpointLatencyKey): string {
  return lastField(key);
}
