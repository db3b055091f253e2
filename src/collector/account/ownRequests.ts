import { histogramCount, withoutObservation } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { latencyKeyText, trafficKeyText } from '../../domain/trafficKey';
import type { AccountState, CountedRequest, WaitingOwn } from './accountState';
import type { Movement } from './counterDeltas';

/** One of our own requests at the port of the server's mocks, where it counts them. */
export interface OwnRequest {
  /** Without its query. */
  readonly path: string;
  /** Null: no answer came, so that nobody knows whether it was counted. */
  readonly status: number | null;
  /** When it was answered or given up, unix ms, and how long after it was asked, ms. */
  readonly at: number;
  readonly milliseconds: number;
}

/** Good scrapes for which a request of ours waits for what must have counted it. */
const scrapesWaited = 2;

/** Takes our own requests out of what the server counted, with the faults and delays that were injected into them. */
export class OwnRequests {
  readonly #state: AccountState['own'];

  constructor(state: AccountState['own']) {
    this.#state = state;
  }

  add(requests: readonly OwnRequest[]): void {
    const state = this.#state;
    for (const request of requests) {
      const { status } = request;
      if (status !== null) {
        state.counted++;
        state.pending.push({ ...request, status, waits: 0 });
      }
      if (status === null || status >= 400) state.faulty.push({ ...request, waits: 0 });
      state.delayed.push({ ...request, waits: 0 });
    }
  }

  /** Another process counts from 0; what an older one answered, before `startedAt` (unix ms), is nobody's. */
  restart(startedAt: number): void {
    this.#keep(({ at }) => at >= startedAt);
    this.#state.counted = this.#state.pending.length;
  }

  /** The counters include them from now on. */
  forget(): void {
    this.#keep(() => false);
  }

  /** Takes those answered since the last good scrape from what the counters moved. */
  takeFrom(movement: Movement): Movement {
    const counters = new Map(movement.counters);
    const latency = new Map(movement.latency);
    this.#state.pending = this.#state.pending.filter(
      (request) => !take(counters, latency, request),
    );
    return { ...movement, counters, latency };
  }

  /**
   * Takes out a request for this path that a fault can have ended which answers with one of `statuses`, or with any
   * where they are empty; one that was answered so rather than one that was not answered.
   */
  takeFault(path: string, statuses: readonly number[]): OwnRequest | undefined {
    const { faulty } = this.#state;
    const ofPath = faulty.filter((request) => request.path === path);
    const met =
      ofPath.find(
        ({ status }) => status !== null && (statuses.length === 0 || statuses.includes(status)),
      ) ?? ofPath.find(({ status }) => status === null);
    this.#state.faulty = faulty.filter((request) => request !== met);
    return met;
  }

  /** What is left of the delays injected at a path when ours are taken out. */
  withoutOurDelays(path: string, delays: Histogram): Histogram | undefined {
    const ours = this.#state.delayed
      .filter((request) => request.path === path)
      .slice(0, histogramCount(delays));
    this.#state.delayed = this.#state.delayed.filter((request) => !ours.includes(request));
    return ours.reduce<Histogram | undefined>(
      (left, { milliseconds }) => left && withoutObservation(left, milliseconds),
      delays,
    );
  }

  /** One more scrape went by without a counter for those that are still there. */
  age(): void {
    const state = this.#state;
    state.pending = state.pending.map(older);
    state.faulty = state.faulty.map(older);
    state.delayed = state.delayed.map(older);
    this.#keep(({ waits }) => waits <= scrapesWaited);
  }

  #keep(isKept: (request: WaitingOwn) => boolean): void {
    const state = this.#state;
    state.pending = state.pending.filter(isKept);
    state.faulty = state.faulty.filter(isKept);
    state.delayed = state.delayed.filter(isKept);
  }
}

function older<Waiting extends { readonly waits: number }>(request: Waiting): Waiting {
  return { ...request, waits: request.waits + 1 };
}

/** False when the counters have not moved for it yet. */
function take(
  counters: Map<string, number>,
  latency: Map<string, Histogram>,
  { status, milliseconds }: CountedRequest,
): boolean {
  const key = trafficKeyText({ protocol: 'http', method: 'GET', status });
  const counted = counters.get(key) ?? 0;
  if (counted === 0) return false;
  if (counted === 1) counters.delete(key);
  else counters.set(key, counted - 1);
  const timed = latencyKeyText({ protocol: 'http', method: 'GET' });
  const measured = latency.get(timed);
  const without = measured && withoutObservation(measured, milliseconds);
  if (without) latency.set(timed, without);
  else latency.delete(timed);
  return true;
}
