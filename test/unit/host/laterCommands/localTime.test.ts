import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { localTime, localTimeText } from '../../../../src/host/laterCommands/localTime';

describe('localTime', () => {
  it('reads a moment of local time', () => {
    const at = new Date(2026, 10, 29, 14, 30).getTime() / 1000;
    equal(localTime('2026-11-29 14:30'), at);
    equal(localTime(' 2026-11-29T14:30 '), at);
    equal(localTimeText(at), '2026-11-29 14:30');
  });

  it('refuses what is none', () => {
    for (const text of ['', 'yesterday', '2026-02-31 10:00', '2026-11-29 24:30', '2026-11-29']) {
      equal(localTime(text), null, text);
    }
  });

  it('reads whatever it writes', () => {
    const minutes = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(minutes, (minute) => {
        const text = localTimeText(minute * 60);
        // An hour that comes twice has one text.
        equal(localTimeText(localTime(text) ?? NaN), text);
      }),
    );
  });
});
