import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { sessionName, sessionNamed, sessionWindow } from '../../../src/domain/session';

describe('A session', () => {
  it('has a name of one line, trimmed, that any table can hold', () => {
    equal(sessionName('  after\n\tthe fix '), 'after the fix');
    equal(sessionName(' \n '), null);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const name = sessionName(text);
        ok(name === null || (name.length <= 200 && name !== '' && !/[\0\n]/.test(name)));
        equal(name === null ? null : sessionName(name), name);
      }),
    );
  });

  it('is the newest of its name', () => {
    const sessions = [
      { name: 'a', from: 10, to: 20 },
      { name: 'a', from: 30, to: null },
      { name: 'b', from: 40, to: 50 },
    ];
    equal(sessionNamed(sessions, ' a '), sessions[1]);
    equal(sessionNamed(sessions, 'c'), undefined);
    equal(sessionNamed(sessions, ' '), undefined);
  });

  it('is read over the whole minutes that it touches', () => {
    deepEqual(sessionWindow({ name: 'a', from: 59, to: 61 }, 600), { from: 0, to: 120 });
    deepEqual(sessionWindow({ name: 'a', from: 60, to: 120 }, 600), { from: 60, to: 120 });
    deepEqual(sessionWindow({ name: 'a', from: 60, to: null }, 601), { from: 60, to: 660 });
    // Where the clock was set back it is not over before it began.
    deepEqual(sessionWindow({ name: 'a', from: 60, to: null }, 7), { from: 60, to: 120 });
  });
});
