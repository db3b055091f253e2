import { minimumCostFlow } from '../../domain/minimumCostFlow';
import type { Arc } from '../../domain/minimumCostFlow';
import { parseTrafficKey } from '../../domain/trafficKey';
import type { TrafficKey } from '../../domain/trafficKey';
import type { OpenInterval } from './accountState';
import { areNear, isFailed, methodKind } from './faultGroups';
import type { FaultGroup } from './faultGroups';

/** Failed requests that faults of one group ended. */
export interface GroupPart {
  readonly interval: OpenInterval;
  readonly key: TrafficKey;
  readonly methodKind: string;
  readonly count: number;
  /** Counted by the same scrape as the faults, with a method that nothing known of their endpoints speaks against. */
  readonly isPlain: boolean;
}

/** The failed requests of a key in an interval. */
interface Failed {
  readonly interval: OpenInterval;
  readonly key: TrafficKey;
  readonly methodKind: string;
  readonly status: number;
  readonly count: number;
}

/** Nodes that lead to an interval's failed requests with certain statuses: to all, and by kind of method. */
interface Pool {
  readonly any: number;
  readonly byMethod: ReadonlyMap<string, number>;
}

const source = 0;
const sink = 1;
/** What it costs a fault to break a rule. */
interface Costs {
  /** The log has not seen the request's method at the endpoint, though nothing speaks against it. */
  readonly unseenMethod: number;
  /** The endpoint is known to take other methods. */
  readonly otherMethod: number;
  /** The request was counted before the fault, which no server does that counts faults on the way to the answer. */
  readonly earlier: number;
  /** Another scrape counted the request. */
  readonly otherInterval: number;
  /** The fault met a read of ours. */
  readonly readByUs: number;
}

/** The most groups that a difference between two matchings is assumed to touch. */
const groupsTouched = 1000;

/**
 * Two matchings differ by cycles in the network, each of which enters and leaves a group once at most: a rule that
 * costs more than that often all lesser ones comes before them.
 */
function costsOf(groups: number): Costs {
  const times = 2 * Math.min(groups, groupsTouched);
  const unseenMethod = 1;
  const otherMethod = times * unseenMethod + 1;
  const earlier = times * (unseenMethod + otherMethod) + 1;
  const otherInterval = times * (unseenMethod + otherMethod + earlier) + 1;
  const readByUs = times * (unseenMethod + otherMethod + earlier + otherInterval) + 1;
  return { unseenMethod, otherMethod, earlier, otherInterval, readByUs };
}

/**
 * Faults on one side, failed requests on the other, as a network whose largest flow of least cost is the best
 * matching. Nodes between them keep it small: of an interval, what has the same statuses and kind of method.
 */
export class FaultNetwork {
  readonly #arcs: Arc[] = [];
  readonly #flow: readonly number[];
  #nodes = 2;
  readonly #groups = new Map<FaultGroup, number>();
  /** By interval: its failed requests, and pools of them by statuses. */
  readonly #failed = new Map<OpenInterval, readonly Failed[]>();
  readonly #pools = new Map<OpenInterval, Map<string, Pool>>();
  /** The nodes of failed requests that some fault can have ended, both ways. */
  readonly #nodeOf = new Map<Failed, number>();
  readonly #failedAt = new Map<number, Failed>();
  /** Arcs, by number, over which faults go to what is plainly theirs. */
  readonly #plain = new Set<number>();

  /** @param intervals oldest first */
  constructor(groups: readonly FaultGroup[], intervals: readonly OpenInterval[]) {
    const costs = costsOf(groups.length);
    for (const group of groups) {
      this.#groups.set(group, this.#nodes);
      this.#connect(source, this.#nodes++, group.count, 0);
    }
    for (const [group, node] of this.#groups) {
      for (const interval of intervals.filter((candidate) => areNear(group, candidate))) {
        this.#reach(group, node, interval, costs);
      }
    }
    this.#flow = minimumCostFlow(this.#arcs, source, sink);
  }

