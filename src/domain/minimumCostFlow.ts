/** A one-way connection of two nodes, which are numbered from 0. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  /** Units that it takes at most, whole, and what each of them costs, 0 or more. */
  readonly capacity: number;
  readonly cost: number;
}

/**
 * The largest flow from `source` to `sink`, and of all that are as large one that costs least: how much goes over
 * each of `arcs`, in their order.
 *
 * Shortest paths one after the other (Busacker and Gowen, 1961), with potentials that keep what is left free of
 * negative costs (Edmonds and Karp, 1972); all paths of one cost are filled together by Dinic's method, so that
 * the work depends on how many different costs paths have, and not on the amounts.
 */
export function minimumCostFlow(arcs: readonly Arc[], source: number, sink: number): number[] {
  const network = new ResidualNetwork(arcs, source, sink);
  while (network.measureCosts()) {
    while (network.measureSteps()) network.fill();
  }
  return network.flow;
}

/** What is left of a network: each arc twice, its way back beside it, which gives up what goes over it. */
class ResidualNetwork {
  readonly #source: number;
  readonly #sink: number;
  /** By arc: 2i is the i-th as it was given, 2i + 1 its way back. */
  readonly #head: number[] = [];
  readonly #left: number[] = [];
  readonly #cost: number[] = [];
  /** By node: the arcs that leave it, and which of these is to be tried next. */
  readonly #leaving: number[][] = [];
  #next: number[] = [];
  /** By node: a cost from the source, and steps from it over arcs on cheapest paths; -1 for out of reach. */
  readonly #potential: number[];
  #steps: number[] = [];

  constructor(arcs: readonly Arc[], source: number, sink: number) {
    this.#source = source;
    this.#sink = sink;
    const last = arcs.reduce(
      (most, { from, to }) => Math.max(most, from, to),
      Math.max(source, sink),
    );
    for (let node = 0; node <= last; node++) this.#leaving.push([]);
    this.#potential = this.#leaving.map(() => 0);
    for (const { from, to, capacity, cost } of arcs) {
      this.#add(from, to, capacity, cost);
      this.#add(to, from, 0, -cost);
    }
  }

  get flow(): number[] {
    return this.#left.filter((_, arc) => arc % 2 === 1);
  }

  #add(from: number, to: number, capacity: number, cost: number): void {
    this.#leaving[from]?.push(this.#head.length);
    this.#head.push(to);
    this.#left.push(capacity);
    this.#cost.push(cost);
  }

  /**
   * Finds what the cheapest paths cost that are left (Dijkstra, with a bucket for each cost, since there are few);
   * false when none leads to the sink.
   */
  measureCosts(): boolean {
    const distance = this.#leaving.map(() => Infinity);
    distance[this.#source] = 0;
    const buckets = new Map([[0, [this.#source]]]);
    while (buckets.size > 0) {
      const nearest = Math.min(...buckets.keys());
      for (const node of buckets.get(nearest) ?? []) {
        if (distance[node] !== nearest) continue;
        for (const arc of this.#leaving[node] ?? []) {
          if ((this.#left[arc] ?? 0) === 0) continue;
          const to = this.#head[arc] ?? 0;
          const reached = nearest + this.#reducedCost(node, arc);
          if (reached >= (distance[to] ?? 0)) continue;
          distance[to] = reached;
          const bucket = buckets.get(reached);
          if (bucket) bucket.push(to);
          else buckets.set(reached, [to]);
        }
      }
      buckets.delete(nearest);
    }
    const toSink = distance[this.#sink] ?? Infinity;
    if (toSink === Infinity) return false;
    for (const [node, far] of distance.entries()) {
      this.#potential[node] = (this.#potential[node] ?? 0) + Math.min(far, toSink);
    }
    return true;
  }

  /** Counts steps along cheapest paths; false when none leads to the sink. */
  measureSteps(): boolean {
    this.#steps = this.#leaving.map(() => -1);
    this.#next = this.#leaving.map(() => 0);
    this.#steps[this.#source] = 0;
    const reached = [this.#source];
    for (const node of reached) {
      for (const arc of this.#leaving[node] ?? []) {
        const to = this.#head[arc] ?? 0;
        if (this.#steps[to] !== -1 || !this.#isCheapest(node, arc)) continue;
        this.#steps[to] = (this.#steps[node] ?? 0) + 1;
        reached.push(to);
      }
    }
    return this.#steps[this.#sink] !== -1;
  }

  /** Fills the paths of fewest steps until each has an arc that is full. */
  fill(): void {
    let path: number[] = [];
    for (;;) {
      const end = path.at(-1);
      const node = end === undefined ? this.#source : (this.#head[end] ?? 0);
      if (node === this.#sink) {
        this.#send(path);
        path = path.slice(
          0,
          path.findIndex((arc) => this.#left[arc] === 0),
        );
        continue;
      }
      const arc = this.#advance(node);
      if (arc !== undefined) {
        path.push(arc);
        continue;
      }
      // Nothing leads on from here.
      this.#steps[node] = -1;
      if (path.pop() === undefined) return;
    }
  }

  /** The next arc from a node that leads on, one step further. */
  #advance(node: number): number | undefined {
    const leaving = this.#leaving[node] ?? [];
    for (let next = this.#next[node] ?? 0; next < leaving.length; next++) {
      const arc = leaving[next] ?? 0;
      const isOn = this.#steps[this.#head[arc] ?? 0] === (this.#steps[node] ?? 0) + 1;
      this.#next[node] = next;
      if (isOn && this.#isCheapest(node, arc)) return arc;
    }
    return undefined;
  }

  #send(path: readonly number[]): void {
    const amount = Math.min(...path.map((arc) => this.#left[arc] ?? 0));
    for (const arc of path) {
      this.#left[arc] = (this.#left[arc] ?? 0) - amount;
      this.#left[arc ^ 1] = (this.#left[arc ^ 1] ?? 0) + amount;
    }
  }

  #isCheapest(node: number, arc: number): boolean {
    return (this.#left[arc] ?? 0) > 0 && this.#reducedCost(node, arc) === 0;
  }

  #reducedCost(node: number, arc: number): number {
    const to = this.#head[arc] ?? 0;
    return (this.#cost[arc] ?? 0) + (this.#potential[node] ?? 0) - (this.#potential[to] ?? 0);
  }
}
