import type { Dimensions } from '../../domain/commitBatch';
import type { Histogram } from '../../domain/histogram';
import type { Protocol } from '../../domain/protocol';
import { noSizes } from '../../domain/trafficColumns';
import type { SizeSums } from '../../domain/trafficColumns';
import type { EndpointLatencyKey, EndpointTrafficKey, LatencyKey } from '../../domain/trafficKey';

/** The minutes that may still change. Minutes are unix seconds; keys are those of domain/trafficKey. */
export interface AccumulatorState {
  /** The watermark: minutes before this one are final and no longer held. */
  floor: number;
  /** Where our clock was set back: a minute before this one may have been written and let go of. */
  occupiedUntil: number;
  /** How many minutes have joined what was written of them. */
  joined: number;
  minutes: OpenMinute[];
}

/** What is known of one minute that may still change. */
export interface OpenMinute extends Dimensions {
  readonly minute: number;
  /** It may have been written and released before: then what is added to it has a number of its own. */
  readonly joins?: number;
  /** By traffic key and endpoint, which is empty for what is not attributed. */
  readonly cells: Map<EndpointTrafficKey, MinuteCell>;
  /** Whole-request latency by (protocol, method). */
  readonly whole: Map<LatencyKey, Histogram>;
  /** The same by (protocol, method) and endpoint, where the metrics name endpoints. */
  readonly named: Map<EndpointLatencyKey, Histogram>;
  /** Handler times by (protocol, method) and endpoint: requests by index of handlerBounds. */
  readonly handler: Map<EndpointLatencyKey, Record<number, number>>;
  /** Injected delays by endpoint. */
  readonly injectedDelay: Map<string, Histogram>;
  readonly activeConnections: Partial<Record<Protocol, number>>;
}

export interface MinuteCell extends SizeSums {
  count: number;
  /** Of the requests that the log saw, milliseconds. */
  handlerSum: number;
  handlerMin: number | null;
  handlerMax: number | null;
}

/** A cell without a request. */
export function newCell(): MinuteCell {
  return { count: 0, handlerSum: 0, handlerMin: null, handlerMax: null, ...noSizes };
}

/** An accumulator without a minute. */
export function newAccumulator(): AccumulatorState {
  return { floor: 0, occupiedUntil: 0, joined: 0, minutes: [] };
}