  /** No fault is left over, and no failed request that one of them can have ended. */
  get isWhole(): boolean {
    return this.#arcs.every(
      ({ from, to, capacity }, i) => (from !== source && to !== sink) || this.#flow[i] === capacity,
    );
  }

  /** What the faults of each group ended. */
  parts(): ReadonlyMap<FaultGroup, readonly GroupPart[]> {
    const leaving = Array.from({ length: this.#nodes }, (): number[] => []);
    for (const [i, { from }] of this.#arcs.entries()) {
      if ((this.#flow[i] ?? 0) > 0) leaving[from]?.push(i);
    }
    const left = [...this.#flow];
    const follow = (node: number, wanted: number, isPlain: boolean): GroupPart[] => {
      const failed = this.#failedAt.get(node);
      if (failed) return [{ ...failed, count: wanted, isPlain }];
      const parts: GroupPart[] = [];
      let rest = wanted;
      for (const i of leaving[node] ?? []) {
        const count = Math.min(rest, left[i] ?? 0);
        if (count === 0) continue;
        left[i] = (left[i] ?? 0) - count;
        rest -= count;
        parts.push(...follow(this.#arcs[i]?.to ?? sink, count, isPlain || this.#plain.has(i)));
      }
      return parts;
    };
    return new Map(
      [...this.#groups].map(([group, node]) => [group, follow(node, group.count, false)]),
    );
  }

  /** Lets a group have what it can have ended of an interval. */
  #reach(group: FaultGroup, node: number, interval: OpenInterval, costs: Costs): void {
    const pool = this.#pool(interval, group.statuses);
    const isEarlier = interval.from < group.from;
    const isOwn = !isEarlier && interval.to <= group.to;
    const cost =
      (isOwn ? 0 : costs.otherInterval) +
      (isEarlier ? costs.earlier : 0) +
      (group.isOurs ? costs.readByUs : 0);
    const connect = (to: number | undefined, ofMethod: number): void => {
      if (to === undefined) return;
      if (isOwn && ofMethod < costs.otherMethod) this.#plain.add(this.#arcs.length);
      this.#connect(node, to, group.count, cost + ofMethod);
    };
    for (const method of group.seen) connect(pool.byMethod.get(method), 0);
    for (const method of group.unseen) connect(pool.byMethod.get(method), costs.unseenMethod);
    if (group.isOurs) return;
    const isUnknown = group.seen.length + group.unseen.length === 0;
    connect(pool.any, isUnknown ? costs.unseenMethod : costs.otherMethod);
  }

  #pool(interval: OpenInterval, statuses: readonly number[]): Pool {
    const pools = this.#pools.get(interval) ?? new Map<string, Pool>();
    this.#pools.set(interval, pools);
    let pool = pools.get(statuses.join());
    if (!pool) pools.set(statuses.join(), (pool = this.#newPool(interval, statuses)));
    return pool;
  }

  #newPool(interval: OpenInterval, statuses: readonly number[]): Pool {
    const any = this.#nodes++;
    const byMethod = new Map<string, number>();
    for (const failed of this.#failedIn(interval)) {
      if (statuses.length > 0 && !statuses.includes(failed.status)) continue;
      let ofMethod = byMethod.get(failed.methodKind);
      if (ofMethod === undefined) {
        byMethod.set(failed.methodKind, (ofMethod = this.#nodes++));
        this.#connect(any, ofMethod, Infinity, 0);
      }
      this.#connect(ofMethod, this.#nodeFor(failed), failed.count, 0);
    }
    return { any, byMethod };
  }

  #nodeFor(failed: Failed): number {
    let node = this.#nodeOf.get(failed);
    if (node === undefined) {
      node = this.#nodes++;
      this.#nodeOf.set(failed, node);
      this.#failedAt.set(node, failed);
      this.#connect(node, sink, failed.count, 0);
    }
    return node;
  }

  #failedIn(interval: OpenInterval): readonly Failed[] {
    let failed = this.#failed.get(interval);
    if (!failed) this.#failed.set(interval, (failed = failedRequests(interval)));
    return failed;
  }

  #connect(from: number, to: number, capacity: number, cost: number): void {
    this.#arcs.push({ from, to, capacity, cost });
  }
}

/** Those of an interval that nobody has claimed, in an order that depends on nothing else. */
function failedRequests(interval: OpenInterval): Failed[] {
  return [...interval.remaining]
    .filter(([key, count]) => count > 0 && isFailed(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => {
      const { method, status } = parseTrafficKey(key);
      return { interval, key, methodKind: methodKind(method), status: status ?? 0, count };
    });
}
