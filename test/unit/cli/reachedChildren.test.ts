import { deepEqual } from 'node:assert/strict';
import { endingSignals, reachesChildren } from '../../../src/cli/signals';

describe('reachesChildren', () => {
  const cases = [
    ['linux', true, ['SIGINT']],
    ['darwin', true, ['SIGINT']],
    ['linux', false, []],
    ['win32', true, ['SIGINT', 'SIGHUP']],
    ['win32', false, ['SIGINT', 'SIGHUP']],
  ] as const;
  for (const [platform, isTerminal, reaching] of cases) {
    it(`tells which signals children get by themselves: ${platform}, ${isTerminal ? '' : 'no '}terminal`, () => {
      deepEqual(
        endingSignals.filter((signal) => reachesChildren(signal, platform, isTerminal)),
        reaching,
      );
    });
  }
});
