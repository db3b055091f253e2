import { equal } from 'node:assert/strict';
import { LastRead } from '../../../src/host/lastRead';

describe('what was last read of a store', () => {
  it('is known as long as that store is meant, each thing for itself', () => {
    const last = new LastRead<number>();
    equal(last.of('a'), undefined);
    last.keep('a', 1);
    last.keep('a', 2, 'below');
    equal(last.of('a'), 1);
    equal(last.of('a', 'below'), 2);
    equal(last.of('b'), undefined);
    last.keep('b', 3);
    equal(last.of('a'), undefined);
    equal(last.of('b', 'below'), undefined);
  });
});
