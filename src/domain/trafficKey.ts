import { joinKey, parentKey, splitKey } from './compositeKey';
import type { Protocol } from './protocol';

/** What MockForge's counters tell requests apart by. Method and status are null where a protocol has none. */
export interface TrafficKey {
  readonly protocol: Protocol;
  readonly method: string | null;
  readonly status: number | null;
}

/** A protocol and method: what MockForge's latency histograms tell requests apart by. */
export interface LatencyKey {
  readonly protocol: Protocol;
  readonly method: string | null;
}

/** A key as text, for maps and stored state (domain/compositeKey); an empty method is none. */
export function trafficKeyText({ protocol, method, status }: TrafficKey): string {
  return joinKey(protocol, method ?? '', String(status ?? ''));
}

/** The reverse of trafficKeyText; fields that follow are left alone. */
export function parseTrafficKey(text: string): TrafficKey {
  const [protocol, method = '', status = ''] = splitKey(text);
  return {
    protocol: protocol as Protocol,
    method: method === '' ? null : method,
    status: status === '' ? null : Number(status),
  };
}

export function latencyKeyText({ protocol, method }: LatencyKey): string {
  return joinKey(protocol, method ?? '');
}

/** The reverse of latencyKeyText; reads the front of a traffic key as well. */
export function parseLatencyKey(text: string): LatencyKey {
  const [protocol, method = ''] = splitKey(text);
  return { protocol: protocol as Protocol, method: method === '' ? null : method };
}

/** A traffic key's text without its status: that of the latency key. */
export function withoutStatus(trafficKey: string): string {
  return parentKey(trafficKey);
}
