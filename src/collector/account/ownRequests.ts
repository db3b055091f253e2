import { histogramCount, withoutObservation } from '../../domain/histogram';
import type { Histogram } from '../../domain/histogram';
import { latencyKeyOf, trafficKeyOf } from '../../domain/trafficKey';
import type { LatencyKey, TrafficKey } from '../../domain/trafficKey';
import type { AccountState, WaitingOwn, WaitingRow } from './accountState';
import type { Movement } from './counterDeltas';
import type { OwnRequest } from './ownRequest';

/** One that was under way when the counters were read: nobody knows whether they have it. */
export interface UncertainRequest extends OwnRequest {
  /** The account has it from now on: it must not be added to them. */
  readonly take: () => void;
}

/** Good scrapes for which a request of ours waits for what must have counted it. */
const scrapesWaited = 2;
/** The status that a request without an answer would have had: that of most. */
const goodStatus = 200;

/** Takes our own requests out of what the server counted, with the faults and delays that were injected into them. */
export class OwnRequests {
  /** Some came that no batch has had yet. */
  hasNew = false;
  readonly #state: AccountState['own'];

  constructor(state: AccountState['own']) {
    this.#state = state;
  }

  add(requests: readonly OwnRequest[]): void {
    this.hasNew ||= requests.length > 0;
    for (const request of requests) {
      if (request.status !== null) this.#state.counted++;
      this.#state.pending.push({ ...request, waits: 0 });
      this.#expectInjected(request);
    }
  }

  /**
   * Another process counts from 0, which began at `startedAt` (unix ms) at the earliest: what an older one answered before
   * is nobody's, and of what was answered since nobody knows by whom, as starts are told in whole seconds.
   */
  restart(startedAt: number): void {
    this.#keep(({ at }) => at >= startedAt);
    this.#state.pending = this.#state.pending.map((request) => ({ ...request, isDoubtful: true }));
    this.#state.counted = 0;
  }

  /** The counters include them from now on. */
  forget(): void {
    this.#keep(() => false);
  }

  /**
   * Takes those answered since the last good scrape from what the counters moved. The log has no rows of them: one of
   * which nobody knows whether it was counted, as those of `uncertain`, is taken where more was counted than `logged`,
   * all rows that can have been; null where some may be lost, which speaks for what was answered.
   */
  takeFrom(
    movement: Movement,
    uncertain: readonly UncertainRequest[],
    logged: readonly WaitingRow[] | null,
  ): Movement {
    const counters = new Map(movement.counters);
    const latency = new Map(movement.latency);
    const takeUnlogged = (request: OwnRequest): boolean => {
      const key = keyOf(request);
      const rows = logged?.filter((row) => row.key === key).length ?? Infinity;
      return (counters.get(key) ?? 0) > rows && take(counters, latency, request);
    };
    const { faulty, pending } = this.#state;
    const isSure = ({ status, isDoubtful = false }: WaitingOwn): boolean =>
      status !== null && (!isDoubtful || logged === null);
    const left = pending.filter(isSure).filter((request) => !take(counters, latency, request));
    const unsure = pending.filter((request) => !isSure(request));
    const found = unsure.filter(takeUnlogged);
    this.#state.pending = [...left, ...unsure.filter((request) => !found.includes(request))];
    this.#state.counted += found.length;
    // What was counted as answered well met no fault.
    const lost = found.filter(({ status }) => status === null);
    this.#state.faulty = withoutEach(faulty, lost);
    for (const request of uncertain) {
      if (!takeUnlogged(request)) continue;
      request.take();
      this.#state.counted++;
      this.#expectInjected({ ...request, status: request.status ?? goodStatus });
    }
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
    if (!met) return undefined;
    this.#state.faulty = faulty.filter((request) => request !== met);
    // One that was not answered is accounted for by its fault.
    if (met.status === null) this.#state.pending = withoutEach(this.#state.pending, [met]);
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

  /** A fault may have ended it, and a delay have been injected into it. */
  #expectInjected({ path, at, milliseconds, status }: OwnRequest): void {
    const waiting: WaitingOwn = { path, at, milliseconds, status, waits: 0 };
    if (status === null || status >= 400) this.#state.faulty.push(waiting);
    this.#state.delayed.push(waiting);
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

/** Those that are none of `others`, each of which stands for one. */
function withoutEach<Request extends OwnRequest>(
  requests: readonly Request[],
  others: readonly OwnRequest[],
): Request[] {
  const gone = [...others];
  return requests.filter((request) => {
    const index = gone.findIndex(
      ({ path, at, milliseconds }) =>
        request.path === path && request.at === at && request.milliseconds === milliseconds,
    );
    if (index >= 0) gone.splice(index, 1);
    return index < 0;
  });
}

function keyOf({ status }: OwnRequest): TrafficKey {
  return trafficKeyOf({ protocol: 'http', method: 'GET', status: status ?? goodStatus });
}

/** False when the counters have not moved for it yet. */
function take(
  counters: Map<TrafficKey, number>,
  latency: Map<LatencyKey, Histogram>,
  request: OwnRequest,
): boolean {
  const key = keyOf(request);
  const counted = counters.get(key) ?? 0;
  if (counted === 0) return false;
  if (counted === 1) counters.delete(key);
  else counters.set(key, counted - 1);
  const timed = latencyKeyOf({ protocol: 'http', method: 'GET' });
  const measured = latency.get(timed);
  const without = measured && withoutObservation(measured, request.milliseconds);
  if (without) latency.set(timed, without);
  else latency.delete(timed);
  return true;
}
