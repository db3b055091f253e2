import { withoutEndpoint } from '../../domain/trafficKey';
import type { TrafficKey } from '../../domain/trafficKey';
import { keyOfSeries } from '../../mockforge/seriesKey';
import type { TrafficSeries } from '../../mockforge/seriesKey';
import type { AccountState, RunBalance } from './accountState';
import { remainderByMinute } from './openIntervals';

/** The balance of a run that is counted from minute `from` (unix seconds) on, above what its counters say in `counters`. */
export function beginBalance(
  state: AccountState,
  from: number,
  counters: ReadonlyMap<TrafficSeries, number>,
): RunBalance {
  const first = Math.max(from, state.ledger.floor);
  const before = new Map<TrafficKey, number>();
  for (const { minute, cells } of state.ledger.minutes) {
    if (minute < first) continue;
    for (const [cell, { count }] of cells) addTo(before, withoutEndpoint(cell), count);
  }
  for (const interval of state.intervals) {
    for (const key of interval.remaining.keys()) {
      for (const [minute, count] of remainderByMinute(interval, key)) {
        if (Math.max(minute, state.ledger.floor) >= first) addTo(before, key, count);
      }
    }
  }
  return {
    from: first,
    before,
    baseline: byKey(counters),
    own: new Map(),
    doubles: new Map(),
    unplaced: new Map(),
    alone: new Map(),
    spread: 0,
    clockSteps: state.diagnostics.clockSteps,
  };
}

/** Series by what they count for. */
export function byKey(series: ReadonlyMap<TrafficSeries, number>): Map<TrafficKey, number> {
  const sums = new Map<TrafficKey, number>();
  for (const [name, count] of series) addTo(sums, keyOfSeries(name), count);
  return sums;
}

/** Adds what of `whole` is not in `rest`. */
export function addDifference(
  sums: Map<TrafficKey, number>,
  whole: ReadonlyMap<TrafficKey, number>,
  rest: ReadonlyMap<TrafficKey, number>,
): void {
  for (const [key, count] of whole) addTo(sums, key, count - (rest.get(key) ?? 0));
}

export function addTo(sums: Map<TrafficKey, number>, key: TrafficKey, count: number): void {
  if (count !== 0) sums.set(key, (sums.get(key) ?? 0) + count);
}
