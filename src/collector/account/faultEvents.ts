import { joinKey } from '../../domain/compositeKey';
import type { Dimensions, ErrorEvent } from '../../domain/commitBatch';
import { errorCategory } from '../../domain/errorClass';
import type { ErrorType } from '../../domain/errorClass';
import { parseTrafficKey } from '../../domain/trafficKey';
import type { InjectedFaults } from './accountState';
import type { FaultAttribution } from './injectedFaults';
import { minuteOfInterval } from './openIntervals';

/** Gathers what is told of injected faults: one event for each endpoint, type and minute. */
export class FaultEvents {
  /** What has not been told, in the state and by name. */
  readonly #untold: InjectedFaults[];
  readonly #byName: Map<string, InjectedFaults>;

  constructor(untold: InjectedFaults[]) {
    this.#untold = untold;
    this.#byName = new Map(untold.map((injected) => [nameOf(injected), injected]));
  }

  add({ interval, key, fault: { type, endpoint }, count }: FaultAttribution): void {
    const minute = minuteOfInterval(interval.from, interval.to);
    const { method, status } = parseTrafficKey(key);
    const begun = { minute, type, endpoint, count: 0, statuses: [], methods: [] };
    const injected = this.#byName.get(nameOf(begun)) ?? begun;
    if (injected.count === 0) {
      this.#byName.set(nameOf(begun), injected);
      this.#untold.push(injected);
    }
    injected.count += count;
    injected.statuses = [...new Set([...injected.statuses, ...(status === null ? [] : [status])])];
    injected.methods = [...new Set([...injected.methods, ...(method === null ? [] : [method])])];
  }

  /**
   * What has not been told of minutes before `before`, and of those that lie ahead of the present one since our clock
   * was set back; unix s.
   */
  take(before: number, present: number, dimensions: Dimensions): ErrorEvent[] {
    const isTold = ({ minute }: InjectedFaults): boolean => minute < before || minute > present;
    const told = this.#untold.filter(isTold);
    const rest = this.#untold.filter((injected) => !isTold(injected));
    this.#untold.splice(0, Infinity, ...rest);
    for (const injected of told) this.#byName.delete(nameOf(injected));
    return told.map((injected) => eventOf(injected, dimensions));
  }
}

function nameOf({ minute, type, endpoint }: Omit<InjectedFaults, 'count'>): string {
  return joinKey(String(minute), type, endpoint);
}

function eventOf(injected: InjectedFaults, dimensions: Dimensions): ErrorEvent {
  const { type, endpoint, count, statuses, methods } = injected;
  const [status = 500] = statuses.sort((a, b) => a - b);
  return {
    ...dimensions,
    timestamp: injected.minute,
    protocol: 'http',
    method: methods.length === 1 ? (methods[0] ?? null) : null,
    endpoint,
    statusCode: statuses.length === 1 ? status : null,
    errorType: 'injected_fault' satisfies ErrorType,
    errorMessage: `${type} ${statuses.join(', ')}`,
    errorCategory: errorCategory(status),
    requestId: null,
    traceId: null,
    spanId: null,
    clientIp: null,
    userAgent: null,
    metadata: { count, fault: type, statuses: statuses.join(' ') },
  };
}
