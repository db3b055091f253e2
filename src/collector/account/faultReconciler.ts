import { lastField, splitKey } from '../../domain/compositeKey';
import type { Dimensions, ErrorEvent } from '../../domain/commitBatch';
import { otherEndpoints } from '../../domain/endpointName';
import type { RouteTable } from '../../domain/routeTable';
import { statusesOfFault } from '../../mockforge/faults';
import { faultKeyOf } from '../../mockforge/faultKey';
import type { FaultKey } from '../../mockforge/faultKey';
import type { MetricsReading } from '../../mockforge/metricsReading';
import { isReadByUs } from '../../mockforge/paths';
import type { FaultState, OpenInterval, WaitingFault } from './accountState';
import { movementSince, noBaseline } from './counterDeltas';
import type { EndpointNames } from './endpointNames';
import type { RequestAccumulator } from './requestAccumulator';
import { FaultEvents } from './faultEvents';
import { areNear, isFailed } from './faultGroups';
import type { EndpointMethods } from './faultGroups';
import { graphqlEndpoint } from './graphql';
import { matchFaults } from './injectedFaults';
import type { FaultAttribution } from './injectedFaults';
import type { IntervalStanding } from './intervalStanding';
import { minuteOfInterval } from './openIntervals';
import type { OwnRequests } from './ownRequests';

/** Good scrapes for which a fault waits for the failed request that it belongs to. */
const scrapesWaited = 2;
/** Endpoints whose methods are remembered; those of the others are then any. */
const endpointsKept = 2000;

/**
 * Keeps the injected faults: how many were counted, which failed request each belongs to, and what is written of them.
 */
export class FaultReconciler {
  readonly #state: FaultState;
  readonly #requests: RequestAccumulator;
  readonly #own: OwnRequests;
  readonly #events: FaultEvents;

  constructor(state: FaultState, requests: RequestAccumulator, own: OwnRequests) {
    this.#state = state;
    this.#requests = requests;
    this.#own = own;
    this.#events = new FaultEvents(state.untold);
  }

  /** The log has seen this method at an endpoint. */
  sawMethod(endpoint: string, method: string): void {
    const { methods } = this.#state;
    const known = methods.get(endpoint);
    if (known?.includes(method)) return;
    if (!known && methods.size >= endpointsKept) return;
    methods.set(endpoint, [...(known ?? []), method]);
  }

