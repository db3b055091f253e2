import type { Dimensions } from '../../domain/commitBatch';
import { commonHistogram } from '../../domain/commonHistogram';
import { withoutObservation } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import type { Protocol } from '../../domain/protocol';
import { minuteSeconds } from '../../domain/time';
import { addSizes } from '../../domain/trafficColumns';
import type { RequestSizes } from '../../domain/trafficColumns';
import { withEndpoint, withoutStatus } from '../../domain/trafficKey';
import type { EndpointLatencyKey, LatencyKey, TrafficKey } from '../../domain/trafficKey';
import { handlerBucket } from './handlerTimes';
import { newCell } from './accumulatorState';
import type { MinuteCell, OpenMinute, AccumulatorState } from './accumulatorState';

/** What the log says of one request that is entered. */
export interface LoggedRequest extends RequestSizes {
  readonly handlerMs: number;
}

/** Adds up the minutes that may still change, and remembers which of them did. */
export class MinuteAccumulator {
  readonly #state: AccumulatorState;
  readonly #dimensions: Dimensions;
  readonly #changed = new Set<number>();

  constructor(state: AccumulatorState, dimensions: Dimensions) {
    this.#state = state;
    this.#dimensions = dimensions;
  }

  /**
   * Adds requests that no log row speaks of; an empty endpoint means that none is known. Does not mark the
   * minute as changed, since most were shown before as part of an open interval.
   */
  addCounted(minute: number, key: TrafficKey, endpoint: string, count: number): void {
    if (count > 0) this.#cell(minute, key, endpoint).count += count;
  }

  /** Adds one request with what the log knows of it. */
  addLogged(minute: number, key: TrafficKey, endpoint: string, logged: LoggedRequest): void {
    this.touch(minute);
    const cell = this.#cell(minute, key, endpoint);
    cell.count++;
    cell.handlerSum += logged.handlerMs;
    cell.handlerMin = Math.min(cell.handlerMin ?? Infinity, logged.handlerMs);
    cell.handlerMax = Math.max(cell.handlerMax ?? 0, logged.handlerMs);
    addSizes(cell, logged);
    const counts = keptIn(
      this.#minute(minute).handler,
      withEndpoint(withoutStatus(key), endpoint),
      (): Record<number, number> => ({}),
    );
    const bucket = handlerBucket(logged.handlerMs);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }

  /** Adds a distribution of whole requests of a (protocol, method). */
  addLatency(minute: number, key: LatencyKey, histogram: Histogram): void {
    this.touch(minute);
    add(this.#minute(minute).whole, key, histogram);
  }

  /** Takes one request out of such a distribution, which took no longer than `longest` ms. */
  leaveOutLatency(minute: number, key: LatencyKey, longest: number): void {
    this.touch(minute);
    leaveOut(this.#minute(minute).whole, key, longest);
  }

  /** Adds a distribution of an endpoint's requests, by (protocol, method) and endpoint. */
  addNamedLatency(minute: number, key: EndpointLatencyKey, histogram: Histogram): void {
    this.touch(minute);
    add(this.#minute(minute).named, key, histogram);
  }

  /** Adds delays that were injected into an endpoint's requests. */
  addInjectedDelay(minute: number, endpoint: string, histogram: Histogram): void {
    this.touch(minute);
    add(this.#minute(minute).injectedDelay, endpoint, histogram);
  }

  setActiveConnections(minute: number, gauges: ReadonlyMap<Protocol, number>): void {
    this.touch(minute);
    const held = this.#minute(minute).activeConnections;
    for (const [protocol, value] of gauges) held[protocol] = value;
  }

  /** Marks a minute as changed. */
  touch(minute: number): void {
    this.#changed.add(this.#minute(minute).minute);
  }

  /** The minutes changed since they were last taken. */
  get changed(): readonly OpenMinute[] {
    return this.#state.minutes.filter(({ minute }) => this.#changed.has(minute));
  }

  /** The minutes changed since the last call, oldest first. */
  takeChanged(): OpenMinute[] {
    const changed = this.#state.minutes.filter(({ minute }) => this.#changed.has(minute));
    this.#changed.clear();
    return changed.sort((a, b) => a.minute - b.minute);
  }

  /** The oldest minute that is not final, and what comes for an older one goes to it. */
  get watermark(): number {
    return this.#state.floor;
  }

  /** Releases the minutes before `minute`, which are final from now on. */
  closeBefore(minute: number): void {
    this.#state.floor = Math.max(this.#state.floor, minute);
    this.#state.minutes = this.#state.minutes.filter((held) => held.minute >= this.#state.floor);
  }

  /** Our clock was set back: minutes from `minute` on may change, whatever was written of them before. */
  reopenFrom(minute: number): void {
    this.#noteOccupied(Math.max(this.#state.floor, ...this.#state.minutes.map(endOf)));
    this.#state.floor = Math.min(this.#state.floor, minute);
  }

  /** Releases the minutes after `minute`, to which our clock was set back, except those in `open`. */
  letGoAfter(minute: number, open: ReadonlySet<number>): void {
    const isOver = (held: OpenMinute): boolean => held.minute > minute && !open.has(held.minute);
    const over = this.#state.minutes.filter(isOver);
    if (over.length === 0) return;
    this.#noteOccupied(Math.max(...over.map(endOf)));
    this.#state.minutes = this.#state.minutes.filter((held) => !isOver(held));
  }

  #noteOccupied(until: number): void {
    this.#state.occupiedUntil = Math.max(this.#state.occupiedUntil, until);
  }

  #cell(minute: number, key: TrafficKey, endpoint: string): MinuteCell {
    return keptIn(this.#minute(minute).cells, withEndpoint(key, endpoint), newCell);
  }

  /** A final minute is never written again, since we no longer hold all of it: the oldest open one stands in. */
  #minute(wanted: number): OpenMinute {
    const minute = Math.max(wanted, this.#state.floor);
    let held = this.#state.minutes.find((candidate) => candidate.minute === minute);
    if (!held) {
      held = {
        minute,
        ...(minute < this.#state.occupiedUntil && { joins: ++this.#state.joined }),
        workspaceId: this.#dimensions.workspaceId,
        environment: this.#dimensions.environment,
        cells: new Map(),
        whole: new Map(),
        named: new Map(),
        handler: new Map(),
        injectedDelay: new Map(),
        activeConnections: {},
      };
      this.#state.minutes.push(held);
    }
    return held;
  }
}

function endOf({ minute }: OpenMinute): number {
  return minute + minuteSeconds;
}

/** Takes one observation, of no more than `longest` ms, out of a distribution. */
export function leaveOut<Key>(held: Map<Key, Histogram>, key: Key, longest: number): void {
  const known = held.get(key);
  const rest = known && withoutObservation(known, longest);
  if (rest) held.set(key, rest);
  else held.delete(key);
}

function add<Key>(held: Map<Key, Histogram>, key: Key, histogram: Histogram): void {
  const known = held.get(key);
  held.set(key, (known && commonHistogram([known, histogram])) ?? histogram);
}

/** What a map holds under a key, from now on if it does not yet. */
function keptIn<Key, Held>(map: Map<Key, Held>, key: Key, create: () => Held): Held {
  const held = map.get(key) ?? create();
  map.set(key, held);
  return held;
}
