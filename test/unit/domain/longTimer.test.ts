import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { StartTimer } from '../../../src/domain/longTimer';
import { startLongTimer } from '../../../src/domain/longTimer';

/** What the timers of JavaScript wait at most, ms: one that is to wait longer goes off at once. */
const limit = 2_147_483_647;

/** A timer as JavaScript has it, whose time passes when it is told to. */
class Timers {
  waited = 0;
  #next: { readonly callback: () => void; readonly milliseconds: number } | undefined;

  readonly start: StartTimer = (callback, milliseconds) => {
    const timer = { callback, milliseconds: milliseconds > limit ? 1 : milliseconds };
    this.#next = timer;
    return () => {
      if (this.#next === timer) this.#next = undefined;
    };
  };

  /** False when none is set. */
  ring(): boolean {
    const next = this.#next;
    this.#next = undefined;
    this.waited += next?.milliseconds ?? 0;
    next?.callback();
    return next !== undefined;
  }
}

describe('startLongTimer', () => {
  it('waits exactly as long as it is told to, however long that is', () => {
    const lengths = fc.oneof(
      fc.integer({ min: 0, max: 60_000 }),
      fc.constantFrom(limit - 1, limit, limit + 1, 2 * limit, 2 * limit + 1),
      fc.integer({ min: limit, max: 400 * limit }),
    );
    fc.assert(
      fc.property(lengths, (milliseconds) => {
        const timers = new Timers();
        const calledAt: number[] = [];
        startLongTimer(() => calledAt.push(timers.waited), milliseconds, timers.start);
        while (timers.ring());
        deepEqual(calledAt, [milliseconds]);
      }),
    );
  });

  it('is cancelled, also in its second month', () => {
    for (const rings of [0, 1, 2]) {
      const timers = new Timers();
      let isCalled = false;
      const cancel = startLongTimer(() => (isCalled = true), 3 * limit, timers.start);
      for (let ring = 0; ring < rings; ring += 1) ok(timers.ring());
      cancel();
      equal(timers.ring(), false);
      equal(isCalled, false);
    }
  });
});
