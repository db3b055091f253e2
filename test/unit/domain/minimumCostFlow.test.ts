import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { minimumCostFlow, type Arc } from '../../../src/domain/minimumCostFlow';

interface Flow {
  readonly amount: number;
  readonly cost: number;
}

function arc(from: number, to: number, capacity: number, cost = 0): Arc {
  return { from, to, capacity, cost };
}

/** How much goes from 0 to 1 and at which cost; undefined where something is lost or made on the way. */
function flowOf(arcs: readonly Arc[], amounts: readonly number[]): Flow | undefined {
  const surplus = new Map<number, number>();
  let cost = 0;
  for (const [i, { from, to, cost: each }] of arcs.entries()) {
    const amount = amounts[i] ?? 0;
    surplus.set(from, (surplus.get(from) ?? 0) - amount);
    surplus.set(to, (surplus.get(to) ?? 0) + amount);
    cost += amount * each;
  }
  const isKept = [...surplus].every(([node, rest]) => node <= 1 || rest === 0);
  return isKept ? { amount: surplus.get(1) ?? 0, cost } : undefined;
}

/** The largest and then cheapest flow, by trying every amount on every arc. */
function bestOf(arcs: readonly Arc[], amounts: readonly number[] = []): Flow {
  const next = arcs[amounts.length];
  if (!next) return flowOf(arcs, amounts) ?? { amount: -1, cost: 0 };
  let best: Flow = { amount: -1, cost: 0 };
  for (let amount = 0; amount <= next.capacity; amount++) {
    const found = bestOf(arcs, [...amounts, amount]);
    const isMore = found.amount > best.amount;
    if (isMore || (found.amount === best.amount && found.cost < best.cost)) best = found;
  }
  return best;
}

describe('minimumCostFlow', () => {
  it('takes back what another way needs more', () => {
    const arcs = [arc(0, 2, 1), arc(0, 3, 1), arc(2, 4, 1), arc(2, 5, 1, 5), arc(3, 4, 1)];
    const toSink = [arc(4, 1, 1), arc(5, 1, 1)];
    deepEqual(minimumCostFlow([...arcs, ...toSink], 0, 1), [1, 1, 0, 1, 1, 1, 1]);
  });

  it('sends as much as it can before it looks at costs', () => {
    deepEqual(minimumCostFlow([arc(0, 1, 2, 1000), arc(0, 1, 3)], 0, 1), [2, 3]);
  });

  it('sends nothing where no way leads', () => {
    deepEqual(minimumCostFlow([arc(0, 2, 1), arc(3, 1, 1)], 0, 1), [0, 0]);
    deepEqual(minimumCostFlow([], 0, 1), []);
  });

  it('is as large as any flow can be, and none as large costs less', () => {
    const node = fc.nat({ max: 4 });
    const arcs = fc.array(
      fc
        .record({ from: node, to: node, capacity: fc.nat({ max: 2 }), cost: fc.nat({ max: 3 }) })
        .filter(({ from, to }) => from !== to && from !== 1 && to !== 0),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(arcs, (given) => {
        const amounts = minimumCostFlow(given, 0, 1);
        ok(
          given.every(
            ({ capacity }, i) => (amounts[i] ?? -1) >= 0 && (amounts[i] ?? 0) <= capacity,
          ),
        );
        const found = flowOf(given, amounts);
        const best = bestOf(given);
        equal(found?.amount, best.amount);
        equal(found.cost, best.cost);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('is found for amounts of millions', () => {
    const many = 1e6;
    const arcs = [arc(0, 2, many), arc(0, 3, many), arc(2, 4, many), arc(3, 4, many, 1)];
    deepEqual(minimumCostFlow([...arcs, arc(4, 1, many + 1)], 0, 1), [many, 1, many, 1, many + 1]);
  });
});
