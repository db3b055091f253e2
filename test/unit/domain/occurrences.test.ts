import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { coveredBy } from '../../../src/domain/occurrences';

/** By looking for each pattern at each place. */
function plainlyCovered(text: string, patterns: readonly string[]): boolean[] {
  const covered = Array.from({ length: text.length }, () => false);
  for (const pattern of patterns) {
    for (let at = 0; at < text.length; at++) {
      if (text.startsWith(pattern, at)) covered.fill(true, at, at + pattern.length);
    }
  }
  return covered;
}

function marked(text: string, patterns: readonly string[]): string {
  const covered = coveredBy(text, patterns);
  return covered.map((isCovered, at) => (isCovered ? '#' : text.charAt(at))).join('');
}

describe('coveredBy', () => {
  it('covers every occurrence of every pattern, also those that overlap', () => {
    deepEqual(marked('abcdefgh', ['abc', 'bcdefg', 'x', '']), '#######h');
    deepEqual(marked('aXaXa', ['aXa']), '#####');
    deepEqual(marked('', ['a']), '');
    deepEqual(marked('abc', []), 'abc');
  });

  it('covers what looking for each pattern at each place covers', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
    const text = fc.oneof(few, fc.string({ unit: 'binary', maxLength: 20 }));
    const property = fc.property(text, fc.array(text.map((s) => s.slice(0, 6))), (whole, parts) => {
      deepEqual(coveredBy(whole, parts), plainlyCovered(whole, parts));
    });
    fc.assert(property, { seed: 1, numRuns: 3000 });
  });
});
