import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { HeldRows } from '../../../../webview/tables/heldRows';

interface Row {
  readonly key: string;
  readonly count: number;
}

const keyOf = ({ key }: Row): string => key;
const row = (key: string, count = 1): Row => ({ key, count });

describe('HeldRows', () => {
  it('keep their places, say what they are now, and count those that came', () => {
    const held = new HeldRows(keyOf);
    held.renew([row('a'), row('b')], [row('a'), row('b'), row('c')]);
    const now = [row('d'), row('c', 9), row('b', 5), row('a')];
    deepEqual(held.of(now), [row('a'), row('b', 5)]);
    equal(held.newIn(now), 1);
  });

  it('stay when they are gone, as they last were', () => {
    const held = new HeldRows(keyOf);
    held.renew([row('a')], [row('a')]);
    held.of([row('a', 2)]);
    deepEqual(held.of([row('b')]), [row('a', 2)]);
  });

  it('know when there are none that could move', () => {
    const held = new HeldRows(keyOf);
    equal(held.isEmpty, true);
    held.renew([row('a')], [row('a')]);
    equal(held.isEmpty, false);
  });

  it('never change their order, whatever comes, until they are renewed', () => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(keys, fc.array(keys), (drawn, later) => {
        const held = new HeldRows(keyOf);
        held.renew(
          drawn.map((key) => row(key)),
          drawn.map((key) => row(key)),
        );
        for (const [count, now] of later.entries()) {
          const rows = now.map((key) => row(key, count));
          deepEqual(held.of(rows).map(keyOf), drawn);
          equal(held.newIn(rows), now.filter((key) => !drawn.includes(key)).length);
        }
      }),
    );
  });
});
