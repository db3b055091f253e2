import { withoutObservation } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { latencyKeyText, trafficKeyText } from '../../domain/trafficKey';
import type { AccountState, PendingRequest } from './accountState';
import type { Movement } from './counterDeltas';

/** One of our own requests that the server answered at its mocks' port, and so counted. */
export interface OwnRequest {
  readonly status: number;
  /** When it was answered, unix ms, and how long after it was asked, ms. */
  readonly at: number;
  readonly milliseconds: number;
}

/** Good scrapes for which a request of ours waits for the counter that must have counted it. */
const scrapesWaited = 2;

/** Takes our own requests out of what the server counted. */
export class OwnRequests {
  readonly #state: AccountState['own'];

  constructor(state: AccountState['own']) {
    this.#state = state;
  }

  add(requests: readonly OwnRequest[]): void {
    this.#state.counted += requests.length;
    this.#state.pending.push(...requests.map((request) => ({ ...request, waits: 0 })));
  }

  /** Another process counts from 0; what an older one answered, before `startedAt` (unix ms), is nobody's. */
  restart(startedAt: number): void {
    this.#state.pending = this.#state.pending.filter(({ at }) => at >= startedAt);
    this.#state.counted = this.#state.pending.length;
  }

  /** The counters include them from now on. */
  forget(): void {
    this.#state.pending = [];
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

  /** One more scrape went by without a counter for those that are still there. */
  age(): void {
    this.#state.pending = this.#state.pending
      .map((request) => ({ ...request, waits: request.waits + 1 }))
      .filter(({ waits }) => waits <= scrapesWaited);
  }
}

/** False when the counters have not moved for it yet. */
function take(
  counters: Map<string, number>,
  latency: Map<string, Histogram>,
  { status, milliseconds }: PendingRequest,
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
