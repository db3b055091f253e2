import { statusesOfFault } from '../../mockforge/faults';
import { assign } from '../../domain/assignment';
import { parseTrafficKey } from '../../domain/trafficKey';
import type { OpenInterval, WaitingFault } from './accountState';

/** Failed requests of an interval that a fault was injected into. */
export interface FaultClaim {
  readonly interval: OpenInterval;
  readonly key: string;
  readonly fault: WaitingFault;
  readonly count: number;
}

/**
 * Matches injected faults with the failed requests that no log row claimed. Both margins stay exact: no
 * (method, status) gives more than the counters counted, no endpoint and type takes more than was injected.
 * Methods are limited to those that the endpoint is known to take: first those of each of `methodsOf` in
 * turn, any only for what these leave unmatched (design, collection, section 4). Takes what it matched from
 * the intervals and from the faults.
 */
export function claimFaults(
  intervals: readonly OpenInterval[],
  faults: readonly WaitingFault[],
  methodsOf: readonly ((endpoint: string) => ReadonlySet<string>)[],
): readonly FaultClaim[] {
  const known = methodsOf.flatMap((methods) =>
    claim(intervals, faults, ({ endpoint }, method) => methods(endpoint).has(method ?? '')),
  );
  return [...known, ...claim(intervals, faults, () => true)];
}

function claim(
  intervals: readonly OpenInterval[],
  faults: readonly WaitingFault[],
  takesMethod: (fault: WaitingFault, method: string | null) => boolean,
): FaultClaim[] {
  const errors = intervals.flatMap((interval) =>
    [...interval.remaining]
      .map(([key, count]) => ({ interval, key, count, ...parseTrafficKey(key) }))
      .filter(
        ({ protocol, status, count }) => protocol === 'http' && (status ?? 0) >= 400 && count > 0,
      ),
  );
  const matches = assign(
    faults.map((fault) => fault.count),
    errors.map((error) => error.count),
    (from, to) => {
      const fault = faults[from];
      const error = errors[to];
      if (!fault || !error) return false;
      const statuses = statusesOfFault(fault.type);
      const fits = statuses.length === 0 || statuses.includes(error.status ?? 0);
      return fits && areNear(fault, error.interval) && takesMethod(fault, error.method);
    },
  );
  return matches.flatMap(({ from, to, amount }) => {
    const fault = faults[from];
    const error = errors[to];
    if (!fault || !error) return [];
    fault.count -= amount;
    error.interval.remaining.set(error.key, error.count - amount);
    error.count -= amount;
    return [{ interval: error.interval, key: error.key, fault, count: amount }];
  });
}

/** How far apart the counters of a fault and of its request may be read, ms. */
const slackMs = 2000;

/** A fault and the request it ended are counted within moments, at most on two sides of one scrape. */
function areNear(fault: WaitingFault, interval: OpenInterval): boolean {
  return interval.to >= fault.from - slackMs && interval.from <= fault.to + slackMs;
}