  /** A process whose counting begins at `at` (unix ms) counts from 0. */
  restart(at: number): void {
    Object.assign(this.#state, { baseline: new Map(), fallen: new Map(), countedAt: at });
  }

  /** What another server counted so far is only a baseline. */
  forget(): void {
    this.#state.baseline = null;
  }

  /** Nobody knows when those came that the scrape at `at` (unix ms) counted. */
  forgetCountedAt(at: number): void {
    this.#state.waiting = this.#state.waiting.filter(({ to }) => to !== at);
  }

  /**
   * Takes in the faults that a scrape at `at` (unix ms) read; `routes` are those of the log's rows.
   * @returns how many series fell or went missing
   */
  counted({ faults: read, routes }: MetricsReading, names: EndpointNames, at: number): number {
    // The scrape came before the routes were known: the next one has these faults under their right
    // names.
    if (routes !== names.routes.fingerprint) return 0;
    const { baseline, fallen, countedAt, waiting } = this.#state;
    const faults = withFewNames(read, baseline ?? new Map(), names.routes);
    const counters = { counters: faults, latency: noBaseline.latency };
    // Other routes name other endpoints, which cannot be compared with those of the last count.
    const isComparable = baseline && (this.#state.routes === routes || baseline.size === 0);
    const before = isComparable ? { counters: baseline, fallenCounters: fallen } : {};
    const { movement, after } = movementSince({ ...noBaseline, ...before }, counters);
    Object.assign(this.#state, {
      baseline: after.counters,
      fallen: after.fallenCounters,
      routes,
      countedAt: at,
    });
    if (!isComparable) return 0;
    // Our clock may have stepped back.
    const from = Math.min(countedAt, at);
    for (const [key, count] of movement.counters) {
      const [type, name] = splitKey(key);
      const endpoint = isReadByUs(name) ? name : names.admit(name, at);
      waiting.push({ type, endpoint, from, to: at, count, waits: 0 });
    }
    return movement.anomalies;
  }

  /**
   * Matches what waits with the failed requests that nobody claimed, and enters what is certain: all where nothing
   * is left over, else what no later scrape can speak of. The rest is matched again after the next one.
   */
  match(
    intervals: readonly OpenInterval[],
    { isReady, isDue }: IntervalStanding,
    routes: RouteTable,
  ): void {
    this.#leaveOutOurs();
    if (this.#state.waiting.length === 0) return;
    const { attributions, isWhole } = matchFaults(intervals, this.#state.waiting, (endpoint) =>
      this.#methodsOf(endpoint, routes),
    );
    const isCertain =
      isWhole &&
      attributions.every(
        ({ interval, isPlain }) => isDue(interval) || (isPlain && isReady(interval)),
      );
    for (const attribution of attributions)
      if (isCertain || isDue(attribution.interval)) this.#enter(attribution);
    this.#state.waiting = this.#state.waiting.filter(({ count }) => count > 0);
  }

  /**
   * One more scrape went by. Returns how many faults have waited too long for their request. What the log had no chance
   * to name yet is waited for.
   */
  dropLate(intervals: readonly OpenInterval[], { isReady }: IntervalStanding): number {
    const unread = intervals.filter((interval) => !isReady(interval));
    for (const fault of this.#state.waiting) fault.waits++;
    return this.#drop(
      (fault) =>
        fault.waits > scrapesWaited && !unread.some((interval) => areNear(fault, interval)),
    );
  }

  /** The process has ended; returns how many faults it leaves without their request. */
  dropAll(): number {
    return this.#drop(() => true);
  }

  #drop(isLate: (fault: WaitingFault) => boolean): number {
    const late = this.#state.waiting.filter(isLate);
    this.#state.waiting = this.#state.waiting.filter((fault) => !isLate(fault));
    return late
      .filter(({ ourMilliseconds }) => ourMilliseconds === undefined)
      .reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * What is to be told of minutes other than the present one (unix s) to which none of the open intervals, oldest
   * first, can add any more.
   */
  takeEvents(
    present: number,
    intervals: readonly OpenInterval[],
    dimensions: Dimensions,
  ): ErrorEvent[] {
    const before = Math.min(present, ...this.#openMinutes(intervals));
    return this.#events.take(before, present, dimensions);
  }

  #enter(attribution: FaultAttribution): void {
    const { interval, key, fault, count } = attribution;
    fault.count -= count;
    interval.remaining.set(key, (interval.remaining.get(key) ?? 0) - count);
    if (fault.ourMilliseconds === undefined) {
      this.#requests.addNamed(interval, key, fault.endpoint, count);
      this.#events.add(attribution);
    } else {
      this.#requests.leaveOut(interval, key, fault.ourMilliseconds);
    }
  }

  /** Of intervals with failed requests that a fault which waits, or is counted next, can still have ended. */
  #openMinutes(intervals: readonly OpenInterval[]): number[] {
    const spans = [...new Map(this.#state.waiting.map((fault) => [spanOf(fault), fault])).values()];
    const newest = intervals.at(-1);
    return intervals
      .filter(
        (interval) =>
          (interval === newest || spans.some((span) => areNear(span, interval))) &&
          [...interval.remaining].some(([key, count]) => count > 0 && isFailed(key)),
      )
      .map(({ from, to }) => minuteOfInterval(from, to));
  }

  #methodsOf(endpoint: string, routes: RouteTable): EndpointMethods {
    if (endpoint === graphqlEndpoint) return { seen: ['POST'], routed: [] };
    if (isReadByUs(endpoint)) return { seen: ['GET'], routed: [] };
    return {
      seen: this.#state.methods.get(endpoint) ?? [],
      routed: routes.methodsOf(endpoint),
    };
  }

  /**
   * Faults that reads of ours met. Where the read was answered, its request has been left out by its status; where
   * it was not, the fault goes on waiting as ours for a request that no other one needs.
   */
  #leaveOutOurs(): void {
    const { waiting } = this.#state;
    const unanswered: WaitingFault[] = [];
    for (const fault of waiting) {
      if (!isReadByUs(fault.endpoint) || fault.ourMilliseconds !== undefined) continue;
      while (fault.count > 0) {
        const read = this.#own.takeFault(fault.endpoint, statusesOfFault(fault.type));
        if (!read) break;
        fault.count--;
        const ourMilliseconds = read.milliseconds;
        if (read.status === null) unanswered.push({ ...fault, count: 1, ourMilliseconds });
      }
    }
    this.#state.waiting = [...waiting, ...unanswered].filter(({ count }) => count > 0);
  }
}

function spanOf({ from, to }: WaitingFault): string {
  return `${from} ${to}`;
}

/**
 * Counts by type and endpoint, those of endpoints beyond the first so many that are no route together: a
 * count that has begun under a name keeps it, so that each can be compared with the one before.
 */
function withFewNames(
  counts: ReadonlyMap<FaultKey, number>,
  baseline: ReadonlyMap<FaultKey, number>,
  routes: RouteTable,
): Map<FaultKey, number> {
  const isFixed = (key: FaultKey): boolean =>
    isReadByUs(lastField(key)) || routes.has(lastField(key));
  let room = endpointsKept - [...baseline.keys()].filter((key) => !isFixed(key)).length;
  const few = new Map<FaultKey, number>();
  for (const [key, count] of counts) {
    const keeps = baseline.has(key) || isFixed(key) || room-- > 0;
    const name = keeps ? key : faultKeyOf(splitKey(key)[0], otherEndpoints);
    few.set(name, (few.get(name) ?? 0) + count);
  }
  return few;
}
