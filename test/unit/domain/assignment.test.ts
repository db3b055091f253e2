import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { assign, type Assigned } from '../../../src/domain/assignment';

function total(assigned: readonly Assigned[]): number {
  return assigned.reduce((sum, { amount }) => sum + amount, 0);
}

/** The most that can be sent, by trying every way, one unit at a time. */
function most(
  supplies: readonly number[],
  demands: readonly number[],
  allowed: readonly (readonly boolean[])[],
): number {
  const from = supplies.findIndex((supply) => supply > 0);
  if (from < 0) return 0;
  const without = (list: readonly number[], at: number, by: number): number[] =>
    list.map((value, i) => (i === at ? value - by : value));
  const unsent = most(without(supplies, from, supplies[from] ?? 0), demands, allowed);
  const sent = demands.map((demand, to) =>
    demand > 0 && allowed[from]?.[to]
      ? 1 + most(without(supplies, from, 1), without(demands, to, 1), allowed)
      : 0,
  );
  return Math.max(unsent, ...sent);
}

describe('assign', () => {
  it('moves what was sent elsewhere when another has only that place', () => {
    const assigned = assign([1, 1], [1, 1], (from, to) => from === 0 || to === 0);
    deepEqual(assigned, [
      { from: 0, to: 1, amount: 1 },
      { from: 1, to: 0, amount: 1 },
    ]);
  });

  it('sends as much as any way can, and never too much or where it may not', () => {
    const amounts = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 });
    const pairs = fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(amounts, amounts, pairs, (supplies, demands, allowed) => {
        const may = (from: number, to: number): boolean => allowed[from]?.[to] ?? false;
        const assigned = assign(supplies, demands, may);
        for (const [i, supply] of supplies.entries()) {
          ok(total(assigned.filter(({ from }) => from === i)) <= supply);
        }
        for (const [i, demand] of demands.entries()) {
          ok(total(assigned.filter(({ to }) => to === i)) <= demand);
        }
        ok(assigned.every(({ from, to, amount }) => may(from, to) && amount > 0));
        equal(total(assigned), most(supplies, demands, allowed));
      }),
    );
  });
});
