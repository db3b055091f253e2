import { inProportion } from '../../domain/inProportion';
import type { TrafficKey } from '../../domain/trafficKey';
import type { OpenInterval, WaitingFault } from './accountState';
import { groupsOf } from './faultGroups';
import type { EndpointMethods, FaultGroup } from './faultGroups';
import { FaultNetwork } from './faultNetwork';
import type { GroupPart } from './faultNetwork';

/** Failed requests of an interval that a fault was injected into. */
export interface FaultAttribution {
  readonly interval: OpenInterval;
  readonly key: TrafficKey;
  readonly fault: WaitingFault;
  readonly count: number;
  /** Counted by the same scrape as the fault, with a method that nothing known of the endpoint speaks against. */
  readonly isPlain: boolean;
}

/** Which failed requests which faults ended. */
export interface FaultMatching {
  readonly attributions: readonly FaultAttribution[];
  /** No fault is left over, and no failed request that one of them can have ended. */
  readonly isWhole: boolean;
}

/**
 * Matches injected faults with the failed requests that no log row claimed; takes nothing from either. No (method,
 * status) gives more than the counters counted, no endpoint and type takes more than was injected. Of all ways to do
 * so it is one that matches most of them, of these one in which most keep to the scrape that counted both, and of
 * these one in which fewest take another method than `methodsOf` knows their endpoint to take, and then most one that
 * the log has seen there (docs/collection.md#injected-faults). A fault that met a read of ours has what is left. The order in which anything is given does not matter.
 */
export function matchFaults(
  intervals: readonly OpenInterval[],
  faults: readonly WaitingFault[],
  methodsOf: (endpoint: string) => EndpointMethods,
): FaultMatching {
  const inOrder = [...intervals].sort((a, b) => a.from - b.from || a.to - b.to);
  const network = new FaultNetwork(groupsOf(faults, methodsOf), inOrder);
  const attributions = [...network.parts()].flatMap(([group, parts]) =>
    attributionsOf(group, parts),
  );
  return { attributions, isWhole: network.isWhole };
}

/**
 * Deals out what a group's faults ended. Nothing tells which of them met which method, so it is done as is most
 * probable: each method in proportion to how many faults each has, the rarest method first.
 */
function attributionsOf({ members }: FaultGroup, parts: readonly GroupPart[]): FaultAttribution[] {
  const left = members
    .map((fault) => ({ fault, count: fault.count }))
    .sort((a, b) => b.count - a.count || compare(nameOf(a.fault), nameOf(b.fault)));
  return byMethod(parts).flatMap((sameMethod) => {
    const shares = inProportion(
      countOf(sameMethod),
      left.map(({ count }) => count),
    );
    const undealt = sameMethod.map((part) => ({ part, count: part.count }));
    return left.flatMap((of, i) => {
      const share = shares[i] ?? 0;
      of.count -= share;
      return take(undealt, share).map((part) => ({ ...part, fault: of.fault }));
    });
  });
}

/** Parts of one interval and kind of method together, the rarest first. */
function byMethod(parts: readonly GroupPart[]): GroupPart[][] {
  const together = new Map<string, GroupPart[]>();
  for (const part of parts) {
    const name = `${part.methodKind} ${part.interval.from} ${part.interval.to}`;
    const sameMethod = together.get(name);
    if (sameMethod) sameMethod.push(part);
    else together.set(name, [part]);
  }
  return [...together]
    .sort(([a, x], [b, y]) => countOf(x) - countOf(y) || compare(a, b))
    .map(([, sameMethod]) => sameMethod);
}

function countOf(parts: readonly GroupPart[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

/** Takes so many from the front. */
function take(undealt: { readonly part: GroupPart; count: number }[], wanted: number): GroupPart[] {
  const taken: GroupPart[] = [];
  let rest = wanted;
  for (let next = undealt[0]; next && rest > 0; next = undealt[0]) {
    const count = Math.min(next.count, rest);
    taken.push({ ...next.part, count });
    rest -= count;
    next.count -= count;
    if (next.count === 0) undealt.shift();
  }
  return taken;
}

function nameOf({ type, endpoint }: WaitingFault): string {
  return `${endpoint} ${type}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
