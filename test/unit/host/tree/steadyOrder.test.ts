import { deepEqual, equal } from 'node:assert/strict';
import { SteadyOrder } from '../../../../src/host/tree/steadyOrder';

describe('SteadyOrder', () => {
  let now = 0;
  let order: SteadyOrder<string>;
  const arranged = (text: string): string => order.arranged(Array.from(text)).join('');

  beforeEach(() => {
    now = 0;
    order = new SteadyOrder(
      (row) => row,
      () => now,
    );
  });

  it('is the one that is wanted while nobody is there', () => {
    equal(arranged('abc'), 'abc');
    equal(arranged('cab'), 'cab');
    equal(order.isDue, false);
  });

  it('stays while somebody is at the rows, and new ones come last', () => {
    arranged('abc');
    order.noticed();
    now = 9999;
    equal(arranged('dcba'), 'abcd');
    equal(arranged('dca'), 'acd');
    equal(order.isDue, false);
  });

  it('is due when nobody was noticed for ten seconds', () => {
    arranged('ab');
    order.noticed();
    arranged('ba');
    now = 10_000;
    equal(order.isDue, true);
    deepEqual([arranged('ba'), order.isDue], ['ba', false]);
  });

  it('is another one at once where the user asks for it', () => {
    arranged('ab');
    order.noticed();
    order.release();
    equal(arranged('ba'), 'ba');
  });
});
